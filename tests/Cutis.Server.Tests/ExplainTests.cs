using System;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>What stands at a point of a photo, with shapes of which everything is known.</summary>
public class ExplainTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Masks = """
        [
          {"name": "Spots", "tech_name": "spots", "mask_type": "polygon_mask", "fill": "#ff0000", "view_box": "0 0 10 10", "features": [
             {"properties": {"intensity": 1}, "geometry": {"type": "Polygon", "coordinates":
               [[[0,0],[4,0],[4,4],[0,4],[0,0]], [[1,1],[2,1],[2,2],[1,2],[1,1]]]}},
             {"properties": {"intensity": 0.5}, "geometry": {"type": "Polygon", "coordinates": [[[5,5],[7,5],[7,7],[5,7],[5,5]]]}}]},
          {"name": "Lines", "tech_name": "lines", "mask_type": "polyline_mask", "fill": "#00ff00", "view_box": "0 0 10 10", "features": [
             {"geometry": {"type": "LineString", "coordinates": [[0,9],[10,9]]}}]}
        ]
        """;

    private async Task<Guid> ImageAsync()
    {
        var image = await server.UploadAsync(Photos.GreyJpeg);
        await server.PutResultAsync(
            image,
            "moles",
            $$"""
            {"algorithm_tech_name": "moles", "area_results": [
              {"area_name": "face", "sub_metrics": [],
               "main_metric": {"name": "Score", "tech_name": "score", "value": 71, "widget_type": "bad_good_line"} },
              {"area_name": "nose", "main_metric": null,
               "sub_metrics": [{"name": "Count", "tech_name": "count", "value": 2, "widget_type": null}] },
              {"area_name": "chin", "main_metric": null, "sub_metrics": []}],
             "masks_original": {{Masks}}}
            """
        );
        await server.PutResultAsync(
            image,
            "front_face_areas",
            """
            {"algorithm_tech_name": "front_face_areas", "area_results": [], "masks_original": [
              {"name": "Nose", "tech_name": "nose_original", "mask_type": "polygon_mask", "view_box": "0 0 1 1",
               "features": [{"geometry": {"type": "Polygon", "coordinates": [[[0,0],[0.5,0],[0.5,0.5],[0,0.5],[0,0]]]}}]}]}
            """
        );
        return image;
    }

    private async Task<JsonElement> ExplainAsync(Guid image, string query)
    {
        var answer = await server.SendAsync("GET", $"{server.Company}/images/{image}/explain/?{query}");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Explanation");
        return answer.Json;
    }

    [Fact]
    public async Task The_shape_at_a_point_is_told_with_its_measure_its_share_and_its_area()
    {
        var image = await ImageAsync();
        var found = await ExplainAsync(image, "x=0.3&y=0.3&near=0");
        var (width, height) = (found.GetProperty("width").GetDouble(), found.GetProperty("height").GetDouble());
        found.GetProperty("area_names").EnumerateArray().Select(a => a.GetString()).ShouldBe(["nose"]);
        var moles = found.GetProperty("algorithms").EnumerateArray().Single();
        moles.GetProperty("algorithm_tech_name").GetString().ShouldBe("moles");
        var areas = moles.GetProperty("areas").EnumerateArray().ToArray();
        areas.Select(a => a.GetProperty("area_name").GetString()).ShouldBe(["face", "nose"]);
        areas[0].GetProperty("main_metric").GetProperty("value").GetInt32().ShouldBe(71);
        areas[1].GetProperty("sub_metrics")[0].GetProperty("value").GetInt32().ShouldBe(2);
        var shape = moles.GetProperty("shapes").EnumerateArray().Single();
        shape.GetProperty("mask_tech_name").GetString().ShouldBe("spots");
        (shape.GetProperty("mask_index").GetInt32(), shape.GetProperty("feature_index").GetInt32()).ShouldBe((0, 0));
        (shape.GetProperty("covers").GetBoolean(), shape.GetProperty("distance").GetDouble()).ShouldBe((true, 0));
        shape.GetProperty("area").GetDouble().ShouldBe(15 * width * height / 100, 0.001);
        shape.GetProperty("length").ValueKind.ShouldBe(JsonValueKind.Null);
        shape.GetProperty("share").GetDouble().ShouldBe(15.0 / 17, 0.0001, "the other one has four units at half intensity");
    }

    [Fact]
    public async Task A_hole_is_no_part_of_a_shape_and_lines_are_near()
    {
        var image = await ImageAsync();
        (await ExplainAsync(image, "x=0.15&y=0.15&near=0")).GetProperty("algorithms")[0].GetProperty("shape_count").GetInt32().ShouldBe(0);
        var near = (await ExplainAsync(image, "x=0.5&y=0.92&near=0.1&algorithm=moles")).GetProperty("algorithms")[0].GetProperty("shapes")[
            0
        ];
        near.GetProperty("mask_type").GetString().ShouldBe("polyline_mask");
        near.GetProperty("covers").GetBoolean().ShouldBeFalse();
        near.GetProperty("distance").GetDouble().ShouldBeGreaterThan(0);
        near.GetProperty("share").GetDouble().ShouldBe(1);
        var far = await ExplainAsync(image, "x=0.5&y=0.8&near=0.01");
        far.GetProperty("area_names").GetArrayLength().ShouldBe(0);
        far.GetProperty("algorithms")[0].GetProperty("shapes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_demo_photo_is_explained_on_both_photos()
    {
        foreach (var type in new[] { "original", "restored" })
        {
            var found = await ExplainAsync(server.Known.DemoImageId, $"x=0.5&y=0.5&image_type={type}&near=0.1");
            found.GetProperty("image_type").GetString().ShouldBe(type);
        }
    }

    [Theory]
    [InlineData("", "x y")]
    [InlineData("x=0.5", "y")]
    [InlineData("x=1.1&y=-0.1", "x y")]
    [InlineData("x=a&y=NaN", "x y")]
    [InlineData("x=0&y=0&near=0.2", "near")]
    [InlineData("x=0&y=0&image_type=aligned", "image_type")]
    [InlineData("x=0&y=0&z=0", "z")]
    public async Task A_question_that_is_wrong_names_its_parameters(string query, string fields)
    {
        var answer = await server.SendAsync("GET", $"{server.Company}/images/{server.Known.DemoImageId}/explain/?{query}");
        answer.Status.ShouldBe(400, answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
    }

    [Theory]
    [InlineData("algorithm=nothing")]
    [InlineData("algorithm=a%20b")]
    [InlineData("image_type=restored")]
    public async Task What_is_not_there_is_404(string query)
    {
        var image = await server.UploadAsync(Photos.GreyJpeg);
        var answer = await server.SendAsync("GET", $"{server.Company}/images/{image}/explain/?x=0&y=0&{query}");
        answer.Status.ShouldBe(404, answer.Text);
    }
}
