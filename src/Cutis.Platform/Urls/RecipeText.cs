using System.Buffers.Text;
using System.IO.Compression;
using Cutis.Masks.Scenes;

namespace Cutis.Platform.Urls;

/// <summary>A recipe as a path segment: its canonical form in base64url; a long one is deflated and preceded by a tilde.</summary>
internal static class RecipeText
{
    // Recipes of more than this many bytes are deflated.
    private const int DeflatedFrom = 700;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Encodes a recipe; null when it is too long for a path.</summary>
    /// <param name="canonical">Its canonical form.</param>
    public static string? Write(byte[] canonical) =>
        canonical.Length switch
        {
            > MaxBytes => null,
            > DeflatedFrom => "~" + Base64Url.EncodeToString(Deflate(canonical)),
            _ => Base64Url.EncodeToString(canonical),
        };

    /// <summary>Decodes a recipe; null when the text is not one.</summary>
    public static Recipe? Parse(string text)
    {
        var isDeflated = text.StartsWith('~');
        if (isDeflated)
            text = text[1..];
        if (!Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return isDeflated
            ? Inflate(bytes) is { } inflated
                ? Recipe.Parse(inflated)
                : null
            : Recipe.Parse(bytes);
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.SmallestSize))
            deflate.Write(bytes);
        return output.ToArray();
    }

    private static byte[]? Inflate(byte[] bytes)
    {
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var buffer = new byte[MaxBytes + 1];
            var length = inflate.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MaxBytes ? null : buffer[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
