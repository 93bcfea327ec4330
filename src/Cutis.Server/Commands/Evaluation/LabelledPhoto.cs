using Cutis.Analysis.Algorithms;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>A photo of a labelled set, and which labels it has.</summary>
/// <param name="Name">Its name in the index, without the ending.</param>
/// <param name="Path">Its file.</param>
/// <param name="Groups">The groups that it belongs to, such as (<c>tone</c>, <c>dark</c>).</param>
/// <param name="Subject">Who is on it, when several photos of the same people tell how well scores repeat; null when not said.</param>
/// <param name="Grades">Grades of 1..5 by algorithm, as people gave them.</param>
/// <param name="Labels">The files with its labels, by what follows its name: <c>labels.png</c>, <c>lines.json</c>,
/// <c>redness.png</c>, …</param>
internal sealed record LabelledPhoto(
    string Name,
    string Path,
    IReadOnlyList<(string By, string Group)> Groups,
    string? Subject,
    IReadOnlyDictionary<string, int> Grades,
    IReadOnlyDictionary<string, string> Labels
)
{
    /// <summary>Endings of photos.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".jpg", ".jpeg", ".png"];

    /// <summary>Endings of files with labels, and of masks named by an algorithm.</summary>
    public static IReadOnlyList<string> LabelEndings { get; } =
    [
        "labels.png",
        "oval.json",
        "lines.json",
        "spots.json",
        .. Catalogue.Algorithms.SelectMany(a => new[] { $"{a.TechName}.png", $"{a.TechName}.jpg" }),
    ];
}
