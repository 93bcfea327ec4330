using System;
using System.Text.Json;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cutis.Server.Tests.UsedDataFolder;

namespace Cutis.Server.Tests;

/// <summary>What the server tidies up, when, and what it leaves alone; with a clock that is moved.</summary>
public class SweepTests : TestServer
{
    public SweepTests()
    {
        // Files have the time of the machine, so the clock begins there.
        Clock.Now = TimeProvider.System.GetUtcNow();
        Settings["Files:Lifetime"] = "6.00:00:00";
        Settings["RateLimit:PerMinute"] = "0";
    }

    private string Images => Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images");

    private string Aside => Path.Combine(Data, "objects/aside");

    private string[] FilesOf(Guid image) =>
        [.. Directory.GetFiles(Path.Combine(Images, $"{image}"), "*", SearchOption.AllDirectories).Order()];

    private async Task<Swept> SweepAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ObjectSweeper>().SweepAsync(default);
    }

    private static string Stray(string folder, string kind = "photos", string extension = "")
    {
        var path = Path.Combine(folder, kind, $"{Guid.NewGuid():N}{Guid.NewGuid():N}{extension}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "stray");
        return path;
    }

    [Fact]
    public async Task A_photo_without_a_record_is_moved_aside_kept_for_days_and_can_be_put_back()
    {
        var stray = Stray(Path.Combine(Images, $"{Guid.NewGuid()}"));
        (await SweepAsync()).ShouldBe(default, "somebody may be about to record it");
        File.Exists(stray).ShouldBeTrue();

        Clock.Now = Clock.Now.AddMinutes(11);
        (await SweepAsync()).Aside.ShouldBe(1);
        var moved = Path.Combine(Aside, $"{Clock.Now:yyyy-MM-dd}", Path.GetRelativePath(Path.Combine(Data, "objects"), stray));
        File.ReadAllText(moved).ShouldBe("stray");
        Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(stray))).ShouldBeFalse();

        Clock.Now = Clock.Now.AddDays(6.9);
        (await SweepAsync()).Purged.ShouldBe(0);
        File.Exists(moved).ShouldBeTrue();
        Clock.Now = Clock.Now.AddDays(1.2);
        (await SweepAsync()).Purged.ShouldBe(1);
        File.Exists(moved).ShouldBeFalse();
    }

    [Fact]
    public async Task Masks_and_photos_that_no_record_of_a_living_image_names_are_moved_aside_too()
    {
        var image = await UploadAsync(Photos.GreyPng);
        await PutResultAsync(image, "pores", Dots(1));
        var kept = FilesOf(image);
        var (photo, masks) = (Stray(Path.Combine(Images, $"{image}")), Stray(Path.Combine(Images, $"{image}"), "masks", ".json"));
        Clock.Now = Clock.Now.AddMinutes(11);
        (await SweepAsync()).Aside.ShouldBe(2);
        FilesOf(image).ShouldBe(kept);
        foreach (var file in new[] { photo, masks })
            LyingAside(file).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_live_url_may_need_stays_and_is_freed_after_that()
    {
        var image = await UploadAsync(Photos.GreyPng);
        for (var i = 0; i < 7; i++)
            await PutResultAsync(image, "pores", Dots(i));
        for (var i = 0; i < 5; i++)
            await PutRestoredAsync(image, (byte)i);
        await PutResultAsync(image, "pores", Dots(7));
        var answer = (await MasksOfAsync(image, """[{"algorithm_tech_name":"pores"}]"""))[0];
        var picture = await PictureAsync(answer);
        (await SendAsync("DELETE", $"{Company}/images/{image}/results/pores/")).Status.ShouldBe(204);
        FilesOf(image).Length.ShouldBe(14, "an original, 5 restored photos, 8 mask sets");

        Clock.Now = Clock.Now.AddDays(5.9);
        await SweepAsync();
        FilesOf(image).Length.ShouldBe(14);
        (await PictureAsync(answer)).ShouldBe(picture, "a URL that was issued shows what it showed");
        Clock.Now = Clock.Now.AddDays(1.05);
        (await SweepAsync()).Freed.ShouldBe(0);

        Clock.Now = Clock.Now.AddHours(3);
        (await SweepAsync()).Freed.ShouldBe(12);
        var left = FilesOf(image);
        left.Length.ShouldBe(2, "the original and the last restored photo");
        Directory.Exists(Aside).ShouldBeTrue();
        Directory.GetFiles(Aside, "*", SearchOption.AllDirectories).ShouldBeEmpty("what is known to be superseded is freed, not kept");
        await using var scope = Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<CutisDb>().SupersededObjects.IgnoreQueryFilters().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_referred_to_again_is_not_freed()
    {
        var image = await UploadAsync(Photos.GreyPng);
        foreach (var x in new[] { 1, 2, 1 })
            await PutResultAsync(image, "pores", Dots(x));
        // The same masks under another name, which is deleted; and the original photo as restored one, which is replaced.
        await PutResultAsync(image, "acne", Dots(1).Replace("pores", "acne", StringComparison.Ordinal));
        (await SendAsync("DELETE", $"{Company}/images/{image}/results/acne/")).Status.ShouldBe(204);
        (await SendAsync("PUT", $"{Company}/images/{image}/restored/", new ByteArrayContent(Photos.GreyPng))).Status.ShouldBe(200);
        await PutRestoredAsync(image, 3);
        Clock.Now = Clock.Now.AddDays(8);
        (await SweepAsync()).Freed.ShouldBe(1);
        await PictureAsync((await MasksOfAsync(image, """[{"algorithm_tech_name":"pores"}]"""))[0]);
        FilesOf(image).Length.ShouldBe(3, "original, restored photo, one mask set");
    }

    [Fact]
    public async Task What_is_being_stored_again_is_not_freed_under_the_hand()
    {
        var image = await UploadAsync(Photos.GreyPng);
        await PutResultAsync(image, "pores", Dots(1));
        var file = FilesOf(image).Single(f => f.EndsWith(".json", StringComparison.Ordinal));
        await PutResultAsync(image, "pores", Dots(2));
        // Stored anew a moment ago, and about to be recorded.
        var later = Clock.Now.AddDays(8);
        File.SetLastWriteTimeUtc(file, later.UtcDateTime.AddSeconds(-5));
        Clock.Now = later;
        (await SweepAsync()).Freed.ShouldBe(0);
        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sweep_finishes_an_erasure_also_of_what_lies_aside()
    {
        var image = await UploadAsync(Photos.GreyPng);
        Stray(Path.Combine(Images, $"{image}"), "masks", ".json");
        Clock.Now = Clock.Now.AddMinutes(11);
        (await SweepAsync()).Aside.ShouldBe(1);
        (await SendAsync("DELETE", $"{Company}/images/{image}/")).Status.ShouldBe(204);
        Directory.GetDirectories(Aside, $"{image}", SearchOption.AllDirectories).ShouldBeEmpty("the erasure takes what lies aside");

        // As a crash between record and deletion leaves it.
        Stray(Path.Combine(Images, $"{image}"));
        (await SweepAsync()).Erased.ShouldBe(1);
        Directory.Exists(Path.Combine(Images, $"{image}")).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_swept_while_database_and_objects_are_at_odds()
    {
        var stray = Stray(Path.Combine(Images, $"{Guid.NewGuid()}"));
        Clock.Now = Clock.Now.AddDays(30);
        var mark = Path.Combine(Data, "objects/installation.json");
        var text = File.ReadAllText(mark);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
        File.WriteAllText(mark, text.Replace(id, $"{Guid.NewGuid()}", StringComparison.Ordinal));
        (await SweepAsync()).ShouldBe(default);
        File.Exists(stray).ShouldBeTrue();
        File.WriteAllText(mark, text);
        (await SweepAsync()).Aside.ShouldBe(1);
    }

    [Fact]
    public async Task Files_from_before_there_were_ids_stay_while_a_url_of_then_may_live_and_without_an_image_for_good()
    {
        var image = await UploadAsync(Photos.GreyPng);
        var replaced = Stray(Path.Combine(Images, $"{image}"), "masks", ".json");
        var stray = Stray(Path.Combine(Images, $"{Guid.NewGuid()}"));
        foreach (var file in new[] { replaced, stray })
            File.SetLastWriteTimeUtc(file, Clock.Now.UtcDateTime.AddDays(-3));
        Clock.Now = Clock.Now.AddDays(6);
        await SweepAsync();
        File.Exists(replaced).ShouldBeTrue();
        File.Exists(stray).ShouldBeFalse();
        Clock.Now = Clock.Now.AddDays(2);
        (await SweepAsync()).Aside.ShouldBe(1);
        File.Exists(replaced).ShouldBeFalse();
        Clock.Now = Clock.Now.AddDays(400);
        await SweepAsync();
        LyingAside(stray).ShouldBe(1, "the database that got the id may have been an old one");
        LyingAside(replaced).ShouldBe(0);
    }

    private int LyingAside(string file) => Directory.GetFiles(Aside, Path.GetFileName(file), SearchOption.AllDirectories).Length;

    private async Task PutRestoredAsync(Guid image, byte grey)
    {
        var answer = await SendAsync("PUT", $"{Company}/images/{image}/restored/", new ByteArrayContent(Photos.Png(50, 40, grey)));
        answer.Status.ShouldBe(200, answer.Text);
    }
}
