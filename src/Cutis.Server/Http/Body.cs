using System.Buffers;
using System.Text.Json;

namespace Cutis.Server.Http;

/// <summary>Reads bodies without ever holding more than is allowed.</summary>
internal static class Body
{
    /// <summary>The whole body, or null when it is longer than allowed.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, long most, CancellationToken stop)
    {
        if (request.ContentLength > most) return null;
        var buffer = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? 64 * 1024, most) + 1);
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(32 * 1024), stop);
            if (read == 0) return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > most) return null;
        }
    }

    /// <summary>The JSON of a body; null when it is not JSON.</summary>
    public static JsonDocument? Parse(byte[] body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (body.AsSpan().IndexOf("\\u"u8) >= 0) CheckTexts(document.RootElement);
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Half a surrogate pair passes as JSON, and throws only when it is read as a text.
    private static void CheckTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) CheckTexts(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    CheckTexts(property.Value);
                }

                break;
        }
    }
}
