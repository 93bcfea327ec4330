using System.Net.Http.Headers;
using System.Text;

namespace Cutis.Server.Tests;

/// <summary>JSON as editors and libraries write it, and refusals that say what is wrong.</summary>
public class JsonBodyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Result = """{"algorithm_tech_name":"acne","masks_original":[]}""";

    private string Path => $"{server.Company}/images/{server.Known.DemoImageId}/results/acne/";

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        (await server.SendAsync("PUT", Path, Body([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Result)]))).Status.ShouldBe(200);
        var masks = $$"""{"image_id":"{{server.Known.DemoImageId}}","masks":[{"algorithm_tech_name":"acne"}]}""";
        (await server.SendAsync("POST", server.MasksPath, Body([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(masks)]))).Status.ShouldBe(200);
        (await server.SendAsync("PATCH", $"{server.Company}/settings/", Body([0xEF, 0xBB, 0xBF, .. "{}"u8]))).Status.ShouldBe(200);
        (
            await server.SendAsync(
                "POST",
                $"{server.Company}/images/{server.Known.DemoImageId}/compute/",
                Body([0xEF, 0xBB, 0xBF, .. "{}"u8])
            )
        ).Status.ShouldBeOneOf(200, 202);
    }

    [Fact]
    public async Task A_byte_order_mark_before_nothing_or_twice_is_not_JSON()
    {
        foreach (
            var bytes in (byte[][])
                [
                    [0xEF, 0xBB, 0xBF],
                    [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Result)],
                ]
        )
        {
            var answer = await server.SendAsync("PUT", Path, Body(bytes));
            answer.Status.ShouldBe(400);
            answer.Json.GetProperty("result")[0].GetString().ShouldBe("Is not JSON.");
        }
    }

    [Theory]
    [InlineData(65)]
    [InlineData(5000)]
    public async Task What_is_nested_too_deep_is_told_from_what_is_not_JSON(int levels)
    {
        var deep = $"{new string('[', levels)}{new string(']', levels)}";
        const string Message = "The document is nested more than 64 levels deep; at most 64 are allowed.";
        var result = await server.SendAsync("PUT", Path, Body(Encoding.UTF8.GetBytes(deep)));
        result.Status.ShouldBe(400);
        result.Json.GetProperty("body")[0].GetString().ShouldBe(Message);
        var masks = await server.SendAsync(
            "POST",
            server.MasksPath,
            Body(Encoding.UTF8.GetBytes($$"""{"image_id":"\u00e9","masks":{{deep}}}"""))
        );
        masks.Status.ShouldBe(422);
        OpenApi.ShouldFit(masks.Json, "ValidationError");
        (
            masks.Json.GetProperty("detail")[0].GetProperty("msg").GetString(),
            masks.Json.GetProperty("detail")[0].GetProperty("type").GetString()
        ).ShouldBe((Message, "json_depth"));
        (await server.SendAsync("PUT", Path, Body(Encoding.UTF8.GetBytes(new string('[', levels)))))
            .Json.GetProperty("result")[0]
            .GetString()
            .ShouldBe("Is not JSON.");
    }

    private static ByteArrayContent Body(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
