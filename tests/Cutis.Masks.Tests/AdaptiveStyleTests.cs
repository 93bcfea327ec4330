using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Masks.Tests;

/// <summary>The default style: its colours against any skin, and what it adds to marks.</summary>
public sealed class AdaptiveStyleTests
{
    private static readonly MarkScale Portrait = MarkScale.Create(0.7, 1000);

    private static double Luminance(SolidFill fill) => Contrast.Luminance(fill.R, fill.G, fill.B);

    private static AlgorithmName Name(string text) => AlgorithmName.TryParse(text, out var name) ? name : throw new ArgumentException(text);

    [Fact]
    public void Contrast_is_that_of_WCAG()
    {
        Contrast.Ratio(Contrast.Luminance(255, 255, 255), Contrast.Luminance(0, 0, 0)).ShouldBe(21, 1e-9);
        Contrast.Ratio(Contrast.Luminance(118, 118, 118), 1).ShouldBe(4.54, 0.01, "#767676 on white, the example of the guidelines");
        Contrast.Luminance(0, 255, 0).ShouldBe(0.7152, 1e-9);
    }

    [Fact]
    public void Every_hue_has_a_colour_for_every_skin_and_an_unknown_one()
    {
        foreach (var hue in Enum.GetValues<Hue>())
        {
            for (var skin = 0.0; skin <= 1; skin += 0.005)
            {
                var tint = Palette.Choose(hue, new Ground(skin, skin, skin));
                Contrast.Ratio(Luminance(tint.Colour), skin).ShouldBeGreaterThanOrEqualTo(3.6, $"{hue} on {skin}");
                (Luminance(tint.Colour) > skin).ShouldBe(tint.IsLight);
            }

            // Where nothing is known of the skin, the colour or its rim stands out on any.
            var (unknown, rim) = (Palette.Choose(hue, null), Palette.Choose(hue, null).Rim);
            Contrast.Ratio(Luminance(unknown.Colour), Luminance(rim)).ShouldBeGreaterThanOrEqualTo(9);
        }
    }

    [Fact]
    public void Colours_are_as_vivid_as_the_contrast_allows()
    {
        var onLight = Palette.Choose(Hue.Green, new Ground(0.5, 0.5, 0.5));
        var onLighter = Palette.Choose(Hue.Green, new Ground(0.9, 0.9, 0.9));
        Luminance(onLighter.Colour).ShouldBeGreaterThan(Luminance(onLight.Colour));
        Palette.Choose(Hue.Green, new Ground(0.04, 0.04, 0.04)).IsLight.ShouldBeTrue();
    }

    [Fact]
    public void Ramps_get_lighter_or_darker_all_the_way_and_let_skin_through()
    {
        foreach (var hue in Enum.GetValues<Hue>())
        {
            foreach (var isLight in new[] { false, true })
            {
                var ramp = Palette.Ramp(hue, isLight, 0.72);
                var steps = Enumerable.Range(0, 21).Select(i => ramp.At(i / 20.0)).Select(c => Contrast.Luminance(c.R, c.G, c.B)).ToArray();
                steps.ShouldBe(isLight ? steps.Order() : steps.OrderDescending());
                ramp.Alpha.ShouldBeLessThan(0.8);
            }
        }
    }

