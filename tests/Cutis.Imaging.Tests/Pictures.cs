using System;
using System.Globalization;
using System.Text;

namespace Cutis.Imaging.Tests;

/// <summary>Made-up pictures, and the simple formats in which other programs take and give them.</summary>
internal static class Pictures
{
    public static string Root { get; } = FindRoot();

    public static byte[] Portrait { get; } = File.ReadAllBytes(Path.Combine(Root, "tests/Cutis.Server.Tests/Assets/photo.jpg"));

    /// <summary>RGB with slopes, edges and noise, as photos have them.</summary>
    public static byte[] Rgb(int width, int height, int seed = 1)
    {
        var random = new Random(seed);
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var disc = Math.Sqrt(Math.Pow(x - (width * 0.45), 2) + Math.Pow(y - (height * 0.5), 2)) < Math.Min(width, height) * 0.35;
                var noise = random.Next(-6, 7);
                var at = 3 * ((y * width) + x);
                rgb[at] = Clamp((disc ? 205 : 60) + (40.0 * x / width) + noise);
                rgb[at + 1] = Clamp((disc ? 150 : 90) + (60.0 * y / height) + noise);
                rgb[at + 2] = Clamp((disc ? 120 : 170) + (30 * Math.Sin(x * 0.3) * Math.Cos(y * 0.2)) + noise);
            }
        }

        return rgb;
    }

    public static byte[] Ppm(int width, int height, byte[] rgb) => [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. rgb];

    /// <summary>A JPEG by libjpeg-turbo's cjpeg.</summary>
    public static byte[] Jpeg(int width, int height, params string[] options) =>
        Tools.Run("cjpeg", ["-quality", "90", .. options], Ppm(width, height, Rgb(width, height)));

    /// <summary>A JPEG as libjpeg-turbo's djpeg decodes it, strictly.</summary>
    public static Pnm Djpeg(byte[] jpeg) => Pnm.Read(Tools.Run("djpeg", ["-strict", "-pnm"], jpeg, silent: true));

    /// <summary>Peak signal to noise ratio in dB of 8-bit samples; infinite when equal.</summary>
    public static double Psnr(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        a.Length.ShouldBe(b.Length);
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255 * a.Length / sum);
    }

    /// <summary>Fails, with the first difference and their number, unless samples are equal.</summary>
    public static void ShouldBeSamples(this byte[] actual, byte[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        var different = Enumerable.Range(0, actual.Length).Where(i => actual[i] != expected[i]).ToArray();
        if (different is [var first, ..])
            Assert.Fail($"{what}: {different.Length} samples differ, the first at {first}: {actual[first]}, not {expected[first]}");
    }

    private static byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cutis.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException();
        return folder;
    }
}

/// <summary>A PGM, PPM or PAM picture.</summary>
internal sealed record Pnm(int Width, int Height, int Channels, int Max, byte[] Samples)
{
    public static Pnm Read(byte[] file)
    {
        var at = 0;
        string Word()
        {
            while (char.IsWhiteSpace((char)file[at]))
                at++;
            var start = at;
            while (!char.IsWhiteSpace((char)file[at]))
                at++;
            return Encoding.ASCII.GetString(file, start, at - start);
        }

        int Number() => int.Parse(Word(), CultureInfo.InvariantCulture);

        var magic = Word();
        if (magic != "P7")
        {
            magic.ShouldBeOneOf("P5", "P6");
            var (width, height, most) = (Number(), Number(), Number());
            return new Pnm(width, height, magic == "P5" ? 1 : 3, most, file[(at + 1)..]);
        }

        var values = new Dictionary<string, string>();
        for (var key = Word(); key != "ENDHDR"; key = Word())
            values[key] = Word();
        return new Pnm(
            int.Parse(values["WIDTH"]),
            int.Parse(values["HEIGHT"]),
            int.Parse(values["DEPTH"]),
            int.Parse(values["MAXVAL"]),
            file[(at + 1)..]
        );
    }

    /// <summary>Three channels, whatever it had.</summary>
    public byte[] Rgb => Channels == 3 ? Samples : [.. Samples.SelectMany(v => new[] { v, v, v })];
}
