using System.Text.Json;

namespace Cutis.Platform.Errors;

/// <summary>Parses JSON from outside.</summary>
internal static class JsonText
{
    /// <summary>Parses bytes, with or without a byte order mark (RFC 8259, 8.1); null when they are not JSON.</summary>
    /// <exception cref="BadTextException">A text or a key is invalid, or the document is nested too deeply.</exception>
    public static JsonDocument? Parse(byte[] bytes)
    {
        var json = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        try
        {
            BadText.Refuse(json.Span);
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            if (IsTooDeep(json.Span))
                throw new BadTextException(
                    [],
                    $"The document is nested more than {BadText.MaxDepth} levels deep; at most {BadText.MaxDepth} are allowed.",
                    "json_depth"
                );
            return null;
        }
    }

    // True for what would be JSON without the limit of depth.
    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
                // Read to the end.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
