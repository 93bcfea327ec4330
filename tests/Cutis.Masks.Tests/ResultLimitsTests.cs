using System.Text;
using System.Text.Json;
using Cutis.Masks.Results;

namespace Cutis.Masks.Tests;

/// <summary>What a result may hold at most: each limit is told with its place, the limit and the value.</summary>
public class ResultLimitsTests
{
    [Theory]
    [InlineData("MultiPolygon", "[]")]
    [InlineData("Polygon", "[]")]
    [InlineData("MultiLineString", "[]")]
    public void Polygons_rings_and_lines_without_a_vertex_are_counted(string type, string part)
    {
        var parts = string.Join(',', Enumerable.Repeat(part, 600_000));
        var feature = $$"""{"geometry":{"type":"{{type}}","coordinates":[{{parts}}]} }""";
        var mistake = Wrong(
                $$"""{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polygon_mask","features":[{{feature}},{{feature}}]}]}"""
            )
            .Single();
        mistake.Path.ShouldStartWith("masks_original[0].features[1].geometry.coordinates[");
        mistake.Message.ShouldBe("is one polygon, ring or line too many: a mask set may have 1000000 of them");
    }

    [Fact]
    public void Geometries_of_a_collection_are_counted()
    {
        var parts = string.Join(',', Enumerable.Repeat("null", 1_000_001));
        Wrong(
                $$"""
                {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polygon_mask",
                "features":[{"geometry":{"type":"GeometryCollection","geometries":[{{parts}}]} }]}]}
                """
            )
            .Single()
            .Path.ShouldBe("masks_original[0].features[0].geometry.geometries[1000000]");
    }

    [Fact]
    public void Features_are_counted_over_all_masks_of_a_side()
    {
        var features = string.Join(',', Enumerable.Repeat("""{"geometry":null}""", 60_000));
        var mask = $$"""{"mask_type":"heatmap_mask","features":[{{features}}]}""";
        var mistake = Wrong($$"""{"algorithm_tech_name":"pores","masks_original":[{{mask}},{{mask}}]}""").Single();
        (mistake.Path, mistake.Message).ShouldBe(
            ("masks_original[1].features[40000]", "is one feature too many: a mask set may have 100000 features")
        );
    }

    [Fact]
    public void Cells_are_counted_over_all_grids_of_a_side()
    {
        var grid = $$"""{"width":1000,"height":1000,"encoding":"uint8","data":"{{Convert.ToBase64String(new byte[1_000_000])}}"}""";
        var mask = $$"""{"mask_type":"heatmap_mask","grid":{{grid}}}""";
        var mistake = Wrong($$"""{"algorithm_tech_name":"pores","masks_original":[{{string.Join(',', Enumerable.Repeat(mask, 5))}}]}""")
            .Single();
        (mistake.Path, mistake.Message).ShouldBe(
            ("masks_original[4].grid", "makes 5000000 cells in all grids of a mask set; at most 4000000 are allowed")
        );
    }

    [Theory]
    [InlineData("feedback", 70_000, "feedback", "has 70010 bytes; at most 65536 are allowed")]
    [InlineData("widget_meta", 20_000, "area_results[0].main_metric.widget_meta", "has 20010 bytes; at most 16384 are allowed")]
    [InlineData("units", 20_000, "area_results[0].main_metric.units", "has 20010 bytes; at most 16384 are allowed")]
    public void What_is_said_in_free_form_is_bounded(string key, int length, string path, string message)
    {
        var free = $$"""{"text":"{{new string('x', length - 1)}}"}""";
        var metric = $$"""{"name":"n","tech_name":"t","value":1{{(key == "feedback" ? "" : $",\"{key}\":{free}")}}}""";
        var mistake = Wrong(
                $$"""
                {"algorithm_tech_name":"pores"{{(key == "feedback" ? $",\"feedback\":{free}" : "")}},
                "area_results":[{"area_name":"face","main_metric":{{metric}}}]}
                """
            )
            .Single();
        (mistake.Path, mistake.Message).ShouldBe((path, message));
    }

