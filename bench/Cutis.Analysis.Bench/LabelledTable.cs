using System;
using System.Globalization;
using System.Text;

namespace Cutis.Analysis.Bench;

/// <summary>The tables of docs/analysis-labelled.md: every figure with its 95 % interval over the faces of the group.</summary>
internal static class LabelledTable
{
    private const int MinPixels = 50;
    private const int Draws = 1000;

    // Of fewer faces the interval is left out.
    private const int MinFaces = 3;
    private static readonly string[] Headwear = ["hat", "hood", "headscarf"];

    /// <summary>Skin, and what was taken for it.</summary>
    public static string Skin(List<(LabelledFace Face, FaceScore Score)> found) =>
        Table(
            "Skin",
            found,
            [
                ("skin IoU", Iou),
                ("least", faces => Any(faces) ? faces.Min(s => s.Iou) : null),
                ("hair", faces => Taken(faces, 2)),
                ("facial hair", faces => Taken(faces, 3)),
                ("objects", faces => Taken(faces, 4)),
                ("marks off skin", faces => Ratio(faces.Sum(s => s.MarksOff), faces.Sum(s => s.OffSkin), MinPixels)),
            ],
            _ => true
        );

    /// <summary>Lines, on the faces that were looked at for any.</summary>
    public static string Lines(List<(LabelledFace Face, FaceScore Score)> found) =>
        Table(
            "Lines",
            found,
            [
                ("recall", faces => Ratio(faces.Sum(s => s.HitDeep + s.HitFine), faces.Sum(s => s.Deep + s.Fine), 1)),
                ("deep", faces => Ratio(faces.Sum(s => s.HitDeep), faces.Sum(s => s.Deep), 1)),
                ("fine", faces => Ratio(faces.Sum(s => s.HitFine), faces.Sum(s => s.Fine), 1)),
                ("precision", faces => Ratio(faces.Sum(s => s.Right), faces.Sum(s => s.FoundLength), 1)),
                (
                    "widths where there are none",
                    faces => faces.Any(s => s.HasNoLines) ? faces.Where(s => s.HasNoLines).Average(s => s.FoundWidths) : null
                ),
            ],
            score => score.HasTruth
        );

    /// <summary>What is said of the photo, against what it is labelled as.</summary>
    public static string Told(List<(LabelledFace Face, FaceScore Score)> found)
    {
        var text = new StringBuilder(
            "\n## Things in front\n\n| said | of those that have it | of those that do not |\n| --- | --- | --- |\n"
        );
        bool Has(LabelledFace face, params string[] attributes) => face.Groups.Any(attributes.Contains);
        foreach (
            var (code, there) in new (string, Func<LabelledFace, bool>)[]
            {
                ("glasses", face => Has(face, "glasses", "sunglasses")),
                ("hand", face => Has(face, "hands")),
                ("hat", face => Has(face, Headwear)),
            }
        )
        {
            string Count(bool has)
            {
                var faces = found.Where(f => !f.Score.IsMissed && there(f.Face) == has).ToArray();
                return $"{faces.Count(f => f.Score.Problems.Contains(code))} of {faces.Length}";
            }

            text.Append(CultureInfo.InvariantCulture, $"| `{code}` | {Count(true)} | {Count(false)} |\n");
        }

        return text.ToString();
    }

    private static bool Any(FaceScore[] faces) => faces.Length > 0;

    private static double? Iou(FaceScore[] faces) => Any(faces) ? faces.Average(s => s.Iou) : null;

    private static double? Taken(FaceScore[] faces, int label) =>
        Ratio(faces.Sum(s => s.Taken[label]), faces.Sum(s => s.There[label]), MinPixels);

    private static double? Ratio(double part, double whole, double least) => whole < least ? null : part / whole;

    private static string Table(
        string title,
        List<(LabelledFace Face, FaceScore Score)> found,
        (string Name, Func<FaceScore[], double?> Of)[] figures,
        Func<FaceScore, bool> counts
    )
    {
        var text = new StringBuilder($"\n## {title}\n\n| group | faces |")
            .Append(string.Concat(figures.Select(f => $" {f.Name} |")))
            .Append("\n| --- | --- |")
            .Append(string.Concat(figures.Select(_ => " --- |")))
            .Append('\n');
        var groups = found.Where(f => counts(f.Score)).SelectMany(f => f.Face.Groups).Distinct(StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(Rank).ThenBy(g => g, StringComparer.Ordinal))
        {
            FaceScore[] here = [.. found.Where(f => f.Face.Groups.Contains(group) && counts(f.Score)).Select(f => f.Score)];
            text.Append(CultureInfo.InvariantCulture, $"| {group} | {here.Length} | ")
                .AppendJoin(
                    " | ",
                    figures.Select(f => Figure(here, f.Of, f.Name != "least", f.Name.StartsWith("widths", StringComparison.Ordinal)))
                )
                .Append(" |\n");
        }

        return text.ToString();
    }

    // By drawing faces with replacement (the percentile bootstrap); the same faces give the same interval.
    private static string Figure(FaceScore[] faces, Func<FaceScore[], double?> of, bool hasInterval, bool isLength)
    {
        string Text(double value) => (isLength ? value : 100 * value).ToString(isLength ? "0.00" : "0.0", CultureInfo.InvariantCulture);

        if (of(faces) is not { } value)
            return "–";
        // Faces that have nothing of it say nothing about its spread.
        if (faces.Count(face => of([face]) is not null) < MinFaces || !hasInterval)
            return Text(value);
        var random = new Random(1);
        double[] drawn =
        [
            .. Enumerable
                .Range(0, Draws)
                .Select(_ => of([.. faces.Select(_ => faces[random.Next(faces.Length)])]))
                .OfType<double>()
                .Order(),
        ];
        return drawn.Length < Draws / 2
            ? Text(value)
            : $"{Text(value)} ({Text(drawn[(int)(.025 * drawn.Length)])}–{Text(drawn[(int)(.975 * drawn.Length)])})";
    }

    private static int Rank(string group) =>
        group == "all" ? 0
        : group.StartsWith("tone", StringComparison.Ordinal) ? 1
        : group.StartsWith("age", StringComparison.Ordinal) ? 2
        : 3;
}
