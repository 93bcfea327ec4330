using System;
using System.Net;
using System.Text.Json;
using Cutis.Platform.Demo;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests.Chaos;

/// <summary>Holds a server and its data folder against the ledger.</summary>
internal static class Inspection
{
    /// <summary>Everything acknowledged is there, and whole; nothing erased came back.</summary>
    public static async Task CheckAsync(HttpClient client, Credentials known, Ledger ledger)
    {
        foreach (var (id, image) in ledger.Images)
        {
            var path = $"/api/v1/companies/{known.CompanyId}/images/{id}/";
            using var answer = await client.GetAsync(path);
            if (answer.StatusCode == HttpStatusCode.Gone && image.MayBeErased)
            {
                image.EndErasure();
                continue;
            }

            image.IsErased.ShouldBeFalse($"{id} was erased, and is {answer.StatusCode}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{id} was acknowledged");
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
            var urls = json.RootElement.GetProperty("urls");
            (await DigestAsync(client, urls.GetProperty("original"))).ShouldBe(image.Digest, $"the photo of {id}");
            var restored = urls.TryGetProperty("restored", out var url) ? await DigestAsync(client, url) : "";
            image.Restored.ShouldContain(restored, $"the restored photo of {id}");
            image.EndRestored(restored);
            await CheckResultsAsync(client, path, image);
        }

        // Whatever else is listed is whole, though nobody was told of it.
        using var page = JsonDocument.Parse(await client.GetByteArrayAsync($"/api/v1/companies/{known.CompanyId}/images/?page_size=100"));
        foreach (var image in page.RootElement.GetProperty("results").EnumerateArray())
            (await DigestAsync(client, image.GetProperty("urls").GetProperty("original"))).Length.ShouldBe(64);
    }

    /// <summary>The database is sound (SQLite's own check).</summary>
    public static void CheckDatabase(string data) => Scalar(data, "PRAGMA integrity_check").ShouldBe("ok");

    /// <summary>Files below the objects of images that no record names, as paths.</summary>
    public static string[] Unowned(string data)
    {
        var known = Records(data);
        var root = Path.Combine(data, "objects", "companies");
        if (!Directory.Exists(root))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(file =>
                {
                    var parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
                    return !known.Contains((parts[2], Path.GetFileNameWithoutExtension(parts[^1])));
                }),
        ];
    }

    /// <summary>Rows and files of images that are erased, as texts.</summary>
    public static List<string> LeftOfErased(string data)
    {
        var left = new List<string>();
        foreach (var image in Rows(data, "SELECT id FROM images WHERE erased_at IS NOT NULL"))
        {
            var folders = Directory
                .GetDirectories(Path.Combine(data, "objects", "companies"))
                .Select(company => Path.Combine(company, "images", image.ToLowerInvariant()));
            left.AddRange(
                folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            );
        }

        const string Sql =
            "SELECT image_id || ' ' || algorithm FROM results WHERE image_id IN (SELECT id FROM images WHERE erased_at IS NOT NULL)";
        left.AddRange(Rows(data, Sql).Select(row => $"result {row}"));
        return left;
    }

    /// <summary>
    /// Makes all stored files an hour old and the installation a day, so that the next sweep looks at them: what is older than the
    /// installation is left alone for days, as a URL of a version without ids may need it.
    /// </summary>
    public static void Age(string data)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "objects"), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        Rows(data, "UPDATE installation SET since = since - 86400000 RETURNING id").Count.ShouldBe(1);
    }

    private static async Task CheckResultsAsync(HttpClient client, string path, KnownImage image)
    {
        foreach (var (algorithm, points) in image.Results)
        {
            using var answer = await client.GetAsync($"{path}results/{algorithm}/");
            var (found, text) = (0, await answer.Content.ReadAsStringAsync());
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                using var result = JsonDocument.Parse(text);
                // The built-in analysis may have answered under the same name.
                if (
                    result.RootElement.GetProperty("masks_original") is { ValueKind: JsonValueKind.Array } masks
                    && masks.GetArrayLength() == 1
                    && masks[0].TryGetProperty("features", out var features)
                    && features.GetArrayLength() == 1
                    && features[0].GetProperty("geometry").TryGetProperty("coordinates", out var dots)
                )
                    found = dots.GetArrayLength();
            }
            else
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            }

            if (image.MayHaveJob)
                continue;
            points.ShouldContain(found, $"{path} {algorithm}: {text[..Math.Min(300, text.Length)]}");
            image.EndResult(algorithm, found);
        }
    }

    private static async Task<string> DigestAsync(HttpClient client, JsonElement url) =>
        url.ValueKind == JsonValueKind.Null ? "" : ChaosClient.Digest(await client.GetByteArrayAsync(url.GetString()));

    // Image and digest, of every photo, mask set and superseded object that a row names.
    private static HashSet<(string Image, string Digest)> Records(string data)
    {
        var known = new HashSet<(string, string)>();
        void Add(string row)
        {
            var parts = row.Split('|', 2);
            if (parts[1].StartsWith('{'))
            {
                using var document = JsonDocument.Parse(parts[1]);
                known.UnionWith(Digests(document.RootElement).Select(digest => (parts[0].ToLowerInvariant(), digest)));
            }
            else if (parts[1].Length > 0)
            {
                known.Add((parts[0].ToLowerInvariant(), parts[1]));
            }
        }

        foreach (var column in (string[])["original", "restored"])
        foreach (var row in Rows(data, $"SELECT id || '|' || coalesce({column}, '') FROM images WHERE erased_at IS NULL"))
            Add(row);
        foreach (var column in (string[])["masks_original", "masks_restored"])
        foreach (var row in Rows(data, $"SELECT image_id || '|' || coalesce({column}, '') FROM results"))
            Add(row);
        if (Scalar(data, "SELECT count(*) FROM sqlite_master WHERE name = 'superseded_objects'") == "1")
            foreach (var row in Rows(data, "SELECT image_id || '|' || digest FROM superseded_objects"))
                Add(row);
        return known;
    }

    // Of a photo, and of the files derived from it that stand within it.
    private static IEnumerable<string> Digests(JsonElement record) =>
        record
            .EnumerateObject()
            .SelectMany(p =>
                p.Value.ValueKind == JsonValueKind.Object ? Digests(p.Value)
                : p.Name.ToLowerInvariant() is "digest" or "sha256" ? [p.Value.GetString()!]
                : (string[])[]
            );

    private static string Scalar(string data, string sql) => Rows(data, sql).Single();

    private static List<string> Rows(string data, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "cutis.db")};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return rows;
    }
}
