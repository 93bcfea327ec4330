using System.Text;

namespace Cutis.Server.Tests;

/// <summary>What is too much to be stored, told before it takes memory or time.</summary>
public class ResultLimitTests(TestServer server) : IClassFixture<TestServer>
{
    private string Path => $"{server.Company}/images/{server.Known.DemoImageId}/results/pores/";

    [Fact]
    public async Task Millions_of_polygons_without_a_vertex_are_refused_before_they_are_parsed()
    {
        // 24 MiB.
        var empties = string.Join(',', Enumerable.Repeat("[]", 8_000_000));
        var answer = await server.SendAsync(
            "PUT",
            Path,
            TestServer.Json(
                $$"""
                {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polygon_mask",
                "features":[{"geometry":{"type":"MultiPolygon","coordinates":[{{empties}}]} }]}]}
                """
            )
        );
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("result")[0].GetString()!.ShouldEndWith("JSON values; at most 8000000 are allowed");
    }

    [Fact]
    public async Task What_a_result_says_besides_its_masks_is_bounded()
    {
        var metrics = new StringBuilder();
        for (var i = 0; i < 100; i++)
            metrics
                .Append(i == 0 ? "" : ",")
                .Append($$"""{"name":"n","tech_name":"t{{i}}","value":1,"units":"{{new string('u', 10_000)}}"}""");
        var answer = await server.SendAsync(
            "PUT",
            Path,
            TestServer.Json(
                $$"""{"algorithm_tech_name":"pores","area_results":[{"area_name":"face","main_metric":null,"sub_metrics":[{{metrics}}]}]}"""
            )
        );
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("result")[0].GetString()!.ShouldEndWith("bytes besides its masks; at most 262144 are allowed");

        answer = await server.SendAsync(
            "PUT",
            Path,
            TestServer.Json($$"""{"algorithm_tech_name":"pores","feedback":{"log":"{{new string('x', 100_000)}}"} }""")
        );
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("feedback")[0].GetString().ShouldBe("has 100010 bytes; at most 65536 are allowed");
    }
}
