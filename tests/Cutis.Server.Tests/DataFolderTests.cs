using System;
using System.Security.Cryptography;
using System.Text.Json;
using Cutis.Platform.Demo;
using Cutis.Platform.Storage;
using static Cutis.Server.Tests.UsedDataFolder;

namespace Cutis.Server.Tests;

/// <summary>
/// A database and objects that do not belong together: the start stops with a sentence, nothing is changed, and a person decides. Real
/// folders, the real executable.
/// </summary>
public sealed class DataFolderTests(UsedDataFolder used) : IClassFixture<UsedDataFolder>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-folder-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("the database is older", "is older than the photos beside it")]
    [InlineData("the database is missing", "but no database")]
    [InlineData("the database is empty", "is empty")]
    [InlineData("the database is a file of no bytes", "is empty")]
    [InlineData("the database is from before there were ids", "is older than the photos beside it")]
    [InlineData("the objects are missing", "has no photo")]
    [InlineData("the object folder is empty", "has no photo")]
    [InlineData("the objects are older", "are older than the database beside them")]
    [InlineData("the objects have lost their mark", "are older than the database beside them")]
    [InlineData("the objects are of another installation", "are of different installations")]
    public async Task A_start_that_finds_them_at_odds_stops_and_changes_nothing(string how, string sentence)
    {
        Prepare(how);
        var before = Listing(Data);
        var (code, output) = await RunAsync();
        code.ShouldBe(1, output);
        output.ShouldContain(sentence);
        output.ShouldContain("./run data check");
        output.ShouldContain("./run data adopt");
        output.ShouldNotContain("   at ");
        Listing(Data).ShouldBe(before);
        Directory.GetFiles(_folder, "first-start", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Commands_refuse_such_a_folder_too_and_checking_it_changes_nothing()
    {
        Prepare("the database is older");
        var before = Listing(Data);
        var tokens = await RunAsync("tokens", "list");
        tokens.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Output.ShouldContain("./run data check"));
        var check = await RunAsync("data", "check");
        check.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Output.ShouldContain("is older than the photos"));
        Listing(Data).ShouldBe(before);
    }

    [Fact]
    public async Task An_older_database_is_adopted_without_losing_a_photo_and_the_newer_one_can_come_back()
    {
        Mix(used.Before, used.After, Data);
        var all = ObjectNames(Data);
        var check = await RunAsync("data", "check");
        check.Output.ShouldContain("of images that the database does not know: 6", customMessage: "five photos and a mask set");
        check.Output.ShouldContain(used.Late[0].ToString());
        check.Output.ShouldContain("In the database and not among the files: 1", customMessage: "the image that was erased later");
        check.Output.ShouldContain(used.Erased.ToString());

        var adopted = await RunAsync("data", "adopt");
        adopted.Code.ShouldBe(0, adopted.Output);
        ObjectNames(Data).ShouldBe(all, ignoreOrder: true);
        Directory.GetDirectories(Path.Combine(Data, "objects/aside"), "adopted-*").Length.ShouldBe(1);
        await ServeAsync(names => names.ShouldBe(["early0.png", "early1.png", "early2.png", "erased.png", "grace_hopper.jpg"]));
        ObjectNames(Data).ShouldBe(all, ignoreOrder: true);

        // It was the wrong decision: the newer database is found.
        foreach (var file in Directory.GetFiles(Data, "cutis.db*"))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(used.After, "cutis.db*"))
            File.Copy(file, Path.Combine(Data, Path.GetFileName(file)));
        (await RunAsync()).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Output.ShouldContain("is older than the photos"));
        var back = await RunAsync("data", "adopt");
        back.Output.ShouldContain("files that the database names lay aside and are back in their place");
        await ServeAsync(names => names.Count(n => n.StartsWith("late", StringComparison.Ordinal)).ShouldBe(5), arePhotosWhole: true);
        (await RunAsync("data", "check")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_database_adopting_begins_anew_beside_the_photos_and_keeps_the_credentials()
    {
        Prepare("the database is missing");
        var (all, credentials) = (ObjectNames(Data), File.ReadAllText(Path.Combine(Data, "credentials.json")));
        var adopted = await RunAsync("data", "adopt");
        adopted.Code.ShouldBe(0, adopted.Output);
        adopted.Output.ShouldContain("the next start makes a new company");
        await ServeAsync(names => names.ShouldBe(["demo.jpg"]));
        ObjectNames(Data).IsSupersetOf(all).ShouldBeTrue();
        File.ReadAllText(Directory.GetFiles(Data, "credentials-until-*.json").ShouldHaveSingleItem()).ShouldBe(credentials);
    }

    [Fact]
    public async Task Objects_that_come_back_after_an_adoption_are_accepted_again()
    {
        Prepare("the object folder is empty");
        var adopted = await RunAsync("data", "adopt");
        adopted.Code.ShouldBe(0, adopted.Output);
        adopted.Output.ShouldContain("files that the database names are not there");
        // The disk is mounted after all.
        Directory.Delete(Path.Combine(Data, "objects"), recursive: true);
        Copy(Path.Combine(used.After, "objects"), Path.Combine(Data, "objects"));
        await ServeAsync(names => names.Length.ShouldBe(9), arePhotosWhole: true);
    }

    [Fact]
    public async Task A_mark_that_was_not_written_any_more_heals_by_itself()
    {
        Copy(used.After, Data);
        var mark = Path.Combine(Data, "objects/installation.json");
        File.Copy(Path.Combine(used.Before, "objects/installation.json"), mark, overwrite: true);
        await ServeAsync(names => names.Length.ShouldBe(9), arePhotosWhole: true);
        JsonDocument
            .Parse(File.ReadAllBytes(mark))
            .RootElement.GetProperty("generation")
            .GetInt64()
            .ShouldBe(Ask(Data, "SELECT generation FROM installation"));
    }

    [Fact]
    public async Task A_folder_of_an_older_version_gets_its_id_without_a_stop()
    {
        Copy(Path.Combine(OpenApi.Root, "tests/fixtures/0002/data"), Data);
        var before = ObjectNames(Data);
        await ServeAsync(names => names.Length.ShouldBeGreaterThan(0));
        ObjectNames(Data).ShouldBe(before, ignoreOrder: true);
        Ask(Data, "SELECT count(*) FROM installation").ShouldBe(1);
        File.Exists(Path.Combine(Data, "objects/installation.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Adopting_waits_for_the_server_to_stop_and_checking_does_not()
    {
        Copy(used.After, Data);
        using var server = new ServerProcess(Data);
        var (client, _) = await server.ReadyAsync();
        client.Dispose();
        var adopted = await RunAsync("data", "adopt");
        adopted.ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Output.ShouldContain("A server is running"));
        var check = await RunAsync("data", "check");
        check.Code.ShouldBe(0, check.Output);
        check.Output.ShouldContain("Nothing is in one and not in the other");
    }

    private void Prepare(string how)
    {
        var objects = Path.Combine(Data, "objects");
        switch (how)
        {
            case "the database is older":
                Mix(used.Before, used.After, Data);
                return;
            case "the objects are older":
                Mix(used.After, used.Before, Data);
                return;
            case "the objects are of another installation":
                Mix(used.After, used.Other, Data);
                return;
            case "the database is from before there were ids":
                Mix(Path.Combine(OpenApi.Root, "tests/fixtures/0002/data"), used.After, Data);
                return;
        }

        Copy(used.After, Data);
        switch (how)
        {
            case "the objects are missing":
                Directory.Delete(objects, recursive: true);
                return;
            case "the object folder is empty":
                Directory.Delete(objects, recursive: true);
                Directory.CreateDirectory(objects);
                return;
            case "the objects have lost their mark":
                File.Delete(Path.Combine(objects, "installation.json"));
                return;
        }

        foreach (var file in Directory.GetFiles(Data, "cutis.db*"))
            File.Delete(file);
        if (how == "the database is empty")
            Migrator.Run($"Data Source={Path.Combine(Data, "cutis.db")};Pooling=False");
        if (how == "the database is a file of no bytes")
            File.WriteAllBytes(Path.Combine(Data, "cutis.db"), []);
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(Data, arguments);

    private async Task ServeAsync(Action<string[]> look, bool arePhotosWhole = false)
    {
        using var process = new ServerProcess(Data);
        var (client, known) = await process.ReadyAsync();
        using (client)
        {
            var images = await ImagesAsync(client, Credentials.Read(Data)!.CompanyId);
            look([.. images.Select(i => i.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)]);
            foreach (var image in images.Where(_ => arePhotosWhole))
            {
                var photo = await client.GetByteArrayAsync(image.GetProperty("urls").GetProperty("original").GetString());
                Convert.ToHexStringLower(SHA256.HashData(photo)).ShouldBe(image.GetProperty("original").GetProperty("sha256").GetString());
            }
        }

        (await process.StopAsync()).ShouldBe(0, process.Output);
    }
}
