using System;

namespace Cutis.Server.Tests;

/// <summary>A full gate, slow masks, and the cache in front.</summary>
public class OverloadTests : TestServer
{
    public OverloadTests()
    {
        Settings["Rasterisation:Concurrency"] = "1";
        Settings["Rasterisation:Queue"] = "1";
        Settings["Rasterisation:TimeLimit"] = "00:00:20";
        Settings["RateLimit:PerMinute"] = "0";
    }

    [Fact]
    public async Task A_full_gate_turns_pictures_away_with_a_time_to_come_back()
    {
        var image = await UploadAsync(Photos.Png(3000, 2000, 90));
        await PutResultAsync(image, "acne", """{"algorithm_tech_name":"acne","masks_original":[]}""");
        var masks = string.Join(
            ',',
            Enumerable.Range(0, 12).Select(i => $$"""{"algorithm_tech_name":"acne","polyline_line_thickness":0.0{{i + 10}}}""")
        );
        var urls = (await MasksOfAsync(image, $"[{masks}]")).Select(a => a.GetProperty("masked_image_url").GetString()!).ToArray();
        var answers = await Task.WhenAll(urls.Select(url => SendAsync("GET", url, token: "")));
        answers.Count(a => a.Status == 200).ShouldBeGreaterThanOrEqualTo(2);
        var busy = answers.Where(a => a.Status != 200).ToArray();
        busy.ShouldNotBeEmpty();
        foreach (var answer in busy)
        {
            (answer.Status, answer.Text).ShouldBe((503, """{"detail":"The server is busy; try again shortly"}"""));
            answer.Headers.RetryAfter.ShouldNotBeNull();
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        // Nothing of it is remembered.
        (await SendAsync("GET", urls[^1], token: "")).Status.ShouldBe(200);
    }
}
