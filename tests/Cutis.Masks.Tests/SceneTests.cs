using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Masks.Tests;

/// <summary>From masks to a scene in pixels, and the recipe that names it.</summary>
public class SceneTests
{
    private static readonly Fill Red = new SolidFill(255, 0, 0, 1);

    private static Mask Mask(MaskKind kind, ViewBox? box, params Feature[] features) => new(kind, "", "", null, box, [.. features]);

    private static ViewBox Box(string text) => ViewBox.TryParse(text, out var box) ? box : throw new FormatException(text);

    private static Scene Build(Mask mask, int width, int height, double thickness = 0.001, bool concentric = false) =>
        SceneBuilder.Build([mask], new MaskStyle([Red], thickness, concentric), width, height);

    [Fact]
    public void The_view_box_is_stretched_over_the_picture()
    {
        var shapes = new Feature(
            [new PointShape(new Vec(15, 30), 2), new PointShape(new Vec(10, 20), 0), new PolylineShape([new Vec(10, 20), new Vec(20, 40)])],
            1
        );
        var scene = Build(Mask(MaskKind.Point, Box("10 20 10 20"), shapes), 1000, 4000, 0.01).Layers[0].Levels[0].Shapes;
        scene[0].ShouldBe(new Disc(new Vec(500, 2000), 200, 400));
        scene[1].ShouldBe(new Disc(new Vec(0, 0), 6, 6), "0.0015 of the longer side");
        var line = (Stroke)scene[2];
        line.Points.ShouldBe([new Vec(0, 0), new Vec(1000, 4000)]);
        line.Width.ShouldBe(40);
    }

    [Fact]
    public void Lines_are_never_thinner_than_a_pixel()
    {
        var line = Mask(MaskKind.Polyline, null, new Feature([new PolylineShape([new Vec(0, 0), new Vec(9, 9)])], 1));
        ((Stroke)Build(line, 100, 50).Layers[0].Levels[0].Shapes[0]).Width.ShouldBe(1);
    }

    [Fact]
    public void Features_of_one_intensity_are_one_level_except_in_heat_maps()
    {
        Feature Dot(double intensity) => new([new PointShape(new Vec(1, 1), 1)], intensity);
        var levels = Build(Mask(MaskKind.Point, null, Dot(1), Dot(0.5), Dot(1)), 10, 10).Layers[0];
        (levels.Overlap, levels.Levels.Length, levels.Levels[0].Shapes.Length).ShouldBe((Overlap.Union, 2, 2));
        var heat = Build(Mask(MaskKind.HeatMap, null, Dot(0.5), Dot(0.5)), 10, 10).Layers[0];
        (heat.Overlap, heat.Levels.Length).ShouldBe((Overlap.Sum, 2));
    }

    [Fact]
    public void Concentric_lines_stand_at_equal_distances_inside_the_edge()
    {
        var square = new PolygonShape([
            [new Vec(100, 100), new Vec(300, 100), new Vec(300, 300), new Vec(100, 300)],
        ]);
        var strokes = Build(Mask(MaskKind.Polygon, null, new Feature([square], 1)), 1000, 1000, 0.001, concentric: true)
            .Layers[0]
            .Levels[0]
            .Shapes.Cast<Stroke>()
            .ToArray();
        strokes[0].Points.Length.ShouldBe(5, "the edge itself, closed");
        // 8 px apart; the middle is 100 px from the edge.
        strokes.Length.ShouldBeInRange(12, 14);
        for (var i = 1; i < strokes.Length; i++)
        {
            foreach (var p in strokes[i].Points)
            {
                var depth = Math.Min(Math.Min(p.X - 100, 300 - p.X), Math.Min(p.Y - 100, 300 - p.Y));
                depth.ShouldBe(8 * i, 1.0, $"line {i}");
            }

            (strokes[i].Points[0] - strokes[i].Points[^1]).Length.ShouldBeLessThan(0.01, "closed");
        }
    }

