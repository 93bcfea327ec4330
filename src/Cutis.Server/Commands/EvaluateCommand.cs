using System.CommandLine;
using System.Text.Json;
using Cutis.Analysis;
using Cutis.Analysis.Algorithms;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Photos;

namespace Cutis.Server.Commands;

/// <summary>
/// Evaluates an algorithm on a labelled set: a folder of photos, and one of masks with the same names (PNG or JPEG of the photo's size,
/// bright where there is something). Prints recall, precision and the Jaccard index, with a tolerance of 1/200 of the longer side for both.
/// </summary>
internal static class EvaluateCommand
{
    private const double Tolerance = 1 / 200.0;
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    public static Command Create()
    {
        var images = new Argument<string>("images") { HelpName = "IMAGES", Description = "A folder of photos." };
        var masks = new Argument<string>("masks")
        {
            HelpName = "MASKS",
            Description = "A folder of masks of the same names, white on black.",
        };
        var name = new Argument<string>("name")
        {
            HelpName = "NAME",
            Description = "The algorithm; lines when left out.",
            DefaultValueFactory = _ => "lines",
        };
        var command = new Command("evaluate", "hold an algorithm against masks that you drew: PNGs, white on black")
        {
            images,
            masks,
            name,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(images), parsed.GetRequiredValue(masks), parsed.GetRequiredValue(name)));
        return command;
    }

    public static int Run(string images, string masks, string algorithm)
    {
        if (!Catalogue.Algorithms.Any(a => a.TechName == algorithm))
            return CommandLine.Print($"{algorithm} is not one of {string.Join(", ", Catalogue.Algorithms.Select(a => a.TechName))}.", 2);
        foreach (var folder in new[] { images, masks })
            if (!Directory.Exists(folder))
                return CommandLine.Print($"{folder} is not a folder.", 1);
        Counts all = default;
        var count = 0;
        foreach (
            var path in Directory
                .EnumerateFiles(images)
                .Where(p => Endings.Contains(Path.GetExtension(p).ToLowerInvariant()))
                .Order(StringComparer.Ordinal)
        )
        {
            var label = Directory.EnumerateFiles(masks, Path.GetFileNameWithoutExtension(path) + ".*").FirstOrDefault();
            var (counts, problem) = label is null ? (default, "there is no mask of that name") : Compare(path, label, algorithm);
            if (problem is not null)
            {
                Console.WriteLine($"{Path.GetFileName(path), -32} skipped: {problem}");
                continue;
            }

            Console.WriteLine($"{Path.GetFileName(path), -32} {counts}");
            (all, count) = (all + counts, count + 1);
        }

        if (count == 0)
            return CommandLine.Print("No photo could be compared.", 1);
        Console.WriteLine($"\n{$"all {count}", -32} {all}");
        return 0;
    }

    private static (Counts Counts, string? Problem) Compare(string photoPath, string labelPath, string algorithm)
    {
        var limits = new ImagesOptions().Limits;
        if (!Photo.TryOpen(Parts.Read(photoPath), limits, out var photo, out var error))
            return (default, error.Message);
        if (!Photo.TryOpen(Parts.Read(labelPath), limits, out var label, out error))
            return (default, $"its mask: {error.Message}");
        if ((photo.UprightWidth, photo.UprightHeight) != (label.UprightWidth, label.UprightHeight))
            return (
                default,
                $"its mask is {label.UprightWidth} × {label.UprightHeight} and it {photo.UprightWidth} × {photo.UprightHeight}"
            );
        var answer = Analyser
            .Analyse(photo, new AnalysisOptions { Algorithms = [algorithm], Workers = Environment.ProcessorCount })
            .Answers[0];
        if (answer.Refusal is { } refusal)
            return (default, refusal.Message);
        if (answer.Result.MasksOriginal is not { Masks: var masks })
            return (default, $"{algorithm} has no mask");

        var truth = Bright(label.ReadRgb());
        var found = Drawn(masks, photo.UprightWidth, photo.UprightHeight);
        var reach = (int)Math.Round(Tolerance * Math.Max(photo.UprightWidth, photo.UprightHeight));
        return (Counts.Of(truth, found, photo.UprightWidth, photo.UprightHeight, reach), null);
    }

    private static bool[] Bright(RgbImage picture) =>
        [
            .. Enumerable
                .Range(0, picture.Width * picture.Height)
                .Select(i => picture.Data[3 * i] + picture.Data[(3 * i) + 1] + picture.Data[(3 * i) + 2] > 382),
        ];

    // The masks in white on a black picture of the photo's size.
    private static bool[] Drawn(IReadOnlyList<Mask> masks, int width, int height)
    {
        var black = new RgbImage(width, height, new byte[width * height * 3]);
        if (
            !Photo.TryOpen(
                black.EncodeJpeg(90),
                new PhotoLimits { MaxPixels = long.MaxValue, MaxBytes = long.MaxValue },
                out var canvas,
                out var error
            )
        )
            throw new InvalidOperationException(error.Message);
        var style = new MaskStyle(
            [.. masks.Select(_ => (Fill)new SolidFill(255, 255, 255, 1))],
            MaskStyle.DefaultLineThickness,
            ConcentricLines: false
        );
        using var file = new MemoryStream();
        canvas.Draw(SceneBuilder.Build([.. masks], style, width, height), file);
        return Photo.TryOpen(
            file.ToArray(),
            new PhotoLimits { MaxPixels = long.MaxValue, MaxBytes = long.MaxValue },
            out var drawn,
            out error
        )
            ? Bright(drawn.ReadRgb())
            : throw new InvalidOperationException(error.Message);
    }

    /// <summary>Pixel counts: labelled and found, labelled, found and labelled, found, intersection and union.</summary>
    private readonly record struct Counts(long Hit, long There, long Right, long Found, long Both, long Either)
    {
        public static Counts Of(bool[] truth, bool[] found, int width, int height, int reach)
        {
            var (wideTruth, wideFound) = (Grown(truth, width, height, reach), Grown(found, width, height, reach));
            long hit = 0,
                there = 0,
                right = 0,
                all = 0,
                both = 0,
                either = 0;
            for (var i = 0; i < truth.Length; i++)
            {
                if (truth[i])
                    (there, hit) = (there + 1, hit + (wideFound[i] ? 1 : 0));
                if (found[i])
                    (all, right) = (all + 1, right + (wideTruth[i] ? 1 : 0));
                if (wideTruth[i] && wideFound[i])
                    both++;
                if (wideTruth[i] || wideFound[i])
                    either++;
            }

            return new Counts(hit, there, right, all, both, either);
        }

        public static Counts operator +(Counts a, Counts b) =>
            new(a.Hit + b.Hit, a.There + b.There, a.Right + b.Right, a.Found + b.Found, a.Both + b.Both, a.Either + b.Either);

        public override string ToString() => $"recall {Part(Hit, There)}  precision {Part(Right, Found)}  Jaccard {Part(Both, Either)}";

        private static string Part(long part, long all) => all == 0 ? "    –" : $"{100.0 * part / all, 4:0.0} %";

        private static bool[] Grown(bool[] mask, int width, int height, int reach)
        {
            bool[] Pass(bool[] from, int step, int length, int lines, int lineStep)
            {
                var to = new bool[from.Length];
                for (var line = 0; line < lines; line++)
                {
                    var last = int.MinValue / 2;
                    for (var i = 0; i < length; i++)
                    {
                        if (from[(line * lineStep) + (i * step)])
                            last = i;
                        if (i - last <= reach)
                            to[(line * lineStep) + (i * step)] = true;
                    }

                    last = int.MaxValue / 2;
                    for (var i = length - 1; i >= 0; i--)
                    {
                        if (from[(line * lineStep) + (i * step)])
                            last = i;
                        if (last - i <= reach)
                            to[(line * lineStep) + (i * step)] = true;
                    }
                }

                return to;
            }

            return Pass(Pass(mask, 1, width, height, width), width, height, width, 1);
        }
    }
}
