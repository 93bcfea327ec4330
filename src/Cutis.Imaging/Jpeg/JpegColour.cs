using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Converts JPEG components to RGB.</summary>
internal static class JpegColour
{
    /// <summary>The whole stored picture, three bytes per pixel, row by row.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static byte[] ToRgb(JpegImage image, CancellationToken stop = default)
    {
        if (image.Frame.Components[0].Samples.Length == 0)
            image.Transform(stop);
        var rgb = new byte[image.Frame.Width * image.Frame.Height * 3];
        ToRgb(image, new PixelPart(0, 0, image.Frame.Width, image.Frame.Height), rgb, stop);
        return rgb;
    }

    /// <summary>A part of a picture whose samples have been computed, three bytes per pixel, row by row.</summary>
    public static void ToRgb(JpegImage image, PixelPart part, Span<byte> rgb, CancellationToken stop)
    {
        var rows = Array.ConvertAll(image.Frame.Components, _ => new byte[image.Frame.Width]);
        for (var y = 0; y < part.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < rows.Length; i++)
                Upsampler.Row(image.Frame, image.Frame.Components[i], part.Top + y, rows[i]);
            ConvertRow(image, rows, part.Left, rgb.Slice(y * part.Width * 3, part.Width * 3));
        }
    }

    private static void ConvertRow(JpegImage image, byte[][] rows, int left, Span<byte> rgb)
    {
        for (var (x, at) = (left, 0); at < rgb.Length; x++, at += 3)
        {
            int a = rows[0][x];
            var (r, g, b) = image.Colour switch
            {
                ColourModel.Grey => (a, a, a),
                ColourModel.Rgb => (a, rows[1][x], rows[2][x]),
                ColourModel.YCbCr => YcbcrToRgb(a, rows[1][x], rows[2][x]),
                ColourModel.Cmyk => CmykToRgb(a, rows[1][x], rows[2][x], rows[3][x]),
                _ => YcckToRgb(a, rows[1][x], rows[2][x], rows[3][x]),
            };
            rgb[at] = (byte)r;
            rgb[at + 1] = (byte)g;
            rgb[at + 2] = (byte)b;
        }
    }

    /// <summary>
    /// JFIF 1.02, page 3, in libjpeg's 16-bit fixed point: R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb, with Cb and
    /// Cr centred on 0.
    /// </summary>
    private static (int R, int G, int B) YcbcrToRgb(int y, int cb, int cr)
    {
        cb -= 128;
        cr -= 128;
        return (
            Clamp(y + (((91881 * cr) + 32768) >> 16)),
            Clamp(y + (((-22554 * cb) - (46802 * cr) + 32768) >> 16)),
            Clamp(y + (((116130 * cb) + 32768) >> 16))
        );
    }

    // Values are inverted, 255 meaning no ink: Adobe writes CMYK like this, and browsers read it like this whether or not there is an Adobe
    // segment.
    private static (int R, int G, int B) CmykToRgb(int c, int m, int y, int k) =>
        (((c * k) + 127) / 255, ((m * k) + 127) / 255, ((y * k) + 127) / 255);

    // YCC encodes the complement of CMY; K is passed through (Adobe Technical Note 5116).
    private static (int R, int G, int B) YcckToRgb(int y, int cb, int cr, int k)
    {
        var (r, g, b) = YcbcrToRgb(y, cb, cr);
        return CmykToRgb(255 - r, 255 - g, 255 - b, k);
    }

    private static int Clamp(int value) => Math.Clamp(value, 0, 255);
}
