using System.Text.Json;

namespace Cutis.Platform.Privacy;

/// <summary>Receipts in a file: compact forms or objects with <c>jws</c>, one a line; or an answer of the API.</summary>
internal static class ReceiptFile
{
    /// <summary>The compact forms, oldest first; null when the text has none.</summary>
    public static IReadOnlyList<string>? Read(string text)
    {
        var found =
            ReadJson(text)
            ?? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadLine)];
        if (found.Count == 0)
            return null;
        // The API lists the newest first.
        if (Number(found[0]) > Number(found[^1]))
            found.Reverse();
        return found;
    }

    /// <summary>The keys of a JSON Web Key Set; null when the text is none.</summary>
    public static IReadOnlyList<PublicKey>? ReadKeys(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return
            [
                .. document
                    .RootElement.GetProperty("keys")
                    .EnumerateArray()
                    .Select(k => new PublicKey(Text(k, "kid"), Text(k, "x"), Text(k, "y"))),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<string>? ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("results", out var results))
                root = results;
            return root.ValueKind switch
            {
                JsonValueKind.Array => [.. root.EnumerateArray().Select(Compact)],
                JsonValueKind.Object => [Compact(root)],
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ReadLine(string line)
    {
        if (!line.StartsWith('{'))
            return line;
        try
        {
            using var document = JsonDocument.Parse(line);
            return Compact(document.RootElement);
        }
        catch (JsonException)
        {
            return line;
        }
    }

    // What is none is kept, and the check says so.
    private static string Compact(JsonElement receipt) =>
        receipt.ValueKind == JsonValueKind.Object && receipt.TryGetProperty("jws", out var jws) && jws.ValueKind == JsonValueKind.String
            ? jws.GetString()!
            : receipt.ToString();

    private static string Text(JsonElement key, string name) => key.GetProperty(name).GetString() ?? "";

    private static int Number(string compact)
    {
        try
        {
            return Jws.Parse(compact) is { } jws && JsonDocument.Parse(jws.Payload).RootElement.TryGetProperty("number", out var number)
                ? number.GetInt32()
                : 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return 0;
        }
    }
}
