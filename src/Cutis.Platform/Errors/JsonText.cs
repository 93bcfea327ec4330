using System.Text.Json;

namespace Cutis.Platform.Errors;

/// <summary>Reads JSON that came from outside.</summary>
internal static class JsonText
{
    /// <summary>
    /// The JSON of some bytes, without the byte order mark that it may begin with (RFC 8259, 8.1); null when it is not JSON.
    /// </summary>
    /// <exception cref="BadTextException">A text or a key is not valid, or the document is nested too deep.</exception>
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

    // True for what would be JSON if any depth were allowed.
    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
                // To the end.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
