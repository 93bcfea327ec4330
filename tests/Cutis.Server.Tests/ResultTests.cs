using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Bring your own masks: what is stored, what is refused.</summary>
public class ResultTests(TestServer server) : IClassFixture<TestServer>
{
    private string Path(string algorithm) => $"{server.Company}/images/{server.Known.DemoImageId}/results/{algorithm}/";

    [Fact]
    public async Task A_result_comes_back_as_it_was_put()
    {
        const string result =
            """{"algorithm_tech_name":"freckles","image_type":"selfie","area_results":"""
            + """[{"area_name":"face","main_metric":{"value":1.50,"widget_type":"""
            + """null,"name":"Ä \"q\"","tech_name":"t","widget_meta":{"any":[1]},"units":null},"sub_metrics":"""
            + """null}],"masks_restored":null,"masks_original":"""
            + """[{"mask_type":"point_mask","features":"""
            + """[{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[1.250,2],"""
            + """[3,4,0.5]]},"properties":null}],"view_box":"0 0 512 600","name":null,"tech_name":"m","fill":"""
            + """null,"type":"FeatureCollection"}]}""";
        await server.PutResultAsync(server.Known.DemoImageId, "freckles", result);
        var got = await server.SendAsync("GET", Path("freckles"));
        got.Status.ShouldBe(200);
        OpenApi.ShouldFit(got.Json, "Result");
        JsonElement.DeepEquals(got.Json, JsonDocument.Parse(result).RootElement).ShouldBeTrue(got.Text);

        var list = await server.SendAsync("GET", $"{server.Company}/images/{server.Known.DemoImageId}/results/");
        OpenApi.ShouldFit(list.Json, "StoredResult", isList: true);
        list.Json.EnumerateArray().Select(r => r.GetProperty("algorithm_tech_name").GetString()).ShouldContain("freckles");
        (await server.SendAsync("DELETE", Path("freckles"))).Status.ShouldBe(204);
        (await server.SendAsync("GET", Path("freckles"))).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", Path("freckles"))).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("[]", "null")]
    [InlineData("null", "[]")]
    [InlineData("[]", "[]")]
    public async Task A_result_without_masks_comes_back_whole(string original, string restored)
    {
        var result = $$"""{"algorithm_tech_name":"freckles","masks_original":{{original}},"masks_restored":{{restored}}}""";
        await server.PutResultAsync(server.Known.DemoImageId, "freckles", result);
        var got = await server.SendAsync("GET", Path("freckles"));
        got.ContentHeaders.ContentLength.ShouldBe(got.Bytes.Length);
        got.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
        JsonElement.DeepEquals(got.Json, JsonDocument.Parse(result).RootElement).ShouldBeTrue(got.Text);
    }

    [Fact]
    public async Task The_results_of_the_demo_fit_the_description()
    {
        using var results = GraceHopper.Results();
        OpenApi.ShouldFit(results.RootElement, "Result", isList: true);
        foreach (var name in results.RootElement.EnumerateArray().Select(r => r.GetProperty("algorithm_tech_name").GetString()!))
            (await server.SendAsync("GET", Path(name))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("x", "result", "Is not JSON.")]
    [InlineData("[]", "result", "must be an object, not a list")]
    [InlineData("{}", "algorithm_tech_name", "is missing")]
    [InlineData(
        """{"algorithm_tech_name":"acne"}""",
        "algorithm_tech_name",
        "Is \"acne\" in the result and \"pores\" in the path; they must name the same algorithm."
    )]
    [InlineData("""{"algorithm_tech_name":"pores","revision":7}""", "revision", "must be a text, not 7")]
    [InlineData(
        """{"algorithm_tech_name":"pores","area_results":"""
            + """[{"area_name":"face","main_metric":{"name":"n","tech_name":"t","value":1,"widget_show":"yes"}}]}""",
        "area_results[0].main_metric.widget_show",
        "must be true, false or null, not \"yes\""
    )]
    [InlineData(
        """{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"area","features":[]}]}""",
        "masks_original[0].mask_type",
        "must be one of polygon_mask, polyline_mask, point_mask, heatmap_mask, not \"area\""
    )]
    [InlineData(
        """{"algorithm_tech_name":"pores","masks_restored":"""
            + """[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,"x"]]}}]}]}""",
        "masks_restored[0].features[0].geometry.coordinates[1]",
        "must hold numbers from -1e7 to 1e7, not \"x\""
    )]
    public async Task A_mistake_is_named_by_its_place(string body, string field, string message)
    {
        var answer = await server.SendAsync("PUT", Path("pores"), TestServer.Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty(field)[0].GetString().ShouldBe(message);
    }

    [Fact]
    public async Task A_name_that_cannot_be_one_is_refused()
    {
        (await server.SendAsync("PUT", Path("a%20b"), TestServer.Json("{}"))).Status.ShouldBe(400);
        (await server.SendAsync("PUT", Path(new string('a', 101)), TestServer.Json("{}"))).Status.ShouldBe(400);
        (await server.SendAsync("PUT", Path("..%2f..%2fx"), TestServer.Json("{}"))).Status.ShouldBeOneOf(400, 404);
    }

    [Fact]
    public async Task Ten_thousand_shapes_are_stored_and_drawn()
    {
        var random = new Random(1);
        var points = string.Join(',', Enumerable.Range(0, 10_000).Select(_ => $"[{random.Next(512)},{random.Next(600)},1]"));
        await server.PutResultAsync(
            server.Known.DemoImageId,
            "moles",
            """{"algorithm_tech_name":"moles","masks_original":"""
                + """[{"mask_type":"point_mask","features":"""
                + $$$"""[{"geometry":{"type":"MultiPoint","coordinates":[{{{points}}}]}}]}]}"""
        );
        var answer = (await server.MasksOfAsync(server.Known.DemoImageId, """[{"algorithm_tech_name":"moles"}]"""))[0];
        answer.GetProperty("feedback").GetProperty("shapes").GetInt32().ShouldBe(10_000);
        (await server.PictureAsync(answer)).Length.ShouldBeGreaterThan(10_000);
    }
}
