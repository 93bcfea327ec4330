using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Cutis.Bench;

/// <summary>Writes docs/benchmarks.md.</summary>
internal static class Report
{
    public static string Write(int width, int height, long bytes, IReadOnlyList<(string What, double Milliseconds)> rows, double megabytes, (double Milliseconds, double Megabytes) server, int repeats)
    {
        var encode = rows[1].Milliseconds;
        var text = new StringBuilder();
        text.Append($"""
            # Benchmarks

            `bench/run` makes its own inputs, times everything in one run and writes this page. It needs the .NET 10 SDK,
            `libjpeg-turbo-progs` and `imagemagick`. Machines are noisy: look at the ratios, not at the milliseconds.

            - Photo: {width} × {height} ({width * height / 1e6:0.0} megapixels), JPEG quality 92, 4:2:0, {bytes / 1e6:0.0} MB.
            - Machine: {Cpu()}, {Environment.ProcessorCount} cores, {(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "no wide vectors")}, {RuntimeInformation.OSDescription.Split(' ')[0]}, .NET {Environment.Version}.
            - Medians of {repeats}, one thread. The libjpeg-turbo and ImageMagick rows are whole commands, with their start and files.

            | what | ms | ÷ one libjpeg-turbo encode |
            | --- | ---: | ---: |

            """);
        foreach (var (what, milliseconds) in rows) text.Append($"| {what} | {milliseconds:0} | {milliseconds / encode:0.00} |\n");
        text.Append($"""

            Peak memory, five masks of 3,000 shapes each (limit: 400 MB):

            - a process that reads the photo and draws them one after the other: **{megabytes:0} MB**;
            - a server that takes the photo and the results, answers the request and serves the five pictures at once: **{server.Megabytes:0} MB**.
              Right after its start, with nothing compiled or cached, that took {server.Milliseconds:0} ms from the request to the last byte.

            "Read" is done once per photo and cached: it decodes the coefficients and codes them anew with restart markers. "Draw" makes the
            finished bytes of one masked picture. The shapes of these masks are crowded into a third of the picture.

            """);
        return text.ToString();
    }

    private static string Cpu() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
        : "unknown processor";
}
