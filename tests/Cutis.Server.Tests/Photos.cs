using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Server.Tests;

/// <summary>Small photos of one colour, and the pixels of pictures.</summary>
internal static class Photos
{
    public const int Width = 80;
    public const int Height = 40;

    public static byte[] GreyPng { get; } = Png(Width, Height, 100);

    public static byte[] GreyJpeg { get; } = Jpeg(Width, Height);

    public static byte[] Png(int width, int height, byte grey)
    {
        var rows = new byte[width * height * 3];
        Array.Fill(rows, grey);
        var file = new MemoryStream();
        PngWriter.Write(new PngImage { Header = new PngHeader(width, height, PngColour.Rgb, 8, false), Rows = rows }, file);
        return file.ToArray();
    }

    /// <summary>A PNG that no compression makes smaller.</summary>
    public static byte[] Noise(int width, int height, Random random)
    {
        var rows = new byte[width * height * 3];
        random.NextBytes(rows);
        var file = new MemoryStream();
        PngWriter.Write(new PngImage { Header = new PngHeader(width, height, PngColour.Rgb, 8, false), Rows = rows }, file);
        return file.ToArray();
    }

    public static byte[] Jpeg(int width, int height)
    {
        var quantiser = Enumerable.Repeat((ushort)2, 64).ToArray();
        var components = Enumerable.Range(0, 3).Select(i => new JpegComponent(i + 1, 1, 1, 0) { Quantiser = quantiser }).ToArray();
        var image = new JpegImage
        {
            Frame = new JpegFrame(width, height, false, components),
            Colour = ColourModel.YCbCr,
            HasAdobe = true,
        };
        foreach (var c in components)
            c.Samples = new byte[c.Stride * c.BlocksHigh * 8];
        Array.Fill(components[0].Samples, (byte)100);
        Array.Fill(components[1].Samples, (byte)128);
        Array.Fill(components[2].Samples, (byte)128);
        var file = new MemoryStream();
        new PlanePhoto(image).Draw(new Scene(width, height, []), file);
        return file.ToArray();
    }

    /// <summary>A grey progressive JPEG that is small and takes long: after the first two scans each refines nothing.</summary>
    public static byte[] ManyScans(int width, int height, int scans)
    {
        var blocks = (width / 8) * (height / 8);
        using var file = new MemoryStream();
        void Segment(int marker, params byte[] payload) =>
            file.Write([0xFF, (byte)marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload]);
        file.Write([0xFF, 0xD8]);
        Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        Segment(0xC2, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0);
        // One code of one bit: no difference; and one of one bit: 16,384 blocks end, and as many as the next 14 bits say.
        Segment(0xC4, [0x00, 1, .. new byte[15], 0]);
        Segment(0xC4, [0x10, 1, .. new byte[15], 0xE0]);
        Segment(0xDA, 1, 1, 0, 0, 0, 0);
        file.Write(new byte[(blocks + 7) / 8]);
        for (var scan = 1; scan < scans; scan++)
        {
            Segment(0xDA, 1, 1, 0, 1, 63, (byte)(scan > 1 ? 0x10 : 0x01));
            var bits = new BitWriter();
            for (var left = blocks; left > 0; left -= 32_767)
                bits.Write(0x3FFF, 15);
            bits.Align();
            var bytes = new ScanBytes();
            bytes.Stuff(bits.Written);
            file.Write(bytes.Written);
        }

        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    public static (int Width, int Height) Size(byte[] file)
    {
        if (!JpegReader.Recognises(file))
            return PngReader.Read(file, new PhotoLimits()).Header is var header ? (header.Width, header.Height) : default;
        var frame = JpegReader.Read(file, new PhotoLimits()).Frame;
        return (frame.Width, frame.Height);
    }

    public static (int R, int G, int B) Pixel(byte[] file, int x, int y)
    {
        byte[] rgb;
        int width;
        if (JpegReader.Recognises(file))
        {
            var image = JpegReader.Read(file, new PhotoLimits());
            (rgb, width) = (JpegColour.ToRgb(image), image.Frame.Width);
        }
        else
        {
            var image = PngPixels.Expand(PngReader.Read(file, new PhotoLimits()));
            (rgb, width) = (image.Rows, image.Header.Width);
        }

        var at = 3 * ((y * width) + x);
        return (rgb[at], rgb[at + 1], rgb[at + 2]);
    }
}