    [Fact]
    public void Areas_of_the_face_and_unknown_masks_have_colours_of_their_own()
    {
        string[] areas = ["forehead", "left_cheek", "right_cheek", "nose", "chin", "left_eye_area", "right_eye_area"];
        SolidFill Edge(string algorithm, string mask, int i) =>
            AdaptiveStyle.Create(Name(algorithm), mask, i, MaskKind.Polygon, null, false, Portrait).Look.Edge!.Colour;
        areas.Select((area, i) => Edge("front_face_areas", area, i)).Distinct().Count().ShouldBe(areas.Length);
        Enumerable.Range(0, 10).Select(i => Edge("my.model", $"m{i}", i)).Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public void Marks_of_a_small_face_are_finer_and_those_of_a_small_picture_are_not_lost()
    {
        double Line(double? face, int side) =>
            AdaptiveStyle.Create(Name("lines"), "fine_lines", 0, MaskKind.Polyline, null, false, MarkScale.Create(face, side)).Look.Line;
        Line(0.7, 2000).ShouldBe(0.003);
        Line(null, 2000).ShouldBe(0.003);
        Line(0.25, 2000).ShouldBe(0.0015);
        (Line(0.7, 200) * 200).ShouldBeGreaterThan(1.5);
    }

    [Fact]
    public void A_rim_lies_beneath_lines_and_dots_and_around_edges()
    {
        var rim = new Outline(new SolidFill(255, 255, 255, 1), 0.01);
        var look = new MaskLook(0.02) { Rim = rim, MinRadius = 0.03 };
        var line = Build(new PolylineShape([new(10, 10), new(90, 10)]), MaskKind.Polyline, look);
        line.Select(layer => ((Stroke)layer.Levels[0].Shapes[0]).Width).ShouldBe([4, 2]);
        var dot = Build(new PointShape(new(50, 50), 1), MaskKind.Point, look);
        dot.Select(layer => ((Disc)layer.Levels[0].Shapes[0]).RadiusX).ShouldBe([4, 3], "the least radius, and a rim around it");

        var edged = look with { Edge = new Outline(new SolidFill(0, 0, 0, 1), 0.02) };
        var square = new PolygonShape([
            [new(10, 10), new(90, 10), new(90, 90), new(10, 90)],
        ]);
        var area = Build(square, MaskKind.Polygon, edged);
        area[0].Levels[0].Shapes[0].ShouldBeOfType<Region>();
        area.Skip(1).Select(layer => ((Stroke)layer.Levels[0].Shapes[0]).Width).ShouldBe([4, 2]);
        area.Skip(1).Select(layer => layer.Fill).ShouldBe([rim.Colour, edged.Edge!.Colour]);
    }

    [Fact]
    public void Of_a_heat_map_the_weakest_level_has_an_edge()
    {
        PolygonShape Square(double at) =>
            new([
                [new(at, at), new(100 - at, at), new(100 - at, 100 - at), new(at, 100 - at)],
            ]);
        var mask = new Mask(MaskKind.HeatMap, "", "", null, null, [new Feature([Square(10)], 0.2), new Feature([Square(30)], 0.5)]);
        var look = new MaskLook(0.01) { Edge = new Outline(new SolidFill(0, 0, 0, 1), 0.02) };
        var layers = Build(mask, look);
        layers.Length.ShouldBe(2);
        layers[1].Levels.Single().Shapes.Length.ShouldBe(1);
    }

    [Fact]
    public void Nested_lines_have_the_distance_of_the_look()
    {
        var square = new PolygonShape([
            [new(0, 0), new(100, 0), new(100, 100), new(0, 100)],
        ]);
        int Lines(double spacing)
        {
            var look = new MaskLook(0.01) { Spacing = spacing };
            var style = new MaskStyle([new SolidFill(0, 0, 0, 1)], 0.001, true) { Looks = [look] };
            return SceneBuilder.Build([Of(square, MaskKind.Polygon)], style, 100, 100).Layers.Single().Levels[0].Shapes.Length;
        }

        Lines(0.1).ShouldBe(5);
        Lines(0.2).ShouldBe(3);
    }

    [Fact]
    public void A_look_for_each_mask_or_none()
    {
        var style = new MaskStyle([new SolidFill(0, 0, 0, 1)], 0.001, false) { Looks = [null, null] };
        Should.Throw<ArgumentException>(() => SceneBuilder.Build([Of(new PointShape(new(1, 1), 1), MaskKind.Point)], style, 10, 10));
    }

    [Theory]
    [InlineData("lines", "", "fine_lines_mask_restored", "Fine lines")]
    [InlineData("lines", "", "line_lines_mask_restored", "Fine lines")]
    [InlineData("lines", "", "forehead_lines_mask_original", "Forehead lines")]
    [InlineData("acne", "Red spots", "acne_mask", "Red spots")]
    [InlineData("pores", "Pores Mask Original", "pores_mask", "Pores")]
    [InlineData("eye_bags", "", "lacrimal_grooves_original_mask", "Tear troughs")]
    [InlineData("front_face_areas", "", "left_cheek", "Left cheek")]
    [InlineData("my_own.model", "", "", "My own model")]
    public void Masks_are_called_in_words(string algorithm, string name, string techName, string words) =>
        MaskWords.Of(Name(algorithm), name, techName).ShouldBe(words);

    [Fact]
    public void A_legend_has_a_row_for_each_mask_and_fits_the_picture()
    {
        LegendSwatch[] swatches = [.. Enum.GetValues<MaskKind>().Select(kind => new LegendSwatch(kind, Fill(kind), null, null, false))];
        var some = ImmutableArray.Create(
            new LegendRow(null, "Lines", "72"),
            new LegendRow(0, "Deep lines", ""),
            new LegendRow(3, "Heat", "1")
        );
        var scene = LegendRows.Over(new Scene(400, 500, []), some, swatches);
        var box = Bounds.Compute(scene)!.Value;
        (box.Left >= 0 && box.Right <= 400 && box.Top > 250 && box.Bottom <= 500).ShouldBeTrue(box.ToString());
        scene.Layers.Select(layer => layer.Fill).ShouldContain(swatches[0].Fill);
        scene.Layers.Select(layer => layer.Fill).ShouldNotContain(swatches[1].Fill, "it has no row");

        // More rows than there is room for.
        ImmutableArray<LegendRow> many =
        [
            .. Enumerable.Range(0, 200).Select(i => new LegendRow(i % 4, $"A long name of a mask, number {i}", "9")),
        ];
        foreach (var (width, height) in new[] { (400, 500), (60, 300), (300, 40), (16, 16) })
        {
            box = Bounds.Compute(LegendRows.Over(new Scene(width, height, []), many, swatches))!.Value;
            (box.Left >= 0 && box.Right <= width && box.Top >= 0 && box.Bottom <= height).ShouldBeTrue($"{width} × {height}: {box}");
        }
    }

    private static SolidFill Fill(MaskKind kind) => new((byte)(10 + (int)kind), 0, 0, 1);

    private static Mask Of(Shape shape, MaskKind kind) => new(kind, "", "", null, null, [new Feature([shape], 1)]);

    private static ImmutableArray<Layer> Build(Shape shape, MaskKind kind, MaskLook look) => Build(Of(shape, kind), look);

    private static ImmutableArray<Layer> Build(Mask mask, MaskLook look) =>
        SceneBuilder.Build([mask], new MaskStyle([new SolidFill(1, 2, 3, 1)], 0.001, false) { Looks = [look] }, 100, 100).Layers;
}
