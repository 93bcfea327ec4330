using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Cutis.Bench;

/// <summary>Gathers the figures and writes docs/benchmarks.md.</summary>
internal sealed class Report
{
    private readonly List<(
        string What,
        int Width,
        int Height,
        int Bytes,
        Dictionary<string, (double Least, double Median)> Times
    )> _cores = [];
    private Dictionary<string, Dictionary<string, double>> _others = [];

    public double Memory { get; set; }

    public ServerFigures Server { get; set; } = new(0, 0, 0, 0, 0, 0);

    public void AddCores(string what, int width, int height, int bytes, Dictionary<string, (double Least, double Median)> times) =>
        _cores.Add((what, width, height, bytes, times));

    public void AddOthers(Dictionary<string, Dictionary<string, double>> others) => _others = others;

    public string Write()
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            # Benchmarks

            `bench/compare` makes its own inputs, times everything in one run and writes this page; it says at its start which Debian
            packages it needs. Machines are noisy: look at the ratios, not at the milliseconds. A program that is missing is left out.

            Machine: {Cpu()}, {Environment.ProcessorCount} cores, {(
                Vector512.IsHardwareAccelerated ? "AVX-512"
                : Vector256.IsHardwareAccelerated ? "AVX2"
                : "no wide vectors"
            )}, {RuntimeInformation.OSDescription.Split(' ')[0]}, .NET {Environment.Version}.

            Photos are the portrait of the tests enlarged, with texture and noise, 4:2:0, standard Huffman tables. Masks lie over the
            face: 12 large polygons (2,500 vertices, a third of the picture), 3,000 and 10,000 pores (dots of 3 to 7 pixels on 12
            megapixels), 150 wrinkles of 40 points, and a heat map of eight levels over two thirds of the picture. "Read" happens once
            a photo and is cached; each mask's time is from its vectors to the finished bytes of the picture.


            """
        );
        foreach (var (what, width, height, bytes, times) in _cores)
            WriteCores(text, what, width, height, bytes, times);
        if (_others.Count > 0)
            WriteOthers(text);
        var pixels = _cores[0].Width * (double)_cores[0].Height;
        text.Append(
            $"""
            ## Memory and HTTP

            - Peak memory of a process that reads the 12-megapixel photo and draws the five masks: **{Memory:0} MB** ({(Memory - 60)
                * 1e6
                / pixels:0.0} bytes a pixel over 60 MB).
            - A server just started, nothing compiled or cached: five masks from the request to the last byte in
              {Server.ColdMilliseconds:0} ms, peak {Server.Megabytes:0} MB.
            - The same server later, photo cached, pictures drawn for every request (`Rasterisation:RenderCacheBytes` 0), `wrk` on the
              same {Environment.ProcessorCount} cores asking for the five pictures in turn: **{Server.PicturesPerSecond:0} finished
              pictures a second** over four connections (median {Server.Median:0} ms, 99 % within {Server.P99:0} ms);
              over one connection 99 % within {Server.QuietP99:0} ms.

            """
        );
        return text.ToString();
    }

    private static void WriteCores(
        StringBuilder text,
        string what,
        int width,
        int height,
        int bytes,
        Dictionary<string, (double Least, double Median)> times
    )
    {
        var encode = times["libjpeg-turbo: encode"].Least;
        text.Append(
            $"""
            ## {what}: {width} × {height}, {bytes / 1e6:0.0} MB, {8.0 * bytes / width / height:0.0} bits a pixel

            One core, unless the row says otherwise; libjpeg-turbo is called in the same process.

            | | least ms | median ms | ÷ encode |
            | --- | ---: | ---: | ---: |

            """
        );
        foreach (var (name, (least, median)) in times)
            text.Append($"| {name} | {least:0.0} | {median:0.0} | {least / encode:0.00} |\n");
        text.Append('\n');
    }

    private void WriteOthers(StringBuilder text)
    {
        var times = _cores[0].Times;
        string[] columns = ["polygons", "pores", "wrinkles", "heat map", "10,000 pores"];
        var request = times["Cutis: read and five masks"].Least;
        var ours = columns.ToDictionary(c => c, c => times[$"Cutis: {c}"].Least);
        text.Append(
            $"""
            ## What one would use instead

            Milliseconds per mask on the 12-megapixel photo, least of several, decoding left out where the program can keep the decoded
            photo; in brackets how many times longer than Cutis. A request is decoding and all five.

            | | {string.Join(" | ", columns)} | request | without heat map |
            | --- | {string.Join(" | ", columns.Select(_ => "---:"))} | ---: | ---: |

            """
        );
        // What reading adds to a request.
        ours["decode"] = request - ours.Values.Sum();
        void Row(string name, IReadOnlyDictionary<string, double> values)
        {
            double? Sum(params string[] without) =>
                columns.All(values.ContainsKey) ? values.GetValueOrDefault("decode") + columns.Except(without).Sum(c => values[c]) : null;
            var cells = columns
                .Select(c => (Cutis: ours[c], Ms: values.TryGetValue(c, out var ms) ? ms : (double?)null))
                .Append((Cutis: request, Ms: Sum()))
                .Append((Cutis: request - ours["heat map"], Ms: Sum("heat map")));
            var shown = cells.Select(c =>
                c.Ms is not { } ms ? "–"
                : name == "Cutis" ? $"{ms:0}"
                : $"{ms:0} ({ms / c.Cutis:0}×)"
            );
            text.Append($"| {name} | {string.Join(" | ", shown)} |\n");
        }

        Row("Cutis", ours);
        foreach (var (name, values) in _others)
            Row(name, values);
        text.Append('\n');
        foreach (var (name, values) in _others)
            if (values.TryGetValue("decode", out var decode))
                text.Append($"{name} decodes the photo in {decode:0} ms, Cutis reads it in {times["Cutis: read"].Least:0} ms. ");
        text.Append("\n\n");
    }

    private static string Cpu() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
                ?? "unknown processor"
            : "unknown processor";
}

/// <summary>What a server did.</summary>
internal sealed record ServerFigures(
    double ColdMilliseconds,
    double Megabytes,
    double PicturesPerSecond,
    double Median,
    double P99,
    double QuietP99
);
