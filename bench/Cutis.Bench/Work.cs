using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cutis.Imaging;
using Cutis.Masks;

namespace Cutis.Bench;

/// <summary>What is measured.</summary>
internal static class Work
{
    public static Photo Open(byte[] file) =>
        Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error) ? photo : throw new InvalidOperationException(error.Message);

    public static void Draw(Photo photo, Mask mask)
    {
        var style = new MaskStyle([new SolidFill(1, 11, 102, 0.5)], MaskStyle.DefaultLineThickness, ConcentricLines: false);
        using var output = new MemoryStream();
        photo.Draw(SceneBuilder.Build([mask], style, photo.UprightWidth, photo.UprightHeight), output);
    }

    /// <summary>Points as ImageMagick draws them.</summary>
    public static string Mvg(Mask mask, int width, int height)
    {
        var text = new StringBuilder();
        foreach (var point in mask.Features.SelectMany(f => f.Shapes).OfType<PointShape>())
        {
            var (x, y) = (point.Centre.X * width / 1000, point.Centre.Y * height / 1000);
            text.AppendLine(CultureInfo.InvariantCulture, $"circle {x:0.##},{y:0.##} {x + (point.Radius * width / 1000):0.##},{y:0.##}");
        }

        return text.ToString();
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
