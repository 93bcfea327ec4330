using System.Text.Json;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Masks.Tests;

/// <summary>The documented result, in every spelling, and what is refused where.</summary>
public class ResultReaderTests
{
    private static Mask One(string geometry, string rest = "") =>
        Masks($$"""[{"mask_type":"polygon_mask","features":[{"geometry":{{geometry}}{{rest}}}]}]""").Single();

    private static Mask[] Masks(string json)
    {
        ResultJson
            .TryReadMasks(JsonDocument.Parse(json).RootElement, out var masks, out var mistakes)
            .ShouldBeTrue(string.Join("; ", mistakes));
        return [.. masks];
    }

    private static ValidationError[] Wrong(string json)
    {
        ResultJson.TryRead(JsonDocument.Parse(json).RootElement, out var result, out var mistakes).ShouldBeFalse();
        result.ShouldBeNull();
        return [.. mistakes];
    }

    [Theory]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9]],[[2,1],[3,1],[3,2]]],[[[1,1],[2,1],[2,2]]]]}""", "P P")]
    [InlineData("""{"type":"Multipolygon","coordinates":[[[[0,0],[9,0],[9,9]]]]}""", "P")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]]]}""", "P")]
    [InlineData("""{"type":"MultiLineString","coordinates":[[[0,0],[9,0]],[[1,1],[2,2]]]}""", "L L")]
    [InlineData("""{"type":"Multipolyline","coordinates":[[[0,0],[9,0]]]}""", "L")]
    [InlineData("""{"type":"LineString","coordinates":[[0,0],[9,0]]}""", "L")]
    [InlineData("""{"type":"MultiPoint","coordinates":[[1,2],[3,4,5]]}""", "D D")]
    [InlineData("""{"type":"Point","coordinates":[1,2,3]}""", "D")]
    [InlineData(
        """
            {"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},
            {"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0,0],[1,1]]}]}]}
            """,
        "D L"
    )]
    [InlineData("""{"type":"MultiPolygon","coordinates":[]}""", "")]
    [InlineData("null", "")]
    public void Every_geometry_is_read(string geometry, string kinds)
    {
        var shapes = One(geometry).Features.Single().Shapes;
        string.Join(
                ' ',
                shapes.Select(s =>
                    s switch
                    {
                        PolygonShape => "P",
                        PolylineShape => "L",
                        _ => "D",
                    }
                )
            )
            .ShouldBe(kinds);
    }

    [Fact]
    public void A_third_number_in_areas_and_lines_is_a_height_and_not_looked_at()
    {
        var polygon = (PolygonShape)
            One("""{"type":"Polygon","coordinates":[[[0,0,5],[9,0,-1e300],[9,9,0.5],[0,9]]]}""").Features[0].Shapes[0];
        polygon.Rings[0].ShouldBe([new Vec(0, 0), new Vec(9, 0), new Vec(9, 9), new Vec(0, 9)]);
        var line = (PolylineShape)One("""{"type":"LineString","coordinates":[[1,2,3],[4,5,6]]}""").Features[0].Shapes[0];
        line.Points.ShouldBe([new Vec(1, 2), new Vec(4, 5)]);
    }

    [Theory]
    [InlineData("[1,2,3,4]", "must be [x, y] or [x, y, z], not a list of 4")]
    [InlineData("[1]", "must be [x, y] or [x, y, z], not a list of 1")]
    [InlineData("7", "must be [x, y] or [x, y, z], not 7")]
    [InlineData("[1,2,\"3\"]", "must hold numbers from -1e7 to 1e7, not \"3\"")]
    public void A_point_of_an_area_that_is_none_is_described(string point, string message) =>
        Wrong(
                """
                {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polygon_mask",
                "features":[{"geometry":{"type":"Polygon","coordinates":[[AT]]}}]}]}
                """.Replace("AT", point)
            )
            .Single()
            .Message.ShouldBe(message);

    [Fact]
    public void Holes_radii_intensities_boxes_and_fills_are_read()
    {
        var polygon = (PolygonShape)
            One("""{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]],[[2,1],[3,1],[3,2]]]}""", ""","properties":{"intensity":0.25}""")
                .Features[0]
                .Shapes[0];
        polygon.Rings.Length.ShouldBe(2);
        polygon.Rings[1][2].ShouldBe(new Vec(3, 2));
        One("null", ""","properties":{"intensity":0.25}""").Features[0].Intensity.ShouldBe(0.25);
        One("null", ""","properties":null""").Features[0].Intensity.ShouldBe(1);
        One("null", ""","properties":{}""").Features[0].Intensity.ShouldBe(1);

        var dots = One("""{"type":"MultiPoint","coordinates":[[1,2],[3,4,5]]}""").Features[0].Shapes.Cast<PointShape>().ToArray();
        (dots[0].Radius, dots[1].Radius, dots[1].Centre).ShouldBe((0, 5, new Vec(3, 4)));

        var mask = Masks(
                """
                [{"mask_type":"heatmap_mask","features":[],"view_box":"-1 2.5 100 2e2","fill":"gold",
                "name":"N","tech_name":"t","type":"FeatureCollection","side":"front"}]
                """
            )
            .Single();
        (mask.Kind, mask.Name, mask.TechName, mask.Fill!.Value.R, mask.ShapeCount).ShouldBe((MaskKind.HeatMap, "N", "t", (byte)255, 0));
        (mask.Box!.Value.X, mask.Box.Value.Y, mask.Box.Value.Width, mask.Box.Value.Height).ShouldBe((-1, 2.5, 100, 200));
        Masks("""[{"mask_type":"point_mask","features":[]}]""").Single().Box.ShouldBeNull();
    }

    [Theory]
    [InlineData("polygon_mask", MaskKind.Polygon)]
    [InlineData("polyline_mask", MaskKind.Polyline)]
    [InlineData("point_mask", MaskKind.Point)]
    [InlineData("heatmap_mask", MaskKind.HeatMap)]
    public void The_four_mask_types_are_read(string type, MaskKind kind) =>
        Masks($$"""[{"mask_type":"{{type}}","features":[]}]""").Single().Kind.ShouldBe(kind);

    [Fact]
    public void The_published_example_without_masks_is_read()
    {
        const string eyeAge = """
            {"algorithm_tech_name":"eye_age","image_type":"selfie",
            "area_results":[{"area_name":"left_eye_outer",
            "main_metric":{"value":21,"widget_type":"numeric","name":"L","tech_name":"left_eye_age",
            "widget_meta":null},"sub_metrics":null},
            {"area_name":"face","main_metric":{"value":24,"widget_type":"numeric","name":"E",
            "tech_name":"eye_age","widget_meta":null},"sub_metrics":null}],"masks_restored":null,
            "masks_original":null}
            """;
        ResultJson.TryRead(JsonDocument.Parse(eyeAge).RootElement, out var result, out _).ShouldBeTrue();
        result!.MasksOriginal.ShouldBeNull();
        result.MainArea!.MainMetric!.Value.GetInt32().ShouldBe(24);
    }

    public static TheoryData<string, string> Mistakes =>
        new()
        {
            {
                """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[0,0],[1,1]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0][0]"
            },
            {
                """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"MultiPolygon","coordinates":[[[0,0],[1,1],[1,2]]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0][0][0]"
            },
            {
                """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1,1,1]]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0][1]"
            },
            {
                """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,10000001]]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0][1]"
            },
            {
                """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1e999]]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0][1]"
            },
            {
                """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],["NaN",1]]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0][1]"
            },
            {
                """[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[[1,2,-3]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0]"
            },
            {
                """[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[[1,2,3,4]]}}]}]""",
                "masks_original[0].features[0].geometry.coordinates[0]"
            },
            {
                """[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint"}}]}]""",
                "masks_original[0].features[0].geometry.coordinates"
            },
            {
                """[{"mask_type":"point_mask","features":[{"geometry":{"type":"Circle","coordinates":[]}}]}]""",
                "masks_original[0].features[0].geometry.type"
            },
            {
                """[{"mask_type":"point_mask","features":[{"geometry":{"coordinates":[]}}]}]""",
                "masks_original[0].features[0].geometry.type"
            },
            {
                """[{"mask_type":"point_mask","features":[{"geometry":null,"properties":{"intensity":1.5}}]}]""",
                "masks_original[0].features[0].properties.intensity"
            },
            { """[{"mask_type":"point_mask","features":[],"fill":"reddish"}]""", "masks_original[0].fill" },
            { """[{"mask_type":"point_mask","features":[],"view_box":"0 0 10"}]""", "masks_original[0].view_box" },
            { """[{"mask_type":"point_mask","features":[],"view_box":"0 0 0 5"}]""", "masks_original[0].view_box" },
            { """[{"mask_type":"point_mask","features":[],"view_box":"0 0 NaN 5"}]""", "masks_original[0].view_box" },
            { """[{"mask_type":"point_mask"}]""", "masks_original[0].features" },
            { """[{"features":[]}]""", "masks_original[0].mask_type" },
            { """[7]""", "masks_original[0]" },
            { "{}", "masks_original" },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_has_its_path(string masks, string path) =>
        Wrong($$"""{"algorithm_tech_name":"pores","masks_original":{{masks}}}""").Select(m => m.Path).ShouldContain(path);

    [Theory]
    [InlineData("""{"area_name":"face","main_metric":{"name":"n","tech_name":"t"}}""", "area_results[0].main_metric.value")]
    [InlineData("""{"area_name":"face","main_metric":{"name":"n","tech_name":"t","value":[]}}""", "area_results[0].main_metric.value")]
    [InlineData("""{"area_name":"face","main_metric":{"tech_name":"t","value":1}}""", "area_results[0].main_metric.name")]
    [InlineData(
        """{"area_name":"face","sub_metrics":[{"name":"n","tech_name":"t","value":1,"widget_show":2}]}""",
        "area_results[0].sub_metrics[0].widget_show"
    )]
    [InlineData("""{"main_metric":null}""", "area_results[0].area_name")]
    public void A_wrong_metric_has_its_path(string area, string path) =>
        Wrong($$"""{"algorithm_tech_name":"pores","area_results":[{{area}}]}""").Select(m => m.Path).ShouldContain(path);

    [Fact]
    public void Mistakes_are_gathered_and_bounded()
    {
        var many = string.Join(',', Enumerable.Repeat("""{"mask_type":"x"}""", 90));
        Wrong($$"""{"algorithm_tech_name":"a b","masks_original":[{{many}}]}""").Length.ShouldBe(ResultLimits.MaxErrors);
    }

    [Fact]
    public void Vertices_beyond_a_million_are_refused_once_with_the_place()
    {
        var points = string.Join(',', Enumerable.Repeat("[1,2]", 600_000));
        var feature = $$"""{"geometry":{"type":"MultiPoint","coordinates":[{{points}}]} }""";
        var mistake = Wrong(
                $$"""{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"point_mask","features":[{{feature}},{{feature}}]}]}"""
            )
            .Single();
        mistake.Path.ShouldBe("masks_original[0].features[1].geometry.coordinates[400000]");
        mistake.Message.ShouldContain("1000000");
    }

    [Theory]
    [InlineData("pores", "pores", true)]
    [InlineData("selfie_v2.pores", "pores", true)]
    [InlineData("eye_bags", "eye_area_condition", true)]
    [InlineData("selfie_v2.eyes_age", "eye_age", true)]
    [InlineData("skintone_classification", "skin_tone", true)]
    [InlineData("Hydration", "hydration", true)]
    [InlineData("selfie_v2.skintone-classification", "skin_tone", true)]
    [InlineData("my-model", "my-model", false)]
    [InlineData("acne.recommendations", "acne.recommendations", false)]
    [InlineData("my_model", "my_model", false)]
    public void Names_have_one_canonical_spelling(string text, string canonical, bool known)
    {
        AlgorithmName.TryParse(text, out var name).ShouldBeTrue();
        (name.Value, name.IsKnown).ShouldBe((canonical, known));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("naïve")]
    public void What_cannot_be_a_name_is_refused(string text) => AlgorithmName.TryParse(text, out _).ShouldBeFalse();
}
