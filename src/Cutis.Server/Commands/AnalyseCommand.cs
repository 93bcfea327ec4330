using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Cutis.Analysis;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Photos;
using Cutis.Platform.Urls;

namespace Cutis.Server.Commands;

/// <summary>Analyses a photo without a server: writes results, the restored image and every masked picture.</summary>
internal static class AnalyseCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static Command Create()
    {
        var (photo, output) = (Parts.Photo(), Parts.Output("out"));
        var command = new Command("analyse", "analyse a photo: results, the aligned face and the masked pictures, without a server")
        {
            photo,
            output,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(photo), parsed.GetRequiredValue(output)));
        return command;
    }

    public static int Run(string photoPath, string folder)
    {
        if (!Photo.TryOpen(Parts.Read(photoPath), new ImagesOptions().Limits, out var photo, out var error))
            return CommandLine.Print($"{photoPath}: {error.Message}", 1);
        var start = Stopwatch.GetTimestamp();
        var analysis = Analyser.Analyse(photo, new AnalysisOptions { Workers = Environment.ProcessorCount });
        Console.WriteLine($"{analysis.Faces.Count} faces; analysed in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        if (analysis.Restored is not { } restored)
            return CommandLine.Print($"{photoPath}: no face was found.", 1);

        Parts.Make(folder);
        File.WriteAllBytes(Path.Combine(folder, "restored.jpg"), restored.EncodeFile());
        WriteResults(analysis, Path.Combine(folder, "results.json"));
        Console.WriteLine($"\n{"algorithm", -20} {"metric", -34} {"shapes", 6}  file");
        var grounds = new MarkGrounds(restored);
        foreach (var answer in analysis.Answers)
            Draw(photo, answer, grounds, folder);
        return CommandLine.Print($"\nThe results (results.json), the aligned face (restored.jpg) and the pictures are in {folder}.", 0);
    }

    private static void WriteResults(PhotoAnalysis analysis, string path)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Indented);
        json.WriteStartArray();
        foreach (var answer in analysis.Answers)
        {
            // Indented, for people.
            using var document = JsonDocument.Parse(ResultJson.Write(answer.Result));
            document.WriteTo(json);
        }

        json.WriteEndArray();
    }

    private static void Draw(Photo photo, AlgorithmAnswer answer, MarkGrounds grounds, string folder)
    {
        if (!AlgorithmName.TryParse(answer.TechName, out var name))
            return;
        var metric = answer.Result.MainArea?.MainMetric is { } main ? $"{main.Name} {main.Value}" : "";
        if (answer.Refusal is { } refusal)
        {
            Console.WriteLine($"{answer.TechName, -20} {"", -34} {"", 6}  ({refusal.Reason}: {refusal.Message})");
            return;
        }

        if (answer.Result.MasksOriginal is not { Masks: var masks })
        {
            Console.WriteLine($"{answer.TechName, -20} {metric, -34} {"", 6}  (no mask)");
            return;
        }

        var path = Path.Combine(folder, name.Value + FilePaths.Extension(photo.MediaType));
        using (var output = File.Create(path))
            MaskedPhoto.Draw(photo, name, masks, output, answer.Result.MasksRestored is { } marks ? grounds.ByName(marks.Masks) : null);
        Console.WriteLine($"{answer.TechName, -20} {metric, -34} {masks.Sum(m => m.ShapeCount), 6}  {path}");
    }
}

/// <summary>Draws masks in their default style.</summary>
internal static class MaskedPhoto
{
    /// <param name="photo">The photo.</param>
    /// <param name="name">Whose masks they are.</param>
    /// <param name="masks">The masks on the photo.</param>
    /// <param name="output">Receives the picture.</param>
    /// <param name="grounds">
    /// What a mask of the built-in analysis lies on, by its name; null for results of others, whose colours are kept.
    /// </param>
    public static void Draw(
        Photo photo,
        AlgorithmName name,
        IReadOnlyList<Mask> masks,
        Stream output,
        Func<string, Ground?>? grounds = null
    )
    {
        var (fills, looks) = (new Fill[masks.Count], new MaskLook?[masks.Count]);
        var scale = MarkScale.Create(null, Math.Max(photo.UprightWidth, photo.UprightHeight));
        for (var i = 0; i < masks.Count; i++)
        {
            var mask = masks[i];
            fills[i] = FillOverride.None.FillOf(i, name, mask.TechName, mask.Fill, mask.Scale);
            if (grounds is not null || (mask.Fill is null && mask.Scale is null))
                (fills[i], looks[i]) = AdaptiveStyle.Create(
                    name,
                    mask.TechName,
                    i,
                    mask.Kind,
                    grounds?.Invoke(mask.TechName),
                    isConcentric: false,
                    scale
                );
        }

        var style = new MaskStyle([.. fills], MaskStyle.DefaultLineThickness, ConcentricLines: false) { Looks = [.. looks] };
        photo.Draw(SceneBuilder.Build([.. masks], style, photo.UprightWidth, photo.UprightHeight), output);
    }
}
