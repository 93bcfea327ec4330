using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>A data folder at two moments of its life, and one of another installation, for tests that mix them.</summary>
public sealed class UsedDataFolder : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("cutis-used-").FullName;

    /// <summary>As it was first.</summary>
    public string Before => Path.Combine(_root, "before");

    /// <summary>As it is five uploads, two results and an erasure later.</summary>
    public string After => Path.Combine(_root, "after");

    /// <summary>Of another installation.</summary>
    public string Other => Path.Combine(_root, "other");

    /// <summary>Images that are in both.</summary>
    internal List<Guid> Early { get; } = [];

    /// <summary>Images that came between the two.</summary>
    internal List<Guid> Late { get; } = [];

    /// <summary>An image that was erased between the two.</summary>
    internal Guid Erased { get; private set; }

    public async Task InitializeAsync()
    {
        var server = new TestServer();
        await server.InitializeAsync();
        for (var i = 0; i < 3; i++)
            Early.Add(await server.UploadAsync(Photos.Png(40, 30, (byte)i), $"early{i}.png"));
        Erased = await server.UploadAsync(Photos.Png(40, 30, 99), "erased.png");
        Copy(server.Data, Before);
        for (var i = 0; i < 5; i++)
            Late.Add(await server.UploadAsync(Photos.Png(40, 30, (byte)(i + 10)), $"late{i}.png"));
        await server.PutResultAsync(Late[0], "pores", Dots(1));
        await server.PutResultAsync(Early[0], "pores", Dots(2));
        (await server.SendAsync("DELETE", $"{server.Company}/images/{Erased}/")).Status.ShouldBe(204);
        Copy(server.Data, After);
        await server.DisposeAsync();

        var other = new TestServer();
        await other.InitializeAsync();
        Copy(other.Data, Other);
        await other.DisposeAsync();
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A result with one dot.</summary>
    internal static string Dots(int x) =>
        $$"""
            {"algorithm_tech_name":"pores",
             "masks_original":[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":[[{{x}},2,3]]} }]}]}
            """;

    /// <summary>Copies a folder with the times of its files, as a backup program does.</summary>
    internal static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            // A running server holds the lock of its temporary files, and of the reserve while it is filled.
            if (file.Contains("/temporary/", StringComparison.Ordinal) || Path.GetFileName(file) == "reserve")
                continue;
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // Not as File.Copy, which asks for the locks that a running server holds.
            using (var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            using (var write = File.Create(target))
                read.CopyTo(write);
            File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(file));
        }
    }

    /// <summary>Takes the database of one folder and the objects of another.</summary>
    internal static string Mix(string database, string objects, string to)
    {
        Copy(objects, to);
        foreach (var file in Directory.GetFiles(to, "cutis.db*"))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(database, "cutis.db*"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    /// <summary>The files of the objects and the credentials with length and time: what a start that refuses leaves as it was.</summary>
    internal static string[] Listing(string data)
    {
        var objects = Path.Combine(data, "objects");
        var files = Directory.Exists(objects) ? Directory.GetFiles(objects, "*", SearchOption.AllDirectories) : [];
        return
        [
            .. files
                .Append(Path.Combine(data, "credentials.json"))
                .Where(File.Exists)
                .Order()
                .Select(f => $"{Path.GetRelativePath(data, f)} {new FileInfo(f).Length} {File.GetLastWriteTimeUtc(f).Ticks}"),
        ];
    }

    /// <summary>The names of all photos and mask sets of a folder, wherever they lie in it.</summary>
    internal static HashSet<string> ObjectNames(string data) =>
        [
            .. Directory
                .GetFiles(Path.Combine(data, "objects"), "*", SearchOption.AllDirectories)
                .Select(f => Path.GetFileName(f))
                .Where(name => name.Length >= 64),
        ];

    /// <summary>A number that a database says.</summary>
    internal static long Ask(string data, string question)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "cutis.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The images that a server lists.</summary>
    internal static async Task<JsonElement[]> ImagesAsync(HttpClient client, Guid company)
    {
        var page = JsonDocument.Parse(await client.GetByteArrayAsync($"/api/v1/companies/{company}/images/?page_size=100")).RootElement;
        return [.. page.GetProperty("results").EnumerateArray()];
    }
}
