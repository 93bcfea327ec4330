using System;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Bench;

/// <summary>What is measured.</summary>
internal static class Work
{
    public static Photo Open(byte[] file) =>
        Photo.TryOpen(file, new PhotoLimits { MaxPixels = 100_000_000 }, out var photo, out var error)
            ? photo
            : throw new InvalidOperationException(error.Message);

    public static Scene Scene(BenchMask mask, int width, int height, double alpha = 0.5) =>
        SceneBuilder.Build(
            [mask.Mask],
            new MaskStyle([new SolidFill(1, 11, 102, alpha)], mask.Thickness, ConcentricLines: false),
            width,
            height
        );

    /// <summary>From a mask to the finished bytes; answers their number.</summary>
    public static long Draw(Photo photo, BenchMask mask, int workers = 1, double alpha = 0.5)
    {
        using var output = new Sink();
        photo.Draw(Scene(mask, photo.UprightWidth, photo.UprightHeight, alpha), output, workers, default);
        return output.Length;
    }

    /// <summary>Points as ImageMagick draws them.</summary>
    public static string Mvg(BenchMask mask, int width)
    {
        var text = new StringBuilder();
        var scale = (double)width / Inputs.ViewWidth;
        foreach (var point in mask.Mask.Features.SelectMany(f => f.Shapes).OfType<PointShape>())
        {
            var (x, y) = (point.Centre.X * scale, point.Centre.Y * scale);
            text.AppendLine(CultureInfo.InvariantCulture, $"circle {x:0.##},{y:0.##} {x + (point.Radius * scale):0.##},{y:0.##}");
        }

        return text.ToString();
    }

    /// <summary>Takes bytes into memory that is used again, as a server with pooled buffers does.</summary>
    private sealed class Sink : MemoryStream
    {
        [ThreadStatic]
        private static byte[]? _buffer;

        public Sink()
            : base(_buffer ??= new byte[1 << 26])
        {
            SetLength(0);
        }
    }
}

/// <summary>Programs to compare with.</summary>
internal static class Tools
{
    public static byte[] Run(string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{program} exited with {process.ExitCode}");
    }
}
