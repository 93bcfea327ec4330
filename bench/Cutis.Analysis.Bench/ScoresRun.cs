using System;
using System.Globalization;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Imaging.Core;

namespace Cutis.Analysis.Bench;

/// <summary>
/// Makes the numbers behind the scores: anchors from labelled and drawn faces, uncertainty from the same faces measured again, and how well
/// the scores order people. Writes docs/analysis-scores.md, and src/Cutis.Analysis/Skin/scores.json from the same numbers.
/// </summary>
internal static class ScoresRun
{
    // Rises when released numbers change.
    private const int Version = 2;
    private const int DrawnSize = 1900;
    private static readonly double[] Contrasts = [0, .5, 1, 2];
    private static readonly (double Yaw, int Seed)[] Drawn = [(0, 3)];

    // What is wrong with a photo, not with skin: no population stands behind these.
    private static readonly (string Key, double X0)[] Decays =
    [
        ("quality_yaw_degrees", 30),
        ("quality_pitch_degrees", 40),
        ("quality_light_asymmetry", 35),
        ("quality_bad_exposure_percent", 25),
    ];

    /// <param name="folder">Labelled faces, with more of them in <c>train</c> if there are any.</param>
    /// <param name="table">The file for the table.</param>
    /// <param name="numbers">The file for the numbers.</param>
    public static void Run(string folder, string table, string numbers)
    {
        LabelledFace[] first = [.. LabelledFace.In(folder)];
        var train = Path.Combine(folder, "train");
        LabelledFace[] more = File.Exists(Path.Combine(train, "index.csv")) ? [.. LabelledFace.In(train)] : [];
        LabelledFace[] labelled = [.. first, .. more];
        var values = labelled.Select((face, i) => Measured(face.Picture, $"face {i + 1} of {labelled.Length}")).ToArray();
        var pictures = Contrasts
            .Select(c => Tone.All.SelectMany(tone => Drawn.Select(d => Painted(tone, d.Yaw, d.Seed, c))).ToArray())
            .ToArray();
        var drawn = pictures.Select((of, i) => of.Select(p => Measured(p, $"drawn ×{Contrasts[i]}")).ToArray()).ToArray();
        var anchors = ScoreAnchors.Create(values, drawn[2]);
        var curves = anchors.ToDictionary(a => a.Key, a => a.Curve, StringComparer.Ordinal);

        var again = first.Select(face => face.Picture).Concat(pictures[2]).ToArray();
        var before = values.Take(first.Length).Concat(drawn[2]).ToArray();
        var repeats = again
            .Select(
                (picture, i) =>
                    (FaceValues[])
                        [before[i], .. Variants.All.Select(v => Measured(v.Make(picture), $"face {i + 1} of {again.Length}, {v.Name}"))]
            )
            .ToArray();
        var (whole, areas) = (
            ScoreMeasure.All.Select(m => Repeatability.Create(m.Score, Scores(repeats, m, curves, isWhole: true))).ToArray(),
            ScoreMeasure.All.Select(m => Repeatability.Create(m.Score, Scores(repeats, m, curves, isWhole: false))).ToArray()
        );
        File.WriteAllText(numbers, Json(anchors, whole, areas));
        File.WriteAllText(
            table,
            ScoresTable.Head
                + ScoresTable.Anchors(anchors)
                + ScoresTable.Uncertainty(whole, areas, first.Length, again.Length - first.Length)
                + ScoresTable.Changes(repeats, curves)
                + ScoreOrder.Table(labelled, first.Length, values, drawn, curves)
        );
    }

    private static FaceValues Measured(RgbImage picture, string what)
    {
        Console.Error.Write($"\r{what, -60}");
        return FaceValues.Of(picture);
    }

    private static RgbImage Painted(Tone tone, double yaw, int seed, double contrast) =>
        contrast == 0
            ? ProceduralFace.Draw(DrawnSize, tone, yaw, seed: seed).Picture
            : TruthRun.Painted(DrawnSize, tone, yaw, seed, contrast).Face.Picture;

    // The scores of each face, or of each of its areas, over all of its pictures.
    private static IEnumerable<double[]> Scores(
        FaceValues[][] repeats,
        ScoreMeasure measure,
        Dictionary<string, ScoreCurve> curves,
        bool isWhole
    ) =>
        repeats.SelectMany(pictures =>
            pictures
                .SelectMany(p => p.Raw)
                .Where(v => v.Key.Score == measure.Score && v.Key.Area == "face" == isWhole)
                .GroupBy(v => v.Key.Area, v => measure.Of(curves, v.Value))
                .Select(scores => scores.ToArray())
        );

    private static string Json(IReadOnlyList<ScoreAnchors> anchors, Repeatability[] whole, Repeatability[] areas)
    {
        string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        string Pairs(IEnumerable<(double, double)> pairs) =>
            "[" + string.Join(", ", pairs.Select(p => $"[{Number(p.Item1)}, {Number(p.Item2)}]")) + "]";
        string Bands(Repeatability of) => Pairs(of.Bands.Select(b => (b.From, b.Points)));
        var json = new StringBuilder("{\n").Append(CultureInfo.InvariantCulture, $"  \"version\": {Version},\n");
        json.Append(
            "  \"note\": \"made by bench/analysis scores; docs/analysis-scores.md says where the numbers come from; provisional\",\n"
        );
        json.Append("  \"curves\": {\n")
            .AppendJoin(",\n", anchors.Select(a => $"    \"{a.Key}\": {{ \"anchors\": {Pairs(a.Curve.Anchors)} }}"));
        json.Append("\n  },\n  \"decays\": {\n").AppendJoin(",\n", Decays.Select(d => $"    \"{d.Key}\": {Number(d.X0)}"));
        json.Append("\n  },\n  \"uncertainty\": {\n")
            .AppendJoin(
                ",\n",
                whole.Zip(areas, (face, area) => $"    \"{face.Score}\": {{ \"face\": {Bands(face)}, \"area\": {Bands(area)} }}")
            );
        return json.Append("\n  }\n}\n").ToString();
    }
}
