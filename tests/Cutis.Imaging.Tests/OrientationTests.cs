using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Png;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Where marks land on photos with an orientation, and what is kept of Exif.</summary>
public class OrientationTests
{
    private static readonly string[] OrientationNames =
    [
        "",
        "TopLeft",
        "TopRight",
        "BottomRight",
        "BottomLeft",
        "LeftTop",
        "RightTop",
        "RightBottom",
        "LeftBottom",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_mark_lands_where_a_viewer_sees_it(int orientation)
    {
        // The mark is at the upper right of the upright picture, and wider than high.
        const string mask = """
            [{"mask_type":"polygon_mask","view_box":"0 0 4 2","fill":"#f00",
            "features":[{"geometry":{"type":"Polygon","coordinates":[[[3,0],[4,0],[4,0.4],[3,0.4]]]}}]}]
            """;
        var (width, height) = orientation >= 5 ? (48, 96) : (96, 48);
        foreach (var jpeg in new[] { true, false })
        {
            var plain = jpeg
                ? WithExif(
                    Tools.Run("cjpeg", ["-quality", "95"], Pictures.Ppm(width, height, Flat(width, height, 90, 90, 90))),
                    orientation
                )
                : WithExifChunk(width, height, orientation);
            var drawn = Draw(plain, mask);
            Open(drawn).Orientation.Value.ShouldBe(orientation);
            (Open(drawn).Width, Open(drawn).Height).ShouldBe((width, height));

            // ImageMagick 6 does not look into eXIf, so for a PNG it is told the orientation.
            string[] told = jpeg ? [] : ["-orient", OrientationNames[orientation]];
            var seen = Tools.Run("convert", ["-", .. told, "-auto-orient", "-depth", "8", "rgb:-"], drawn);
            for (var y = 0; y < 48; y++)
            {
                for (var x = 0; x < 96; x++)
                {
                    var isMark = x >= 72 && y < 9.6;
                    var isEdge = Math.Abs(x - 72) < 17 && y < 27 || Math.Abs(y - 9.6) < 17 && x > 55;
                    if (isEdge && !(x > 90 && y < 1))
                        continue;
                    var (r, g, _) = At(seen, 96, x, y);
                    (r - g > 100).ShouldBe(isMark, $"orientation {orientation} {jpeg} at {x},{y}");
                }
            }
        }
    }

    [Fact]
    public void Exif_is_reduced_to_the_orientation_and_the_profile_is_kept()
    {
        byte[] profile = [.. "ICC_PROFILE\0"u8, 1, 1, .. new byte[200]];
        var jpeg = Pictures.Jpeg(40, 30);
        byte[] exif =
        [
            .. "Exif\0\0II*\0"u8,
            8,
            0,
            0,
            0,
            2,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            3,
            0,
            0,
            0,
            0x25,
            0x88,
            4,
            0,
            1,
            0,
            0,
            0,
            99,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. "SECRETGPS"u8,
        ];
        var photo = Insert(Insert(jpeg, 0xE2, profile), 0xE1, exif);
        var drawn = Draw(photo);
        drawn.AsSpan().IndexOf(profile).ShouldBeGreaterThan(0);
        drawn.AsSpan().IndexOf("SECRETGPS"u8).ShouldBe(-1);
        Open(drawn).Orientation.Value.ShouldBe(3);
    }

    internal static byte[] WithExif(byte[] jpeg, int orientation) =>
        Insert(jpeg, 0xE1, [.. "Exif\0\0"u8, .. Orientation.FromExif(orientation).ToTiff()]);

    private static byte[] WithExifChunk(int width, int height, int orientation)
    {
        var file = new MemoryStream();
        PngWriter.Write(
            new PngImage
            {
                Header = new PngHeader(width, height, PngColour.Rgb, 8, false),
                Rows = Flat(width, height, 90, 90, 90),
                Orientation = Orientation.FromExif(orientation),
            },
            file
        );
        return file.ToArray();
    }

    private static byte[] Insert(byte[] jpeg, byte marker, byte[] payload) =>
        [.. jpeg[..2], 0xFF, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload, .. jpeg[2..]];
}
