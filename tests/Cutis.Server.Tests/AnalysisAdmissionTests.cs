using System;
using Cutis.Platform.Capacity;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Analyses beside other heavy work.</summary>
public class AnalysisAdmissionTests : TestServer
{
    private static readonly byte[] Face = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));

    public AnalysisAdmissionTests()
    {
        Settings["Rasterisation:Concurrency"] = "1";
        Settings["Admission:WaitLimit"] = "00:00:00.1";
        // Less than an analysis is thought to take.
        Settings["Admission:MemoryBytes"] = $"{128 << 20}";
    }

    [Fact]
    public async Task An_analysis_waits_for_its_turn_as_long_as_it_takes()
    {
        var image = await UploadAsync(Face);
        var admission = Services.GetRequiredService<Admission>();
        var (turn, _) = await admission.EnterAsync(new Work(Guid.NewGuid(), 1) { TimeLimit = Timeout.InfiniteTimeSpan }, default);
        string status;
        using (turn)
        {
            (await SendAsync("POST", $"{Company}/images/{image}/compute/", Json("""{"algorithms":["lines"]}"""))).Status.ShouldBe(202);
            // Longer than an impatient request may wait.
            for (var i = 0; (status = await StatusAsync(image)) != "running" && i < 600; i++)
                await Task.Delay(50);
            await Task.Delay(1000);
            (status, await StatusAsync(image)).ShouldBe(("running", "running"));
        }

        for (var i = 0; (status = await StatusAsync(image)) == "running" && i < 1200; i++)
            await Task.Delay(50);
        status.ShouldBe("done");
        admission.Bytes.ShouldBe(0);
    }

    private async Task<string> StatusAsync(Guid image) =>
        (await SendAsync("GET", $"{Company}/images/{image}/compute/")).Json.GetProperty("status").GetString()!;
}
