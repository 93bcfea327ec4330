using System;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>Commands on the data folder of a server leave everything as it is, but for what they are asked to do.</summary>
public sealed class CommandsBesideServerTests : IDisposable
{
    private static readonly string[][] Looks =
    [
        ["tokens", "list"],
        ["companies", "list"],
        ["users", "list"],
        ["keys", "list"],
    ];
    private readonly string _data = Directory.CreateTempSubdirectory("cutis-beside-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = new ServerProcess(_data, arguments);
        return (await process.ExitAsync(), process.Output);
    }

    [Fact]
    public async Task Commands_beside_a_server_disturb_no_upload()
    {
        using var server = new ServerProcess(_data);
        var (client, known) = await server.ReadyAsync();
        using var held = client;
        using var stop = new CancellationTokenSource();
        var uploads = Enumerable.Range(0, 3).Select(i => UploadAsync(client, known.CompanyId, i, stop.Token)).ToArray();
        foreach (var look in Looks.Concat(Looks))
        {
            var (code, output) = await RunAsync(look);
            code.ShouldBe(0, output);
        }

        (await RunAsync("companies", "create", "Beside")).Code.ShouldBe(0);
        await stop.CancelAsync();
        var answers = (await Task.WhenAll(uploads)).SelectMany(a => a).ToArray();
        answers.Length.ShouldBeGreaterThan(10);
        answers.ShouldAllBe(status => status == 201);
        (await server.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Commands_open_the_database_and_nothing_else()
    {
        using (var server = new ServerProcess(_data))
        {
            (await server.ReadyAsync()).Client.Dispose();
            (await server.StopAsync()).ShouldBe(0);
        }

        // As a process left it that was killed: the next server sweeps it.
        var left = Path.Combine(_data, "objects", "temporary", "1-dead", "half");
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        File.WriteAllBytes(left, [1]);
        var before = Files();
        foreach (var look in Looks)
            (await RunAsync(look)).Code.ShouldBe(0);
        Files().ShouldBe(before);
    }

    [Fact]
    public async Task A_database_of_an_older_version_is_left_to_the_server()
    {
        foreach (var file in Directory.EnumerateFiles(OlderDataFolder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_data, Path.GetRelativePath(OlderDataFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var before = Files();
        foreach (var look in Looks[..3])
        {
            var (code, output) = await RunAsync(look);
            code.ShouldBe(1, output);
            output.ShouldContain("another version");
            output.ShouldContain("start the server first");
        }

        Files().ShouldBe(before);
        Directory.GetFileSystemEntries(_data).Length.ShouldBe(Directory.GetFileSystemEntries(OlderDataFolder).Length);
    }

    private static string OlderDataFolder => Path.Combine(OlderData.Folder, "data");

    private static async Task<List<int>> UploadAsync(HttpClient client, Guid company, int number, CancellationToken stop)
    {
        var statuses = new List<int>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            using var body = new ByteArrayContent(Photos.Noise(300, 300, new Random((number * 1000) + i)));
            using var answer = await client.PostAsync($"/api/v1/companies/{company}/images/", body, CancellationToken.None);
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }

    // Every file with its content; what SQLite keeps beside a database comes and goes.
    private string[] Files()
    {
        SqliteConnection.ClearAllPools();
        return
        [
            .. Directory
                .EnumerateFiles(_data, "*", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith("-wal", StringComparison.Ordinal) && !f.EndsWith("-shm", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(f => $"{Path.GetRelativePath(_data, f)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))}"),
        ];
    }
}
