using System.Buffers.Text;
using System.IO.Compression;
using Cutis.Masks.Scenes;

namespace Cutis.Platform.Urls;

/// <summary>A recipe as a part of a path: its canonical form in base64url, deflated after a tilde when it is long.</summary>
internal static class RecipeText
{
    // Recipes longer than this are deflated.
    private const int DeflatedFrom = 700;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Writes a recipe; null when it is too long for a path.</summary>
    /// <param name="canonical">Its canonical form.</param>
    public static string? Write(byte[] canonical) =>
        canonical.Length switch
        {
            > MaxBytes => null,
            > DeflatedFrom => "~" + Base64Url.EncodeToString(Deflate(canonical)),
            _ => Base64Url.EncodeToString(canonical),
        };

    /// <summary>Reads a recipe; null when it is none.</summary>
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