    [Theory]
    [InlineData(6_400)]
    [InlineData(640_000)]
    [InlineData(1e7)]
    public void A_shape_far_larger_than_the_picture_has_no_lines_as_no_edge_is_near(double side)
    {
        var square = new PolygonShape([
            [new(-side, -side), new(side, -side), new(side, side), new(-side, side)],
        ]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var style = new MaskStyle([Red], 0.001, ConcentricLines: true);
        var mask = Mask(MaskKind.Polygon, Box("0 0 1 1"), new Feature([square], 1));
        foreach (var box in new[] { mask, Mask(MaskKind.Polygon, null, new Feature([square], 1)) })
        {
            // Its own edge, cut off where it cannot be seen.
            var edge = SceneBuilder
                .Build([box], style, 640, 480, limit.Token)
                .Layers.Single()
                .Levels.Single()
                .Shapes.ShouldHaveSingleItem()
                .ShouldBeOfType<Stroke>();
            edge.Points.ShouldAllBe(p => Math.Abs(p.X - 320) > 600 || Math.Abs(p.Y - 240) > 600);
        }
    }

    [Theory]
    [InlineData(6_400)]
    [InlineData(1e7)]
    public void Of_a_shape_far_larger_than_the_picture_lines_follow_the_edge_that_is_seen(double side)
    {
        var square = new PolygonShape([
            [new(100, -side), new(side, -side), new(side, side), new(100, side)],
        ]);
        var mask = Mask(MaskKind.Polygon, null, new Feature([square], 1));
        var shapes = SceneBuilder
            .Build([mask], new MaskStyle([Red], 0.001, ConcentricLines: true), 1000, 800)
            .Layers.Single()
            .Levels.Single()
            .Shapes;
        var lines = shapes.Skip(1).Cast<Stroke>().ToArray();
        lines.Length.ShouldBe(62);
        for (var i = 0; i < lines.Length; i++)
        {
            // Within the picture each stands as far from the edge as it should, to one sample of the grid.
            foreach (var p in lines[i].Points)
                p.X.ShouldBe(100 + (8 * (i + 1)), 4, $"line {i}");
            lines[i].Points.Min(p => p.Y).ShouldBeLessThan(0);
            lines[i].Points.Max(p => p.Y).ShouldBeGreaterThan(800);
        }
    }

    [Fact]
    public void Concentric_lines_of_a_heat_map_have_the_intensity_that_has_added_up()
    {
        var square = new PolygonShape([
            [new Vec(1, 1), new Vec(99, 1), new Vec(99, 99), new Vec(1, 99)],
        ]);
        var layer = Build(
            Mask(MaskKind.HeatMap, null, new Feature([square], 0.3), new Feature([square], 0.4), new Feature([square], 0.9)),
            100,
            100,
            concentric: true
        ).Layers[0];
        layer.Overlap.ShouldBe(Overlap.Union);
        layer.Levels.Select(l => Math.Round(l.Intensity, 6)).ShouldBe([0.3, 0.7, 1]);
        foreach (
            var empty in new[]
            {
                new PolygonShape([]),
                new PolygonShape([
                    [],
                ]),
                new PolygonShape([
                    [new Vec(1, 1)],
                ]),
            }
        )
            Build(Mask(MaskKind.Polygon, null, new Feature([empty], 1)), 100, 100, concentric: true).Layers.Length.ShouldBe(1);
    }

    [Fact]
    public void Fill_overrides_follow_the_decided_rules()
    {
        AlgorithmName.TryParse("acne", out var acne).ShouldBeTrue();
        CssColour C(string text) => CssColour.TryParse(text, out var c) ? c : throw new FormatException(text);
        FillOverride.None.FillOf(0, acne, "", null).ShouldBe(new SolidFill(255, 0, 0, 0.5));
        FillOverride.None.FillOf(0, acne, "", C("#010203")).ShouldBe(new SolidFill(1, 2, 3, 1));
        var two = new FillOverride([C("#0000ff"), C("rgba(0,255,0,.25)")]);
        two.FillOf(0, acne, "", null).ShouldBe(new SolidFill(0, 0, 255, 0.5), "the mask's own alpha");
        two.FillOf(1, acne, "", C("rgba(9,9,9,.9)")).ShouldBe(new SolidFill(0, 255, 0, 0.25), "the alpha that was written");
        two.FillOf(5, acne, "", null).ShouldBe(new SolidFill(0, 255, 0, 0.25), "the last one repeats");
    }

    [Fact]
    public void A_recipe_is_canonical_and_every_part_of_it_counts()
    {
        var recipe = new Recipe(
            new string('a', 64),
            Frame.Original,
            new string('b', 64),
            new MaskStyle([Red, RampFill.Hydration], 0.001, false)
        );
        recipe
            .ToString()
            .ShouldBe(
                """{"renderer":"""
                    + $$"""5,"photo":"{{new string('a', 64)}}","frame":"original","masks":"{{new string('b', 64)}}","line":"""
                    + """0.001,"concentric":false,"fills":["rgba(255,0,0,1)","hydration-ramp"]}"""
            );
        // sha256sum of that text.
        recipe.Key.ShouldBe("d7f25dacdf2169fc09a0cbca93692e070315cda0b27dbc57a4f5b02e24916786");
        recipe.Tag.ShouldBe(recipe.Key);
        (recipe with { Renderer = 4 }).Tag.ShouldBe(
            $"{(recipe with { Renderer = 4 }).Key}-5",
            "another renderer may have drawn other bytes"
        );
        var again = Recipe.Parse(recipe.ToCanonicalUtf8());
        again!.Key.ShouldBe(recipe.Key);
        Recipe[] others =
        [
            recipe with
            {
                PhotoDigest = new string('c', 64),
            },
            recipe with
            {
                Frame = Frame.Restored,
            },
            recipe with
            {
                MasksDigest = new string('c', 64),
            },
            recipe with
            {
                Renderer = 1,
            },
            recipe with
            {
                Style = recipe.Style with { LineThickness = 0.002 },
            },
            recipe with
            {
                Style = recipe.Style with { ConcentricLines = true },
            },
            recipe with
            {
                Style = recipe.Style with { Fills = [Red] },
            },
            recipe with
            {
                Style = recipe.Style with { Outline = new Outline(new SolidFill(1, 2, 3, 1), 0.002) },
            },
            recipe with
            {
                More = [new RecipeMasks(new string('d', 64), recipe.Style with { LineThickness = 0.03 })],
            },
            recipe with
            {
                Output = new OutputOptions { Overlay = true },
            },
            recipe with
            {
                Output = new OutputOptions { Format = PictureFormat.Svg, MaskOverImage = true },
            },
            recipe with
            {
                Output = new OutputOptions { Quality = 80 },
            },
            recipe with
            {
                Output = new OutputOptions { MaxSide = 512 },
            },
            recipe with
            {
                Output = new OutputOptions { Crop = new CropBox(0.1, 0.2, 0.3, 0.4) },
            },
            recipe with
            {
                Output = new OutputOptions { Spotlight = Spotlight.Grey },
            },
            recipe with
            {
                Output = new OutputOptions { Legend = new Legend("Pores", "72") },
            },
        ];
        others.Select(o => o.Key).Append(recipe.Key).Distinct().Count().ShouldBe(17);
        foreach (var other in others)
            Recipe.Parse(other.ToCanonicalUtf8())!.ToString().ShouldBe(other.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"renderer\":1,\"photo\":\"a\"}")]
    public void What_is_no_recipe_is_refused(string text) => Recipe.Parse(System.Text.Encoding.UTF8.GetBytes(text)).ShouldBeNull();
}
