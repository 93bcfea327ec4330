using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Platform.Capacity;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>
/// Requests for pictures that are cropped to their masks, which have to be read for the answer: heavy work like any other.
/// </summary>
public class MaskCropTests : TestServer
{
    private const string Cropped = """[{"algorithm_tech_name":"pores","crop":"mask"}]""";

    private const string Square =
        """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[10,10],[30,10],[30,30],[10,30]]]}}]}]""";

    public MaskCropTests()
    {
        Settings["Rasterisation:Concurrency"] = "1";
        Settings["Admission:WaitLimit"] = "00:00:00.3";
        Settings["RateLimit:PerMinute"] = "0";
    }

    [Fact]
    public async Task Masks_are_read_in_a_turn_and_once()
    {
        var image = await ImageAsync();
        Answer busy;
        using (await TakeAllAsync())
        {
            busy = await AskAsync(image, Cropped);
            (await AskAsync(image, """[{"algorithm_tech_name":"pores"}]""")).Status.ShouldBe(200, "nothing is read for it");
        }

        (busy.Status, busy.Text).ShouldBe((503, """{"detail":"The server is busy; try again shortly"}"""));
        busy.Headers.RetryAfter.ShouldNotBeNull();
        (await AskAsync(image, Cropped)).Status.ShouldBe(200);
        using (await TakeAllAsync())
            (await AskAsync(image, Cropped)).Status.ShouldBe(200, "the box is known");
    }

    [Fact]
    public async Task Masks_that_take_too_long_are_errors_of_their_own()
    {
        var image = await ImageAsync();
        await StoreAsync(image, "acne", ManyPoints());
        Settings["Rasterisation:TimeLimit"] = "00:00:00.2";
        await RestartAsync();
        // A busy machine may be too slow for the small one too, but not again and again.
        for (var i = 0; i < 20 && ErrorCode((await MasksOfAsync(image, Cropped))[0]) is not null; i++)
            Clock.Now += TimeSpan.FromHours(1);
        for (var i = 0; i < 2; i++)
        {
            var answers = await MasksOfAsync(
                image,
                """[{"algorithm_tech_name":"acne","crop":"mask"},{"algorithm_tech_name":"pores","crop":"mask"}]"""
            );
            ErrorCode(answers[0]).ShouldBe("mask_too_slow");
            answers[0].GetProperty("masked_image_url").ValueKind.ShouldBe(JsonValueKind.Null);
            ErrorCode(answers[1]).ShouldBeNull();
            answers[1].GetProperty("masked_image_url").ValueKind.ShouldBe(JsonValueKind.String, "the other entry is left alone");
        }
    }

    [Fact]
    public async Task The_size_of_an_answer_is_bounded()
    {
        var image = await ImageAsync();
        var metrics = string.Join(
            ',',
            Enumerable
                .Range(0, 200)
                .Select(i => $$"""{"name":"{{new string('n', 500)}}","tech_name":"t{{i}}","value":"{{new string('v', 500)}}"}""")
        );
        var result = $$"""
            {"algorithm_tech_name":"acne","area_results":[{"area_name":"face","main_metric":null,
            "sub_metrics":[{{metrics}}]}],"masks_original":{{Square}}}
            """;
        await PutResultAsync(image, "acne", result);
        string Entries(string more) => $"[{string.Join(',', Enumerable.Repeat($$"""{"algorithm_tech_name":"acne"{{more}} }""", 100))}]";
        var refused = await AskAsync(image, Entries(""));
        refused.Status.ShouldBe(422, "an answer of 20 MiB");
        var mistake = refused.Json.GetProperty("detail")[0];
        mistake.GetProperty("loc")[1].GetString().ShouldBe("masks");
        mistake.GetProperty("type").GetString().ShouldBe("answer_too_large");
        mistake.GetProperty("msg").GetString()!.ShouldMatch("^The answer would have [0-9]+ bytes; at most 8388608 are allowed");
        (await AskAsync(image, Entries(",\"sub_metrics\":false"))).Status.ShouldBe(200);
        (await MasksOfAsync(image, """[{"algorithm_tech_name":"acne"}]"""))[0].GetProperty("sub_metrics").GetArrayLength().ShouldBe(200);
    }

    private static string? ErrorCode(JsonElement answer) => answer.GetProperty("feedback").GetProperty("error_code").GetString();

    // A million points, 26 MiB.
    private static string ManyPoints()
    {
        var points = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"[{i % 79}.12345678901,{i % 39}.1234567890]"));
        return """[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[""" + points + """]}}]}]""";
    }

    private async Task<Guid> ImageAsync()
    {
        var image = await UploadAsync(Photos.GreyPng);
        await PutResultAsync(image, "pores", $$"""{"algorithm_tech_name":"pores","masks_original":{{Square}}}""");
        return image;
    }

    private Task<Answer> AskAsync(Guid image, string masks) => MasksAsync($$"""{"image_id":"{{image}}","masks":{{masks}}}""");

    // Past the endpoint, which has a time limit of its own.
    private async Task StoreAsync(Guid id, string algorithm, string masks)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = Known.CompanyId;
        var image = await scope.ServiceProvider.GetRequiredService<CutisDb>().Images.FirstAsync(i => i.Id == id);
        using var document = JsonDocument.Parse($$"""{"algorithm_tech_name":"{{algorithm}}","masks_original":{{masks}}}""");
        ResultJson.TryRead(document.RootElement, out var read, out _).ShouldBeTrue();
        AlgorithmName.TryParse(algorithm, out var name).ShouldBeTrue();
        await scope.ServiceProvider.GetRequiredService<ResultStore>().PutAsync(image, name, read!, default);
    }

    // Somebody else's work on all threads.
    private async Task<Turn> TakeAllAsync() =>
        (
            await Services
                .GetRequiredService<Admission>()
                .EnterAsync(new Work(Guid.NewGuid(), 1) { TimeLimit = Timeout.InfiniteTimeSpan }, default)
        ).Turn!;
}