    [Fact]
    public void A_result_without_its_masks_is_bounded_however_its_texts_are_spread()
    {
        var metric = $$"""
            {"name":"{{new string('n', 500)}}","tech_name":"t","value":"{{new string('v', 500)}}",
            "widget_meta":"{{new string('w', 15_000)}}"}
            """;
        var mistake = Wrong(
                $$"""
                {"algorithm_tech_name":"pores","area_results":[{"area_name":"face","main_metric":null,
                "sub_metrics":[{{string.Join(',', Enumerable.Repeat(metric, 20))}}]}]}
                """
            )
            .Single();
        mistake.Path.ShouldBeEmpty();
        mistake.Message.ShouldEndWith("bytes besides its masks; at most 262144 are allowed");
        // Masks are not counted there, twice the same key is.
        var points = string.Join(',', Enumerable.Repeat("[1,2]", 60_000));
        var masks = $$"""[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[{{points}}]} }]}]""";
        Read($$"""{"algorithm_tech_name":"pores","masks_original":{{masks}},"masks_restored":{{masks}}}""").ShouldBeEmpty();
        Wrong($$"""{"algorithm_tech_name":"pores","masks_original":{{masks}},"masks_original":[]}""")
            .Single()
            .Message.ShouldContain("besides its masks");
    }

    [Fact]
    public void JSON_values_are_counted_before_a_document_is_parsed()
    {
        var empties = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("[]", 5_000_000))}]");
        var before = GC.GetAllocatedBytesForCurrentThread();
        ResultJson.TryReadMasks(empties, out _, out var mistakes).ShouldBeFalse();
        mistakes.Single().ShouldBe(new ValidationError("", "has 10000001 JSON values; at most 8000000 are allowed"));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        ResultJson.TryReadMasks("[{"u8.ToArray(), out _, out mistakes).ShouldBeFalse();
        mistakes.Single().Message.ShouldBe("is not JSON");
    }

    [Fact]
    public void A_text_as_long_as_the_document_is_shown_in_a_few_characters_only()
    {
        var text = new string('ä', 3_000_000);
        var mistake = Wrong($$"""{"algorithm_tech_name":"pores","error":"{{text}}"}""");
        mistake.Select(m => m.Message).ShouldContain("has 3000000 characters; at most 512 are allowed");
        foreach (
            var wrong in Wrong(
                $$"""
                {"algorithm_tech_name":"pores","feedback":"{{text}}","{{text}}":1,"revision":{"{{text}}":1},
                "area_results":[{"area_name":"{{text}}"}]}
                """
            )
        )
            (wrong.Path + wrong.Message).Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void Thousands_of_unknown_keys_are_not_all_looked_at()
    {
        var keys = string.Join(',', Enumerable.Range(0, 900_000).Select(i => $"\"k{i}\":1"));
        using var document = JsonDocument.Parse($$"""{"algorithm_tech_name":"pores","masks_original":[{{{keys}}}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();
        ResultJson.TryRead(document.RootElement, out _, out var mistakes).ShouldBeFalse();
        mistakes.Single().ShouldBe(new ValidationError("masks_original[0]", "has more than 100 keys besides those of the documented form"));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Theory]
    [InlineData("""[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9]]]}}]}]""")]
    [InlineData("""[{"mask_type":"heatmap_mask","grid":{"width":2,"height":1,"values":[0,1]}}]""")]
    public void Reading_ends_when_it_is_asked_to(string masks)
    {
        using var document = JsonDocument.Parse(masks);
        Should.Throw<OperationCanceledException>(() =>
            ResultJson.TryReadMasks(document.RootElement, out _, out _, new CancellationToken(canceled: true))
        );
    }

    private static ValidationError[] Wrong(string json)
    {
        var mistakes = Read(json);
        mistakes.ShouldNotBeEmpty();
        return mistakes;
    }

    private static ValidationError[] Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        ResultJson.TryRead(document.RootElement, out _, out var mistakes);
        return [.. mistakes];
    }
}
