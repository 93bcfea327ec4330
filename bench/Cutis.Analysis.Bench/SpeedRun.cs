using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Analysis.Bench;

/// <summary>How long a whole analysis takes, from the bytes of the photo on, by step.</summary>
internal static class SpeedRun
{
    private const int Rounds = 7;
    private const int WarmUps = 8;

    public static string Run()
    {
        var text = new StringBuilder("| step, ms (median of 7) | 2 MP | 12 MP |\n| --- | --- | --- |\n");
        var (small, large) = (Measure(Photo2()), Measure(Photo12()));
        foreach (var step in large.Keys)
            text.Append(CultureInfo.InvariantCulture, $"| {step} | {small[step]:0} | {large[step]:0} |\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nPeak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB, with both photos and the "
                + $"face that they were drawn from.\n"
        );
        return text.ToString();
    }

    /// <summary>The one measure of memory that counts: a process that does nothing else.</summary>
    public static string Memory(string path)
    {
        Analyse(File.ReadAllBytes(path), _ => { });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Peak memory of a process that analyses one 12 MP photo: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB\n"
        );
    }

    // 1,224 × 1,632 and 3,000 × 4,000 pixels; pupils about 283 and 640 pixels apart.
    public static byte[] Photo2() => Framed(1632, 1224, 1632);

    public static byte[] Photo12() => Framed(3400, 3000, 4000);

    private static byte[] Framed(int face, int width, int height)
    {
        var drawn = TruthRun.Painted(face, Tone.All[1], 0, 7, 1).Face.Picture;
        var data = new byte[width * height * 3];
        Array.Fill(data, (byte)140);
        var (dx, dy) = ((face - width) / 2, (face - height) / 2);
        for (var y = 0; y < height; y++)
        {
            if (y + dy < 0 || y + dy >= face)
                continue;
            for (var x = 0; x < width; x++)
                if (x + dx >= 0 && x + dx < face)
                    drawn.Data.AsSpan((((y + dy) * face) + x + dx) * 3, 3).CopyTo(data.AsSpan(((y * width) + x) * 3));
        }

        return new RgbImage(width, height, data).EncodeJpeg(92);
    }

    private static Dictionary<string, double> Measure(byte[] file)
    {
        var runs = new List<Dictionary<string, double>>();
        for (var i = 0; i < Rounds + WarmUps; i++)
        {
            var steps = new Dictionary<string, double>(StringComparer.Ordinal);
            var start = Stopwatch.GetTimestamp();
            var last = start;
            Analyse(
                file,
                step =>
                {
                    steps[step] = Stopwatch.GetElapsedTime(last).TotalMilliseconds;
                    last = Stopwatch.GetTimestamp();
                }
            );
            steps["whole"] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (i >= WarmUps)
                runs.Add(steps);
        }

        return runs[0]
            .Keys.ToDictionary(step => step, step => runs.Select(r => r[step]).Order().ElementAt(Rounds / 2), StringComparer.Ordinal);
    }

    private static void Analyse(byte[] file, Action<string> done)
    {
        if (!Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error))
            throw new InvalidOperationException(error.Message);
        done("open");
        Analyser.Analyse(photo, new AnalysisOptions { Workers = 2, Done = done });
    }
}
