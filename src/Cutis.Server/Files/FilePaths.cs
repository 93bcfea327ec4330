using System.Buffers.Text;
using Cutis.Masks;

namespace Cutis.Server.Files;

/// <summary>The paths of files. A masked picture's path holds its whole recipe, so any process can draw it without asking a database.</summary>
internal static class FilePaths
{
    public static string Masked(Guid company, Guid image, Recipe recipe, string mediaType) =>
        $"/files/companies/{company:D}/images/{image:D}/masked/{Base64Url.EncodeToString(recipe.ToCanonicalUtf8())}{Extension(mediaType)}";

    public static string Photo(Guid company, Guid image, string digest, string mediaType) =>
        $"/files/companies/{company:D}/images/{image:D}/photos/{digest}{Extension(mediaType)}";

    /// <summary>The recipe of a file name; null when it is none.</summary>
    public static Recipe? RecipeOf(string fileName)
    {
        var text = Path.GetFileNameWithoutExtension(fileName);
        return Base64Url.IsValid(text) ? Recipe.Parse(Base64Url.DecodeFromChars(text)) : null;
    }

    public static string Extension(string mediaType) => mediaType == "image/png" ? ".png" : ".jpg";

    public static string MediaType(string fileName) => fileName.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg";
}
