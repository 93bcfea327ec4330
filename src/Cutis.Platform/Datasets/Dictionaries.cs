namespace Cutis.Platform.Datasets;

/// <summary>An entry of a dictionary of the API: a number for programs, a name for people and one for programs that like names.</summary>
internal sealed record DictionaryEntry(int Id, string Name, string TechName);

/// <summary>What numbers of the API stand for.</summary>
internal static class Dictionaries
{
    /// <summary>The front of a face.</summary>
    public const int Front = 1;

    /// <summary>The right side of a face.</summary>
    public const int Right = 2;

    /// <summary>The left side of a face.</summary>
    public const int Left = 3;

    /// <summary>Light without filters.</summary>
    public const int RegularLight = 1;

    /// <summary>A photo of a face.</summary>
    public static DictionaryEntry Selfie { get; } = new(1, "Selfie", "selfie");

    /// <summary>What photos may show.</summary>
    public static IReadOnlyList<DictionaryEntry> ImageTypes { get; } = [Selfie];

    /// <summary>Sides of a face.</summary>
    public static IReadOnlyList<DictionaryEntry> Sides { get; } =
    [new(Front, "Front", "front"), new(Right, "Right", "right"), new(Left, "Left", "left")];

    /// <summary>Kinds of light.</summary>
    public static IReadOnlyList<DictionaryEntry> Lights { get; } = [new(RegularLight, "Regular", "regular")];

    /// <summary>Biological sexes of subjects.</summary>
    public static IReadOnlyList<DictionaryEntry> BiologicalSexes { get; } =
    [new(1, "Male", "male"), new(2, "Female", "female"), new(3, "Other", "other")];

    /// <summary>The entry of a number; null when there is none.</summary>
    public static DictionaryEntry? Find(this IReadOnlyList<DictionaryEntry> entries, int? id) => entries.FirstOrDefault(e => e.Id == id);
}
