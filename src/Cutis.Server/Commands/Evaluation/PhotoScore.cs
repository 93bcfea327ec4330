using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Analysis;
using Cutis.Analysis.Algorithms;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Photos;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>What the analysis found on a labelled photo, held against its labels.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="Counts">Pixels of each target that is labelled and has an answer.</param>
/// <param name="Pictures">Small pictures of right and wrong, by target.</param>
/// <param name="Scores">The main score of each algorithm that has an answer.</param>
/// <param name="Refusals">Why the others have none.</param>
internal sealed record PhotoScore(
    LabelledPhoto Photo,
    IReadOnlyDictionary<string, PixelCounts> Counts,
    IReadOnlyDictionary<string, byte[]> Pictures,
    IReadOnlyDictionary<string, double> Scores,
    IReadOnlyDictionary<string, string> Refusals
)
{
    /// <summary>Analyses a photo and compares it.</summary>
    /// <exception cref="LabelException">The photo or a label cannot be used.</exception>
    public static PhotoScore Of(LabelledPhoto labelled, CancellationToken stop)
    {
        if (!Cutis.Imaging.Photos.Photo.TryOpen(Parts.Read(labelled.Path), new ImagesOptions().Limits, out var photo, out var error, stop))
            throw new LabelException($"{Path.GetFileName(labelled.Path)}: {error.Message}");
        var (width, height) = (photo.UprightWidth, photo.UprightHeight);
        var truth = Truth.Read(labelled, width, height);
        string[] asked =
        [
            .. Target
                .All.Where(t => truth.Marks.ContainsKey(t.Name))
                .Select(t => t.Algorithm)
                .Concat(labelled.Grades.Keys)
                .Concat(labelled.Subject is null ? [] : Scored)
                .Distinct(),
        ];
        var answers = Answers(photo, asked, stop);
        var refusals = answers
            .Where(a => a.Refusal is not null)
            .ToDictionary(a => a.TechName, a => a.Refusal!.Reason, StringComparer.Ordinal);
        var (counts, pictures) = (
            new Dictionary<string, PixelCounts>(StringComparer.Ordinal),
            new Dictionary<string, byte[]>(StringComparer.Ordinal)
        );
        RgbImage? pixels = null;
        foreach (var target in Target.All.Where(t => truth.Marks.ContainsKey(t.Name) && !refusals.ContainsKey(t.Algorithm)))
        {
            var masks = target.MasksOf(answers.First(a => a.TechName == target.Algorithm).Result).ToArray();
            var (marks, found) = (truth.Marks[target.Name], MaskPixels.Of(masks, width, height));
            counts[target.Name] = PixelCounts.Of(marks, found, target.IsThin ? null : truth.Zone, target.Reach(width, height));
            pixels ??= photo.ReadRgb(stop);
            pictures[target.Name] = Thumbnail.Draw(pixels, marks, found, target.IsThin ? null : truth.Zone, target.Reach(width, height));
        }

        return new PhotoScore(labelled, counts, pictures, ScoresOf(answers), refusals);
    }

    /// <summary>The algorithms that have scores.</summary>
    public static IReadOnlyList<string> Scored { get; } = ["lines", "redness", "uniformness", "eye_area_condition", "pigmentation", "acne"];

    /// <summary>The main scores of another photo of the same face.</summary>
    public static IReadOnlyDictionary<string, double> ScoresOf(Photo photo, CancellationToken stop) =>
        ScoresOf(Answers(photo, Scored, stop));

    private static ImmutableArray<AlgorithmAnswer> Answers(Photo photo, IReadOnlyCollection<string> algorithms, CancellationToken stop) =>
        algorithms.Count == 0
            ? []
            : Analyser.Analyse(photo, new AnalysisOptions { Algorithms = algorithms, Workers = Environment.ProcessorCount }, stop).Answers;

    private static Dictionary<string, double> ScoresOf(IReadOnlyList<AlgorithmAnswer> answers) =>
        answers
            .Where(a => a.Result.MainArea?.MainMetric is { WidgetType: "bad_good_line", Value.ValueKind: JsonValueKind.Number })
            .ToDictionary(a => a.TechName, a => a.Result.MainArea!.MainMetric!.Value.GetDouble(), StringComparer.Ordinal);
}
