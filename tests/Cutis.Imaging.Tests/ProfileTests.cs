using System;
using System.Buffers.Binary;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Colours on photos with a profile, against Little CMS by way of ImageMagick.</summary>
public class ProfileTests
{
    // Primaries under D50, as the profiles of their owners have them.
    private static readonly double[] Srgb = [0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.7141];
    private static readonly double[] DisplayP3 = [0.51512, 0.2412, -0.00105, 0.29198, 0.69225, 0.04189, 0.1571, 0.06657, 0.78407];
    private static readonly double[] AdobeRgb = [0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457];

    private static byte[] Fixed(params double[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), (int)Math.Round(values[i] * 65536));
        return bytes;
    }

    private static byte[] Profile(double[] primaries, byte[] curve) =>
        Profile(
            "RGB ",
            "XYZ ",
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(i => ($"{"rgb"[i]}XYZ", (byte[])[.. "XYZ \0\0\0\0"u8, .. Fixed(primaries[(3 * i)..((3 * i) + 3)])])),
                .. Enumerable.Range(0, 3).Select(i => ($"{"rgb"[i]}TRC", curve)),
            ]
        );

    /// <summary>A profile of one tone curve, for grey or what is said to be.</summary>
    internal static byte[] GreyProfile(byte[] curve, string space = "GRAY", string connection = "XYZ ") =>
        Profile(space, connection, [("kTRC", curve)]);

    private static byte[] Profile(string space, string connection, (string Name, byte[] Data)[] colours)
    {
        (string Name, byte[] Data)[] tags =
        [
            ("desc", [.. "desc\0\0\0\0\0\0\0\x05test\0"u8, .. new byte[81]]),
            ("wtpt", [.. "XYZ \0\0\0\0"u8, .. Fixed(0.9642, 1, 0.8249)]),
            ("cprt", [.. "text\0\0\0\0none\0\0\0\0"u8]),
            .. colours,
        ];
        var table = new List<byte>(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(tags.Length)));
        var data = new List<byte>();
        foreach (var (name, content) in tags)
        {
            while (data.Count % 4 != 0)
                data.Add(0);
            table.AddRange(Encoding.ASCII.GetBytes(name));
            table.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(128 + 4 + (12 * tags.Length) + data.Count)));
            table.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(content.Length)));
            data.AddRange(content);
        }

        var header = new byte[128];
        BinaryPrimitives.WriteInt32BigEndian(header, 128 + table.Count + data.Count);
        header[8] = 2;
        Encoding.ASCII.GetBytes($"mntr{space}{connection}").CopyTo(header, 12);
        "acsp"u8.CopyTo(header.AsSpan(36));
        Fixed(0.9642, 1, 0.8249).CopyTo(header, 68);
        return [.. header, .. table, .. data];
    }

    private static byte[] SrgbCurve => [.. "para\0\0\0\0\0\x03\0\0"u8, .. Fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)];

    private static byte[] GammaCurve => [.. "curv\0\0\0\0\0\0\0\x01\x02\x33"u8];

    private static byte[] TableCurve =>
        [
            .. "curv\0\0\0\0\0\0\x01\0"u8,
            .. Enumerable
                .Range(0, 256)
                .SelectMany(i =>
                    (byte[])[(byte)((int)(65535 * Math.Pow(i / 255.0, 1.8)) >> 8), (byte)(int)(65535 * Math.Pow(i / 255.0, 1.8))]
                ),
        ];

    public static TheoryData<string> Names => ["p3", "adobe", "table", "srgb"];

    private static byte[] ProfileOf(string name) =>
        name switch
        {
            "p3" => Profile(DisplayP3, SrgbCurve),
            "adobe" => Profile(AdobeRgb, GammaCurve),
            "table" => Profile(DisplayP3, TableCurve),
            _ => Profile(Srgb, SrgbCurve),
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_colour_is_what_little_cms_makes_of_it(string name)
    {
        using var folder = Tools.Folder();
        var (from, to) = (folder.File("a.icc", Profile(Srgb, SrgbCurve)), folder.File("b.icc", ProfileOf(name)));
        (byte R, byte G, byte B)[] colours =
        [
            (255, 0, 0),
            (0, 255, 0),
            (0, 0, 255),
            (255, 0, 122),
            (7, 221, 67),
            (1, 11, 102),
            (128, 128, 128),
            (255, 255, 255),
            (0, 0, 0),
        ];
        var ppm = Pictures.Ppm(colours.Length, 1, [.. colours.SelectMany(c => new[] { c.R, c.G, c.B })]);
        var theirs = Pnm.Read(
            Tools.Run("convert", ["ppm:-", "-set", "colorspace", "sRGB", "-profile", from, "-profile", to, "-depth", "8", "ppm:-"], ppm)
        ).Rgb;
        var ours = ProfileColours.Create(ProfileOf(name))!;
        for (var i = 0; i < colours.Length; i++)
        {
            var (r, g, b) = ours.FromSrgb(colours[i].R, colours[i].G, colours[i].B);
            ((int)Math.Round(r), (int)Math.Round(g), (int)Math.Round(b)).ShouldBeCloseTo(
                (theirs[3 * i], theirs[(3 * i) + 1], theirs[(3 * i) + 2]),
                2,
                $"{name} {colours[i]}"
            );
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void On_a_photo_the_profile_stays_and_the_colour_is_converted(string format)
    {
        var profile = ProfileOf("p3");
        var grey = Flat(64, 48, 120, 120, 120);
        byte[] photo;
        if (format == "png")
        {
            var file = new MemoryStream();
            PngWriter.Write(
                new PngImage
                {
                    Header = new PngHeader(64, 48, PngColour.Rgb, 8, false),
                    Rows = grey,
                    Meaning = [("iCCP", IccProfile.ToPng(profile))],
                },
                file
            );
            photo = file.ToArray();
        }
        else
        {
            var plain = JpegReader.Read(
                Tools.Run("cjpeg", ["-quality", "98", "-sample", "1x1"], Pictures.Ppm(64, 48, grey)),
                new PhotoLimits()
            );
            var file = new MemoryStream();
            JpegCanvas
                .Open(
                    new JpegImage
                    {
                        Frame = plain.Frame,
                        Colour = plain.Colour,
                        HasAdobe = false,
                        Jfif = plain.Jfif,
                        IccSegments = IccProfile.ToJpeg(profile),
                    },
                    default
                )
                .Draw(new Scene(64, 48, []), file);
            photo = file.ToArray();
        }

        Open(photo).HasUnsupportedProfile.ShouldBeFalse();
        var drawn = Draw(photo, Box(0, 0, 32, 48, new SolidFill(0, 255, 0, 1)));
        Open(drawn).Profile.ShouldBe(profile);
        // sRGB green in Display P3 (CSS Color Module Level 4: about color(display-p3 0.458 0.985 0.298)).
        At(Pixels(drawn), 64, 10, 10).ShouldBeCloseTo((117, 251, 76), 3, format);
        At(Pixels(drawn), 64, 50, 10).ShouldBeCloseTo((120, 120, 120), 2, format);
    }

    [Fact]
    public void A_profile_of_another_kind_leaves_colours_as_they_are()
    {
        foreach (
            var bad in new[]
            {
                [],
                new byte[200],
                [.. Profile(DisplayP3, SrgbCurve).AsSpan(0, 300)],
                Profile(DisplayP3, [.. "mft2\0\0\0\0\0\0\0\0"u8]),
                Profile(new double[9], SrgbCurve),
            }
        )
            ProfileColours.Create(bad).ShouldBeNull();
    }
}
