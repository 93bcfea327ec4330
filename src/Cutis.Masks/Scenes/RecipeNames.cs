namespace Cutis.Masks.Scenes;

/// <summary>
/// The names of formats and effects in recipes. Signed URLs and stored recipes contain them, so that they never change, whatever the
/// members are called.
/// </summary>
internal static class RecipeNames
{
    /// <summary>The name of a file format.</summary>
    public static string RecipeName(this PictureFormat format) =>
        format switch
        {
            PictureFormat.Photo => "Photo",
            PictureFormat.Jpeg => "Jpeg",
            PictureFormat.Png => "Png",
            PictureFormat.WebP => "WebP",
            PictureFormat.Svg => "Svg",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };

    /// <summary>The name of a spotlight effect.</summary>
    public static string RecipeName(this Spotlight spotlight) =>
        spotlight switch
        {
            Spotlight.None => "None",
            Spotlight.Dim => "Dim",
            Spotlight.Grey => "Grey",
            _ => throw new ArgumentOutOfRangeException(nameof(spotlight), spotlight, null),
        };

    /// <summary>The file format with a name.</summary>
    /// <exception cref="FormatException">There is no format of that name.</exception>
    public static PictureFormat ParseFormat(string name) => Parse(name, Enum.GetValues<PictureFormat>(), RecipeName);

    /// <summary>The spotlight effect with a name.</summary>
    /// <exception cref="FormatException">There is no effect of that name.</exception>
    public static Spotlight ParseSpotlight(string name) => Parse(name, Enum.GetValues<Spotlight>(), RecipeName);

    private static T Parse<T>(string name, T[] values, Func<T, string> nameOf)
    {
        foreach (var value in values)
            if (nameOf(value) == name)
                return value;
        throw new FormatException($"\"{name}\" is not a {typeof(T).Name}");
    }
}
