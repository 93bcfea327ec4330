using System;
using System.Globalization;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Analysis.Bench;

/// <summary>The same face once more: coded again, smaller, turned, mirrored, brighter; what becomes of the numbers.</summary>
internal static class RepeatRun
{
    private static readonly (string Algorithm, string Metric, string Name)[] Measures =
    [
        ("lines", "lines_score", "lines score"),
        ("lines", "length", "line length"),
        ("redness", "redness_score", "redness score"),
        ("uniformness", "uniformness_delta_e", "uniformness ΔE"),
        ("pigmentation", "pigmentation_score", "pigmentation score"),
        ("pigmentation", "density_score", "brown area"),
        ("acne", "acne_score", "red spots score"),
        ("acne", "density_score", "red area"),
        ("eye_area_condition", "under_eye_delta_l", "under-eye ΔL*"),
        ("skin_tone", "ita", "ITA"),
    ];

    private static readonly int[] Seeds = [3, 4, 5];

    /// <param name="size">Side of the pictures.</param>
    public static string Run(int size)
    {
        var changes = new (string Name, Func<RgbImage, RgbImage> Make)[]
        {
            ("JPEG 90", p => TruthRun.Coded(p, 90)),
            ("JPEG 75", p => TruthRun.Coded(p, 75)),
            ("size 80 %", p => Variants.Changed(p, .8, 0)),
            ("turned 6°", p => Variants.Changed(p, 1, 6 * Math.PI / 180)),
            ("mirrored", Mirrored),
            ("brighter 12 %", p => Variants.Lit(p, _ => 1.12)),
        };
        var text = new StringBuilder("| measure | as it is |")
            .Append(string.Concat(changes.Select(c => $" {c.Name} |")))
            .Append("\n| --- | --- |")
            .Append(string.Concat(changes.Select(_ => " --- |")))
            .Append('\n');
        var rows = Measures.Select(_ => new List<string>()).ToArray();
        var faces = Seeds.SelectMany(seed => Tone.All.Select(tone => TruthRun.Painted(size, tone, 0, seed, 1).Face.Picture)).ToArray();
        var first = faces.Select(Values).ToArray();
        for (var m = 0; m < Measures.Length; m++)
            rows[m].Add(Range(first.Select(f => f[m])));
        foreach (var (_, make) in changes)
        {
            var others = faces.Select(f => Values(make(f))).ToArray();
            for (var m = 0; m < Measures.Length; m++)
            {
                var isScore = Measures[m].Metric.EndsWith("_score", StringComparison.Ordinal) && Measures[m].Metric != "density_score";
                var relative = Measures[m].Metric is "length" or "density_score" or "uniformness_delta_e";
                var differences = first
                    .Zip(others, (a, b) => relative ? 100 * (b[m] - a[m]) / Math.Max(a[m], 1e-9) : b[m] - a[m])
                    .ToArray();
                var within =
                    relative ? $" % ({differences.Count(d => Math.Abs(d) <= 10)})"
                    : isScore ? $" points ({differences.Count(d => Math.Abs(d) <= 3)})"
                    : "";
                rows[m].Add(Range(differences, sign: true) + within);
            }
        }

        for (var m = 0; m < Measures.Length; m++)
            text.Append(CultureInfo.InvariantCulture, $"| {Measures[m].Name} | {string.Join(" | ", rows[m])} |\n");
        return text.ToString();
    }

    private static string Range(IEnumerable<double> values, bool sign = false)
    {
        var all = values.ToArray();
        var format = sign ? "+0.#;−0.#;0" : "0.#";
        return $"{all.Min().ToString(format, CultureInfo.InvariantCulture)} … {all.Max().ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static double[] Values(RgbImage picture)
    {
        if (!Photo.TryOpen(picture.EncodeJpeg(95), new PhotoLimits(), out var photo, out var error))
            throw new InvalidOperationException(error.Message);
        var answers = Analyser
            .Analyse(photo, new AnalysisOptions { Workers = 2, Algorithms = [.. Measures.Select(m => m.Algorithm).Distinct()] })
            .Answers;
        return
        [
            .. Measures.Select(measure =>
            {
                if (answers.Single(a => a.TechName == measure.Algorithm).Result.MainArea is not { } area)
                    return double.NaN;
                double Value(string name) => area.Metrics.Single(m => m.TechName == name).Value.GetDouble();
                return measure.Metric == "length" ? Value("fine_lines_length") + Value("deep_lines_length") : Value(measure.Metric);
            }),
        ];
    }

    private static RgbImage Mirrored(RgbImage picture)
    {
        var data = new byte[picture.Data.Length];
        for (var i = 0; i < picture.Width * picture.Height; i++)
            picture
                .Data.AsSpan(3 * i, 3)
                .CopyTo(data.AsSpan(3 * ((i / picture.Width * picture.Width) + picture.Width - 1 - (i % picture.Width))));
        return picture with { Data = data };
    }
}
