using Cutis.Imaging.Core;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Tests;

/// <summary>
/// Compares pictures exactly with those in <c>tests/golden</c>; on a mismatch leaves the actual one and the difference there.
/// </summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(Pictures.Root, "tests", "golden");

    /// <summary>Compares RGB pixels. With CUTIS_ACCEPT=1 in the environment a missing picture is written.</summary>
    public static void ShouldMatch(int width, int height, byte[] rgb, string name)
    {
        var path = Path.Combine(Folder, name + ".png");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("CUTIS_ACCEPT") == "1")
            File.WriteAllBytes(path, Encode(width, height, rgb));
        File.Exists(path).ShouldBeTrue($"{path} is missing; look at the picture, then run with CUTIS_ACCEPT=1");
        var golden = PngReader.Read(File.ReadAllBytes(path), new PhotoLimits());
        if ((golden.Header.Width, golden.Header.Height) == (width, height) && golden.Rows.AsSpan().SequenceEqual(rgb))
            return;

        File.WriteAllBytes(Path.Combine(Folder, name + ".actual.png"), Encode(width, height, rgb));
        if (golden.Rows.Length == rgb.Length)
        {
            var difference = golden.Rows.Zip(rgb, (a, b) => (byte)Math.Min(255, 16 * Math.Abs(a - b))).ToArray();
            File.WriteAllBytes(Path.Combine(Folder, name + ".difference.png"), Encode(width, height, difference));
        }

        Assert.Fail($"{name} differs from tests/golden/{name}.png; see {name}.actual.png and {name}.difference.png beside it.");
    }

    private static byte[] Encode(int width, int height, byte[] rgb)
    {
        var file = new MemoryStream();
        PngWriter.Write(new PngImage { Header = new PngHeader(width, height, PngColour.Rgb, 8, false), Rows = rgb }, file);
        return file.ToArray();
    }
}
