using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cutis.Server.Commands.Evaluation;

namespace Cutis.Server.Commands;

/// <summary>
/// Evaluates the analysis on a labelled set of the operator: writes <c>report.html</c>, a page with pictures of the worst photos, and
/// <c>report.json</c> with all figures. docs/analysis.md has the format of labels.
/// </summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder")
        {
            HelpName = "FOLDER",
            Description = "A folder of photos with labels beside them: docs/analysis.md has the format.",
        };
        var output = Parts.Output("evaluation");
        var command = new Command("evaluate", "hold the analysis against a set of photos that you labelled, and write a report")
        {
            folder,
            output,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output), stop)));
        return command;
    }

    public static int Run(string folder, string output, CancellationToken stop)
    {
        if (!Directory.Exists(folder))
            return CommandLine.Print($"{folder} is not a folder.", 1);
        var set = LabelledSet.Read(folder);
        if (set.Photos.Count == 0)
            return CommandLine.Print(string.Join("\n", [.. set.Mistakes, $"There is no photo in {folder}."]), 1);
        foreach (var mistake in set.Mistakes)
            Console.WriteLine(mistake);
        if (!set.Photos.Any(p => p.Labels.Count + p.Grades.Count > 0 || p.Subject is not null))
            return CommandLine.Print(
                $"None of the {set.Photos.Count} photos in {folder} has labels: "
                    + "beside NAME.jpg, NAME.lines.json or the like is looked for.",
                1
            );
        // Before the work, so that a folder that cannot be written is said at once.
        Parts.Make(output);
        var (scores, mistakes) = Compare(set, stop);
        if (scores.Count == 0)
            return CommandLine.Print("No photo could be compared.", 1);
        var again = Again(scores, stop);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var figures = Figures.Create(name, set.Photos.Count, scores, again, [.. set.Mistakes, .. mistakes]);
        var (page, json) = (Path.Combine(output, "report.html"), Path.Combine(output, "report.json"));
        File.WriteAllText(page, ReportPage.Write(figures, scores));
        File.WriteAllBytes(json, JsonSerializer.SerializeToUtf8Bytes(figures, EvaluationJson.Default.EvaluationFigures));
        Summarise(figures);
        return CommandLine.Print($"\nThe report is {page}, its figures are in {json}.", 0);
    }

    private static (List<PhotoScore> Scores, List<string> Mistakes) Compare(LabelledSet set, CancellationToken stop)
    {
        var (scores, mistakes) = (new List<PhotoScore>(), new List<string>());
        Console.WriteLine($"{"", 9}  {"recall / precision", -24}");
        for (var i = 0; i < set.Photos.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            var photo = set.Photos[i];
            string said;
            try
            {
                if (photo.Labels.Count + photo.Grades.Count == 0 && photo.Subject is null)
                    throw new LabelException($"{photo.Name} has no labels");
                var score = PhotoScore.Of(photo, stop);
                scores.Add(score);
                said = Said(score);
            }
            catch (LabelException e)
            {
                mistakes.Add(e.Message + "; the photo was left out");
                said = e.Message;
            }

            Console.WriteLine($"{i + 1, 4}/{set.Photos.Count}  {photo.Name, -24} {said}");
        }

        return (scores, mistakes);
    }

    private static string Said(PhotoScore score) =>
        string.Join(
            "  ",
            score
                .Counts.Select(c => $"{c.Key} {Percent(c.Value.Recall)} / {Percent(c.Value.Precision)}")
                .Concat(score.Refusals.Select(r => $"{r.Key}: {r.Value}"))
        );

    // Sets without several photos of the same people.
    private static Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>> Again(
        List<PhotoScore> scores,
        CancellationToken stop
    )
    {
        var again = new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>>(StringComparer.Ordinal);
        if (scores.Where(s => s.Photo.Subject is not null).GroupBy(s => s.Photo.Subject, StringComparer.Ordinal).Any(g => g.Count() > 1))
            return again;
        // Evenly over the set.
        var count = Math.Min(SamePhotos.Photos, scores.Count);
        for (var i = 0; i < count; i++)
        {
            var photo = scores[i * scores.Count / count].Photo;
            Console.WriteLine($"{i + 1, 4}/{count}  {photo.Name, -24} measured again after small changes");
            again[photo.Name] = SamePhotos.Scores(photo, stop);
        }

        return again;
    }

    private static void Summarise(EvaluationFigures figures)
    {
        Console.WriteLine($"\n{"", -20} {"photos", 6}  {"recall", -18} {"precision", -18} Jaccard");
        foreach (var target in figures.Targets)
            Console.WriteLine(
                $"{target.Name, -20} {target.All.Photos, 6}  {Interval(target.All.Recall), -18} "
                    + $"{Interval(target.All.Precision), -18} {Interval(target.All.Jaccard)}"
            );
        foreach (var agreement in figures.Agreement)
            Console.WriteLine(
                $"{agreement.Algorithm, -20} {agreement.Photos, 6}  weighted kappa "
                    + (agreement.Kappa?.Value.ToString("0.00", CultureInfo.InvariantCulture) ?? "–")
            );
    }

    private static string Interval(Figure? figure) =>
        figure is null ? "–"
        : figure.Low is null ? Percent(figure.Value)
        : $"{Percent(figure.Value)} ({100 * figure.Low:0}–{100 * figure.High:0})";

    private static string Percent(double? share) => share is { } s ? (100 * s).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";
}
