using System.Diagnostics;
using Cutis.Imaging;
using Cutis.Masks;

namespace Cutis.Bench;

/// <summary>What is measured.</summary>
internal static class Work
{
    public static Photo Open(byte[] file) =>
        Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error) ? photo : throw new InvalidOperationException(error.Message);

    /// <summary>From a mask to the finished bytes; answers their number.</summary>
    public static long Draw(Photo photo, BenchMask mask)
    {
        var style = new MaskStyle([new SolidFill(1, 11, 102, 0.5)], mask.Thickness, ConcentricLines: false);
        using var output = new Sink();
        photo.Draw(SceneBuilder.Build([mask.Mask], style, photo.UprightWidth, photo.UprightHeight), output);
        return output.Length;
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
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{program} exited with {process.ExitCode}");
    }
}
