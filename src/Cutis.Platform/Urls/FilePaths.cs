namespace Cutis.Platform.Urls;

/// <summary>
/// The paths of files. The last segment is a short name for saving the file; the segments before it determine the file. All characters are
/// valid unescaped; the plus sign is avoided because some clients rewrite it.
/// </summary>
internal static class FilePaths
{
    /// <summary>The path of a masked picture.</summary>
    /// <param name="company">The company.</param>
    /// <param name="image">The image.</param>
    /// <param name="recipe">A <see cref="RecipeText"/> or the key of a stored recipe.</param>
    /// <param name="name">A name made by <see cref="FileNames"/>.</param>
    public static string Masked(Guid company, Guid image, string recipe, string name) =>
        $"/files/companies/{company:D}/images/{image:D}/masked/{recipe}/{name}";

    /// <summary>The path of a photo.</summary>
    public static string Photo(Guid company, Guid image, string digest, string name) =>
        $"/files/companies/{company:D}/images/{image:D}/photos/{digest}/{name}";

    /// <summary>The path to which the photo of an image is uploaded that was announced.</summary>
    public static string Upload(Guid company, Guid image) => $"/files/companies/{company:D}/images/{image:D}/upload";

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
