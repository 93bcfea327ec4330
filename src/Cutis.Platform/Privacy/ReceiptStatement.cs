using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Privacy;

/// <summary>What an erasure has taken, by ids and digests alone.</summary>
internal sealed record Erased
{
    /// <summary>What was asked to be erased: <c>image</c>, <c>batch</c>, <c>subjects</c> or <c>dataset</c>.</summary>
    public required string Kind { get; init; }

    public IReadOnlyList<Guid> Datasets { get; init; } = [];

    public IReadOnlyList<Guid> Subjects { get; init; } = [];

    public IReadOnlyList<Guid> Batches { get; init; } = [];

    public IReadOnlyList<Guid> Images { get; init; } = [];

    public IReadOnlyList<RecordedObject> Files { get; init; } = [];

    /// <summary>How many rows went besides.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();
}

/// <summary>Writes the statement that is signed.</summary>
internal static class ReceiptStatement
{
    /// <summary>As many ids or files stand in a statement one by one; of more there is the number and a digest of the list.</summary>
    public const int MaxListed = 1000;

    /// <summary>Writes it.</summary>
    /// <param name="row">The receipt, without what is made of the statement.</param>
    /// <param name="erased">What was erased.</param>
    /// <param name="previous">The digest of the receipt before; null for the first one of a company.</param>
    /// <param name="tokenId">The private token that it was asked with, if any.</param>
    public static byte[] Write(Receipt row, Erased erased, string? previous, int? tokenId)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("id", row.Id);
            json.WriteString("company_id", row.CompanyId);
            json.WriteNumber("number", row.Number);
            json.WriteString("previous", previous);
            json.WriteString("kind", row.Kind);
            json.WriteString("erased_at", Time(row.ErasedAt));
            json.WriteStartObject("asked_by");
            json.WriteString("user_id", row.AskedBy?.ToString("D"));
            if (tokenId is { } token)
                json.WriteNumber("token_id", token);
            else
                json.WriteNull("token_id");
            json.WriteEndObject();
            json.WriteStartObject("erased");
            WriteIds(json, "datasets", erased.Datasets);
            WriteIds(json, "subjects", erased.Subjects);
            WriteIds(json, "batches", erased.Batches);
            WriteIds(json, "images", erased.Images);
            WriteFiles(json, erased.Files);
            json.WriteStartObject("counts");
            foreach (var (name, count) in erased.Counts.OrderBy(c => c.Key, StringComparer.Ordinal))
                json.WriteNumber(name, count);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<Guid> ids)
    {
        var lines = ids.Select(id => id.ToString("D")).Order(StringComparer.Ordinal).ToArray();
        WriteList(
            json,
            name,
            lines,
            () =>
            {
                foreach (var line in lines)
                    json.WriteStringValue(line);
            }
        );
    }

    private static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<RecordedObject> files)
    {
        var sorted = files
            .Select(f => (Line: $"{f.Image:D} {f.Kind} {f.Digest}", File: f))
            .OrderBy(f => f.Line, StringComparer.Ordinal)
            .ToArray();
        WriteList(
            json,
            "files",
            [.. sorted.Select(f => f.Line)],
            () =>
            {
                foreach (var (_, file) in sorted)
                {
                    json.WriteStartObject();
                    json.WriteString("image_id", file.Image);
                    json.WriteString("kind", file.Kind);
                    json.WriteString("sha256", file.Digest);
                    json.WriteEndObject();
                }
            }
        );
    }

    // The digest is of the sorted lines, each with its line feed: whoever has the list can tell that it is this one.
    private static void WriteList(Utf8JsonWriter json, string name, string[] lines, Action write)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", lines.Length);
        json.WriteString(
            "sha256",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(lines.Select(l => l + "\n")))))
        );
        if (lines.Length <= MaxListed)
        {
            json.WriteStartArray("list");
            write();
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("list");
        }

        json.WriteEndObject();
    }
}
