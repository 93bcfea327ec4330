using System;
using System.Collections.Concurrent;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Requests for one image at the same time: each gets an answer of its own, and what was erased stays erased.</summary>
public class ErasureRaceTests : TestServer
{
    private const int Images = 80;

    public ErasureRaceTests() => Settings["RateLimit:PerMinute"] = "0";

    private static string Pores(int seed) =>
        $$"""
            {"algorithm_tech_name":"pores",
             "masks_original":[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[[{{seed}},2]]} }]}]}
            """;

    private string Folder(Guid image) => Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{image}");

    [Fact]
    public async Task Eighty_erasures_that_race_writes_leave_no_row_and_no_file()
    {
        var images = new List<Guid>();
        for (var i = 0; i < Images; i++)
            images.Add(await UploadAsync(Photos.GreyPng));
        var statuses = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            images,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (image, _) =>
            {
                var path = $"{Company}/images/{image}/";
                var work = new List<Task>();
                for (var i = 0; i < 4; i++)
                {
                    var (result, photo) = (Json(Pores(i)), new ByteArrayContent(Photos.Png(80, 40, (byte)i)));
                    work.Add(NoteAsync("write", () => SendAsync("PUT", $"{path}results/pores/", result)));
                    work.Add(NoteAsync("write", () => SendAsync("PUT", $"{path}restored/", photo)));
                    if (i == 1)
                        work.Add(NoteAsync("erase", () => SendAsync("DELETE", path)));
                }

                await Task.WhenAll(work);
            }
        );

        statuses.Distinct().Except(["erase 204", "write 200", "write 410"]).ShouldBeEmpty();
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var results = await db.Results.IgnoreQueryFilters().CountAsync(r => images.Contains(r.ImageId));
        results.ShouldBe(0, "a result of an erased image is health data that stays");
        (await db.Images.IgnoreQueryFilters().CountAsync(i => images.Contains(i.Id) && i.ErasedAt != null)).ShouldBe(Images);
        images.Where(image => Directory.Exists(Folder(image))).ShouldBeEmpty("no photo and no mask of an erased image stays");

        async Task NoteAsync(string what, Func<Task<Answer>> send) => statuses.Add($"{what} {(await send()).Status}");
    }

    [Theory]
    [InlineData("PUT of a new result", "200")]
    [InlineData("DELETE of a result", "204 404")]
    [InlineData("DELETE of an image", "204 410")]
    [InlineData("PUT of a restored photo", "200")]
    public async Task Equal_requests_at_once_are_each_answered(string what, string allowed)
    {
        var statuses = new ConcurrentBag<int>();
        for (var round = 0; round < 10; round++)
        {
            var image = await UploadAsync(Photos.GreyPng);
            var path = $"{Company}/images/{image}/";
            if (what == "DELETE of a result")
                await PutResultAsync(image, "pores", Pores(1));
            await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(async i =>
                        statuses.Add(
                            (
                                await (
                                    what switch
                                    {
                                        "PUT of a new result" => SendAsync("PUT", $"{path}results/pores/", Json(Pores(i % 2))),
                                        "DELETE of a result" => SendAsync("DELETE", $"{path}results/pores/"),
                                        "DELETE of an image" => SendAsync("DELETE", path),
                                        _ => SendAsync("PUT", $"{path}restored/", new ByteArrayContent(Photos.Png(80, 40, (byte)(i % 2)))),
                                    }
                                )
                            ).Status
                        )
                    )
            );
        }

        var expected = allowed.Split(' ').Select(int.Parse).ToArray();
        statuses.ShouldAllBe(s => expected.Contains(s), string.Join(' ', statuses.GroupBy(s => s).Select(g => $"{g.Key}×{g.Count()}")));
        if (expected.Length == 2)
            statuses.Count(s => s == expected[0]).ShouldBe(10, "of equal requests one does it");
    }

    [Fact]
    public async Task An_upload_whose_client_leaves_after_the_photo_is_stored_is_recorded()
    {
        var images = Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images");
        var before = Directory.GetDirectories(images).Length;
        // The client leaves while the record waits for its turn.
        var turn = new TaskCompletionSource();
        var held = Services
            .GetRequiredService<WriteLock>()
            .RunAsync(
                async () =>
                {
                    await turn.Task;
                    return 0;
                },
                default
            );
        using var leave = new CancellationTokenSource();
        using var client = new HttpClient { BaseAddress = Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Known.PrivateToken);
        using var body = new ByteArrayContent(Photos.Png(300, 200, 7));
        var upload = client.PostAsync($"{Company}/images/?name=left.png", body, leave.Token);
        for (var i = 0; i < 600 && Directory.GetDirectories(images).Length == before; i++)
            await Task.Delay(20);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => upload);
        await Task.Delay(500);
        turn.SetResult();
        await held;

        for (var i = 0; i < 300 && await CountAsync() == 0; i++)
            await Task.Delay(20);
        (await CountAsync()).ShouldBe(1, "the photo is stored, so it is recorded");

        async Task<int> CountAsync() => (await SendAsync("GET", $"{Company}/images/?q=left.png")).Json.GetProperty("count").GetInt32();
    }
}
