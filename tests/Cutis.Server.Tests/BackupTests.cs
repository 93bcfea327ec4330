using System;
using System.Security.Cryptography;
using System.Text.Json;
using static Cutis.Server.Tests.UsedDataFolder;

namespace Cutis.Server.Tests;

/// <summary>Take, change, restore: everything of that moment is there, and nothing after it is destroyed.</summary>
public class BackupTests : TestServer
{
    public BackupTests() => (Clock.Now, Settings["RateLimit:PerMinute"]) = (TimeProvider.System.GetUtcNow(), "0");

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(Data, arguments);

    [Fact]
    public async Task A_backup_of_a_running_server_has_everything_of_its_moment_and_restoring_it_destroys_nothing()
    {
        var kept = await UploadAsync(Photos.Png(60, 50, 1), "kept.png");
        var erased = await UploadAsync(Photos.Png(60, 50, 2), "erased.png");
        await PutResultAsync(kept, "pores", Dots(20));
        var early = (await MasksOfAsync(kept, """[{"algorithm_tech_name":"pores"}]"""))[0];
        var earlyPicture = await PictureAsync(early);
        await PutResultAsync(kept, "pores", Dots(30));
        var masks = (await MasksOfAsync(kept, """[{"algorithm_tech_name":"pores"}]"""))[0];
        var picture = await PictureAsync(masks);

        // Others go on while the copy is made.
        var folder = Path.Combine(Data + "-backup");
        using var stop = new CancellationTokenSource();
        var others = Task.Run(async () =>
        {
            for (byte i = 0; !stop.IsCancellationRequested; i++)
            {
                await UploadAsync(Photos.Png(40, 30, i), $"during{i}.png");
                await Task.Delay(100);
            }
        });
        try
        {
            var (code, output) = await RunAsync("data", "backup", folder);
            await stop.CancelAsync();
            await others;
            code.ShouldBe(0, output);
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(folder).ShouldBe(owner);
            var again = await RunAsync("data", "backup", folder);
            again.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Output.ShouldContain("is not empty"));

            // What comes after it.
            await PutResultAsync(kept, "pores", Dots(10));
            (await SendAsync("DELETE", $"{Company}/images/{erased}/")).Status.ShouldBe(204);
            await UploadAsync(Photos.Png(60, 50, 3), "later.png");
            var after = ObjectNames(Data);

            using var restored = new ServerProcess(folder);
            var (client, known) = await restored.ReadyAsync();
            using (client)
            {
                var images = await ImagesAsync(client, known.CompanyId);
                var names = images.Select(i => i.GetProperty("name").GetString()!).ToArray();
                names.ShouldNotContain("later.png");
                new[] { "grace_hopper.jpg", "kept.png", "erased.png" }.ShouldBeSubsetOf(names);
                foreach (var image in images)
                {
                    var photo = await client.GetByteArrayAsync(image.GetProperty("urls").GetProperty("original").GetString());
                    var digest = image.GetProperty("original").GetProperty("sha256").GetString();
                    Convert.ToHexStringLower(SHA256.HashData(photo)).ShouldBe(digest);
                }

                // URLs that were issued before go on, also the one whose masks were replaced by then.
                foreach (var (answer, bytes) in new[] { (masks, picture), (early, earlyPicture) })
                {
                    var url = new Uri(answer.GetProperty("masked_image_url").GetString()!);
                    (await client.GetByteArrayAsync(url.PathAndQuery)).ShouldBe(bytes);
                }

                var result = await client.GetStringAsync($"/api/v1/companies/{known.CompanyId}/images/{kept}/results/pores/");
                result.ShouldContain("[30,2,3]");
            }

            (await restored.StopAsync()).ShouldBe(0);
            (await RunOnAsync(folder, "data", "check")).Code.ShouldBe(0);
            ObjectNames(Data).ShouldBe(after, ignoreOrder: true);
        }
        finally
        {
            await stop.CancelAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_backup_names_what_is_missing_or_damaged_in_the_folder_itself()
    {
        var (missing, damaged) = (await UploadAsync(Photos.Png(60, 50, 4)), await UploadAsync(Photos.Png(60, 50, 5)));
        File.Delete(PhotoOf(missing));
        File.WriteAllText(PhotoOf(damaged), "x");
        var folder = Data + "-backup";
        try
        {
            var (code, output) = await RunAsync("data", "backup", folder);
            code.ShouldBe(1, output);
            output.ShouldContain("Damaged in the data folder, and copied as they are: 1");
            output.ShouldContain("Missing in the data folder already: 1");
            output.ShouldContain(missing.ToString());
            (await RunAsync("data", "backup", Path.Combine(Data, "inside"))).Code.ShouldBe(1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_backup_that_was_not_finished_is_seen_to_be_none()
    {
        await UploadAsync(Photos.GreyPng);
        var folder = Data + "-backup";
        try
        {
            (await RunAsync("data", "backup", folder)).Code.ShouldBe(0);
            File.Delete(Path.Combine(folder, "objects/installation.json"));
            var (code, output) = await RunOnAsync(folder);
            code.ShouldBe(1, output);
            output.ShouldContain("./run data check");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Commands_beside_a_running_server_disturb_none_of_its_uploads()
    {
        using var stop = new CancellationTokenSource();
        var uploads = Enumerable
            .Range(0, 3)
            .Select(i =>
                Task.Run(async () =>
                {
                    // Large enough to be on their way for a while.
                    var photo = new byte[3 << 20];
                    GraceHopper.Photo.CopyTo(photo, 0);
                    while (!stop.IsCancellationRequested)
                    {
                        await UploadAsync(photo, $"upload{i}.jpg");
                        await Task.Delay(20);
                    }
                })
            )
            .ToArray();
        foreach (var command in new string[][] { ["tokens", "list"], ["data", "check"], ["tokens", "create", "x"] })
        {
            var (code, output) = await RunAsync(command);
            code.ShouldBe(0, output);
        }

        await stop.CancelAsync();
        await Task.WhenAll(uploads);
    }

    private string PhotoOf(Guid image) =>
        Directory.GetFiles(Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{image}", "photos")).Single();

    private static async Task<(int Code, string Output)> RunOnAsync(string data, params string[] arguments)
    {
        using var process = new ServerProcess(data, arguments);
        var code = await process.ExitAsync();
        await Task.Delay(50);
        return (code, process.Output);
    }
}
