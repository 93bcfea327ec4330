using System;
using System.Diagnostics;
using Cutis.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A probe is not left waiting.</summary>
public class ReadinessTests : TestServer
{
    [Fact]
    public async Task A_probe_is_told_no_when_the_database_is_held_for_long()
    {
        var held = new TaskCompletionSource();
        var holding = Services
            .GetRequiredService<WriteLock>()
            .RunAsync(
                async () =>
                {
                    await held.Task;
                    return 0;
                },
                default
            );
        var start = Stopwatch.GetTimestamp();
        var answer = await SendAsync("GET", "/health/ready", token: "");
        (answer.Status, answer.Json.GetProperty("detail").GetString()).ShouldBe((503, "no answer in 5 seconds"));
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        (await SendAsync("GET", "/health/live", token: "")).Status.ShouldBe(200);
        held.SetResult();
        await holding;
    }
}
