using System.Buffers.Text;
using System.IO.Compression;
using Cutis.Masks;

namespace Cutis.Server.Files;

/// <summary>The paths of files. A masked picture's path holds its whole recipe, so any process can draw it without asking a database.</summary>
internal static class FilePaths
{
    // Recipes longer than this are deflated; addresses should not be longer than some proxies allow.
    private const int Long = 700;
    private const int MostRecipe = 64 * 1024;

    public static string Masked(Guid company, Guid image, Recipe recipe, string mediaType)
    {
        var bytes = recipe.ToCanonicalUtf8();
        var name = bytes.Length > Long ? "~" + Base64Url.EncodeToString(Deflate(bytes)) : Base64Url.EncodeToString(bytes);
        return $"/files/companies/{company:D}/images/{image:D}/masked/{name}{Extension(mediaType)}";
    }

    public static string Photo(Guid company, Guid image, string digest, string mediaType) =>
        $"/files/companies/{company:D}/images/{image:D}/photos/{digest}{Extension(mediaType)}";

    /// <summary>The recipe of a file name; null when it is none.</summary>
    public static Recipe? RecipeOf(string fileName)
    {
        var text = Path.GetFileNameWithoutExtension(fileName);
        var isLong = text.StartsWith('~');
        if (isLong) text = text[1..];
        if (!Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return isLong ? Inflate(bytes) is { } inflated ? Recipe.Parse(inflated) : null : Recipe.Parse(bytes);
    }

    public static string Extension(string mediaType) => mediaType switch
    {
        "image/png" => ".png",
        "image/webp" => ".webp",
        "image/svg+xml" => ".svg",
        _ => ".jpg",
    };

    public static string MediaType(string fileName) => fileName.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg";

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.SmallestSize)) deflate.Write(bytes);
        return output.ToArray();
    }

    private static byte[]? Inflate(byte[] bytes)
    {
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var buffer = new byte[MostRecipe + 1];
            var length = inflate.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > MostRecipe ? null : buffer[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
