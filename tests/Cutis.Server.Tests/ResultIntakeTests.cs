using System.Net;
using System.Net.Http.Headers;
using Cutis.Platform.Capacity;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Results that are large enough to be heavy work.</summary>
public class ResultIntakeTests : TestServer
{
    // Enough to read small results and photos, too little for a result of several MiB.
    private const long Memory = 64 << 20;

    public ResultIntakeTests()
    {
        Settings["Rasterisation:Concurrency"] = "1";
        Settings["Admission:MemoryBytes"] = $"{Memory}";
        Settings["Admission:WaitLimit"] = "00:00:00.3";
        Settings["RateLimit:PerMinute"] = "0";
    }

    private string Path => $"{Company}/images/{Known.DemoImageId}/results/pores/";

    [Fact]
    public async Task A_large_result_is_read_in_a_turn()
    {
        using (await TakeAllAsync())
        {
            var busy = await SendAsync("PUT", Path, Json(Result(20_000)));
            (busy.Status, busy.Text).ShouldBe((503, """{"detail":"The server is busy; try again shortly"}"""));
            busy.Headers.RetryAfter.ShouldNotBeNull();
            (await SendAsync("PUT", Path, Json(Result(3)))).Status.ShouldBe(200, "it is small");
        }

        (await SendAsync("PUT", Path, Json(Result(20_000)))).Status.ShouldBe(200);
        (await SendAsync("GET", Path))
            .Json.GetProperty("masks_original")[0]
            .GetProperty("features")[0]
            .GetProperty("geometry")
            .GetProperty("coordinates")
            .GetArrayLength()
            .ShouldBe(20_000);
    }

    [Fact]
    public async Task A_result_that_takes_more_memory_than_there_is_is_told_so()
    {
        var answer = await SendAsync("PUT", Path, Json(Result(400_000)));
        answer.Status.ShouldBe(413, answer.Text);
        answer
            .Json.GetProperty("result")[0]
            .GetString()!
            .ShouldMatch("^The result is too large. This takes about [0-9]+ MiB of memory; at most 48 MiB are allowed.$");
    }

    [Fact]
    public async Task A_large_result_of_unknown_length_is_checked_like_any_other()
    {
        using var broken = new StringContent(new string('[', 100_000));
        broken.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Put, Path) { Content = broken };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Known.PrivateToken);
        using var response = await Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Result(int points)
    {
        var all = string.Join(',', Enumerable.Range(0, points).Select(i => $"[{i % 500},{i % 600},3]"));
        return """
            {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"point_mask","features":[
              {"geometry":{"type":"MultiPoint","coordinates":[{{all}}]}}]}]}
            """.Replace("{{all}}", all, StringComparison.Ordinal);
    }

    private async Task<Turn> TakeAllAsync() =>
        (
            await Services
                .GetRequiredService<Admission>()
                .EnterAsync(new Work(Guid.NewGuid(), 1) { TimeLimit = Timeout.InfiniteTimeSpan }, default)
        ).Turn!;
}
