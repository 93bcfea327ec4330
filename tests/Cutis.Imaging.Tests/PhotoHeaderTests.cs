using System.Buffers.Binary;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>What a header says of a photo, and what work on it takes.</summary>
public class PhotoHeaderTests
{
    private static PhotoHeader? Header(byte[] file, PhotoLimits? limits = null)
    {
        using var stream = new MemoryStream(file);
        PhotoHeader.TryRead(stream, limits ?? new PhotoLimits(), out var header, out var error).ShouldBeTrue(error?.Message);
        return header;
    }

    public static TheoryData<string> Options() =>
        ["-sample 1x1", "-sample 2x2", "-sample 2x1", "-sample 1x2", "-sample 4x1,1x1,2x1", "-grayscale", "-progressive", "-rgb"];

    [Theory]
    [MemberData(nameof(Options))]
    public void The_header_of_a_jpeg_says_what_the_reader_finds(string options)
    {
        var jpeg = Pictures.Jpeg(133, 101, options.Split(' '));
        var frame = JpegReader.Read(jpeg, new PhotoLimits()).Frame;
        var header = Header(jpeg)!;
        (header.Width, header.Height, header.Components, header.IsPng).ShouldBe(
            (frame.Width, frame.Height, frame.Components.Length, false)
        );
        header.Coefficients.ShouldBe(frame.Components.Sum(c => (long)c.Coefficients.Length));
        header.IsBeyondBaseline.ShouldBe(options == "-progressive");
    }

    [Theory]
    [InlineData(0, 1, false, 3)]
    [InlineData(0, 16, false, 3)]
    [InlineData(0, 8, true, 4)]
    [InlineData(2, 8, false, 3)]
    [InlineData(2, 16, true, 4)]
    [InlineData(3, 2, true, 4)]
    [InlineData(4, 8, false, 4)]
    [InlineData(6, 16, false, 4)]
    public void The_header_of_a_png_says_what_the_reader_makes_of_it(int colour, int depth, bool transparent, int channels)
    {
        var header = new PngHeader(37, 21, (PngColour)colour, depth, false);
        var transparency = !transparent
            ? []
            : colour switch
            {
                0 => new byte[] { 0, 1 },
                2 => [0, 1, 0, 1, 0, 1],
                _ => new byte[] { 7 },
            };
        var image = new PngImage
        {
            Header = header,
            Rows = new byte[header.RowBytes(37) * 21],
            Palette = colour == 3 ? new byte[12] : [],
            Transparency = transparency,
        };
        using var file = new MemoryStream();
        using (var writer = new PngWriter(file, header, image.Palette, transparency, [], Orientation.Upright))
        {
            for (var y = 0; y < 21; y++)
                writer.WriteRow(new byte[header.RowBytes(37)]);
            writer.Finish();
        }

        var read = PngReader.Read(file.ToArray(), new PhotoLimits());
        var said = Header(file.ToArray())!;
        (said.PackedBytes, said.RowBytes, said.Channels).ShouldBe((read.Rows.LongLength, PngPixels.Expand(read).Rows.LongLength, channels));
    }

    [Fact]
    public void What_cannot_be_opened_has_no_header()
    {
        var jpeg = Pictures.Jpeg(64, 48);
        Header([]).ShouldBeNull();
        Header("GIF89a and more"u8.ToArray()).ShouldBeNull();
        Header(jpeg[..30]).ShouldBeNull();
        Header(jpeg, new PhotoLimits { MaxPixels = 64 * 47 }).ShouldBeNull();
        Header(Pictures.Portrait).ShouldNotBeNull();
    }

    [Fact]
    public void A_header_behind_endless_segments_is_not_looked_for()
    {
        byte[] start = [0xFF, 0xD8],
            segment = [0xFF, 0xEF, 0, 2];
        byte[] many = [.. start, .. Enumerable.Repeat(segment, 20_000).SelectMany(s => s), .. Pictures.Jpeg(64, 48)[2..]];
        byte[] rubbish = [.. start, 0xFF, 0xEF, 0, 2, .. new byte[2 << 20], .. Pictures.Jpeg(64, 48)[2..]];
        foreach (var file in new[] { many, rubbish })
        {
            using var stream = new MemoryStream(file);
            PhotoHeader.TryRead(stream, new PhotoLimits(), out var header, out var error).ShouldBeFalse();
            (header, error!.Problem).ShouldBe((null, PhotoProblem.Damaged));
        }
    }

    [Theory]
    [InlineData("-sample 1x1")]
    [InlineData("-sample 2x2")]
    [InlineData("-grayscale")]
    [InlineData("-progressive")]
    [InlineData("png")]
    public void Work_takes_less_memory_than_was_set_aside_for_it(string options)
    {
        const int width = 1600,
            height = 1200;
        var rgb = Pictures.Rgb(width, height);
        var file =
            options == "png"
                ? Tools.Run("pnmtopng", [], Pictures.Ppm(width, height, rgb))
                : Tools.Run("cjpeg", ["-quality", "95", .. options.Split(' ')], Pictures.Ppm(width, height, rgb));
        var header = Header(file)!;
        var allocated = Allocated(() => MaskedPhotos.Open(file), out var photo);
        (allocated + file.Length).ShouldBeLessThan(
            PhotoCost.Opening(header, file.Length),
            "what is allocated while it is opened is never there all at once"
        );
        photo.MemoryBytes.ShouldBeLessThan(PhotoCost.Kept(header, file.Length));
        foreach (
            var output in new[]
            {
                new OutputOptions { MaxSide = 300 },
                new OutputOptions { Quality = 60 },
                new OutputOptions { Crop = new CropBox(0, 0, 0.5, 0.5) },
                new OutputOptions { Format = PictureFormat.Png },
                new OutputOptions { Format = PictureFormat.Jpeg },
            }
        )
        {
            var size = OutputSize.Compute(output, width, height);
            Allocated(() => photo.Derive(output), out _).ShouldBeLessThan(PhotoCost.Deriving(header, output, size), $"{output}");
        }
    }

    private static long Allocated(Func<Photo> make, out Photo photo)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        photo = make();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
