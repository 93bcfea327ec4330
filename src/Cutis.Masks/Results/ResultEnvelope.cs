using System.Text;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// A result without its mask sets, as stored in a row, with markers for their positions: <c>null</c> under the key of each mask set, and
/// <c>false</c> under the key of one that the result did not have. Rows of earlier versions have neither key; their results end with both
/// sets.
/// </summary>
public static class ResultEnvelope
{
    /// <summary>The key of the masks for the restored photo.</summary>
    public const string Restored = "masks_restored";

    /// <summary>The key of the masks for the original photo.</summary>
    public const string Original = "masks_original";

    /// <summary>Writes a result without its mask sets.</summary>
    public static string Write(AlgorithmResult result)
    {
        var text = Encoding.UTF8.GetString(ResultJson.Write(result, ResultFields.WithoutMasks));
        if (IsAbsent(result, Restored, result.MasksRestored))
            text = $"{text[..^1]},\"{Restored}\":false}}";
        if (IsAbsent(result, Original, result.MasksOriginal))
            text = $"{text[..^1]},\"{Original}\":false}}";
        return text;
    }

    /// <summary>The text of a result in parts, each with the key of the mask set that follows it, or null.</summary>
    /// <param name="envelope">What <see cref="Write"/> wrote, in this or an earlier version.</param>
    public static IReadOnlyList<(ReadOnlyMemory<byte> Text, string? MaskKey)> Split(string envelope)
    {
        ReadOnlyMemory<byte> utf8 = Encoding.UTF8.GetBytes(envelope);
        var parts = new List<(ReadOnlyMemory<byte>, string?)>();
        var reader = new Utf8JsonReader(utf8.Span);
        reader.Read();
        var (start, end, hasPlaces) = (0, 1, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key =
                reader.ValueTextEquals(Restored) ? Restored
                : reader.ValueTextEquals(Original) ? Original
                : null;
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            if (key is not null)
            {
                hasPlaces = true;
                // If the set is absent, the cut begins at the comma before its key.
                if (reader.TokenType == JsonTokenType.Null)
                    parts.Add((utf8[start..value], key));
                else
                    parts.Add((utf8[start..end], null));
                start = (int)reader.BytesConsumed;
            }

            end = (int)reader.BytesConsumed;
        }

        if (hasPlaces)
            return [.. parts, (utf8[start..], null)];
        return
        [
            (Encoding.UTF8.GetBytes($"{envelope[..^1]},\"{Restored}\":"), Restored),
            (Encoding.UTF8.GetBytes($",\"{Original}\":"), Original),
            ("}"u8.ToArray(), null),
        ];
    }

    private static bool IsAbsent(AlgorithmResult result, string key, MaskSet? masks) => masks is null && !result.Keys.Contains(key);
}
