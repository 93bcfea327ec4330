namespace Cutis.Platform.Urls;

/// <summary>
/// The paths of files. The last part is a short name to save the file under; what determines the file stands before it. Characters are
/// those that a path holds as they are, without a plus sign, which some clients rewrite.
/// </summary>
internal static class FilePaths
{
    /// <summary>A masked picture of an image.</summary>
    /// <param name="company">Whose it is.</param>
    /// <param name="image">Of which image.</param>
    /// <param name="recipe">A <see cref="RecipeText"/>, or the key of a stored recipe.</param>
    /// <param name="name">Of <see cref="FileNames"/>.</param>
    public static string Masked(Guid company, Guid image, string recipe, string name) =>
        $"/files/companies/{company:D}/images/{image:D}/masked/{recipe}/{name}";

    /// <summary>A photo of an image.</summary>
    public static string Photo(Guid company, Guid image, string digest, string name) =>
        $"/files/companies/{company:D}/images/{image:D}/photos/{digest}/{name}";

    public static string Extension(string mediaType) =>
        mediaType switch
        {
            "image/png" => ".png",
            "image/webp" => ".webp",
            "image/svg+xml" => ".svg",
            _ => ".jpg",
        };

    public static string MediaType(string fileName) => fileName.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "image/jpeg";
}
