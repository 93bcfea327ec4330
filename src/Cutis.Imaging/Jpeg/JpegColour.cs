namespace Cutis.Imaging.Jpeg;

/// <summary>From the components of a JPEG to RGB.</summary>
internal static class JpegColour
{
    /// <summary>The whole picture as stored, three bytes a pixel, row by row.</summary>
    public static byte[] ToRgb(JpegImage image)
    {
        if (image.Frame.Components[0].Samples.Length == 0) image.Transform(default);
        var (width, height) = (image.Frame.Width, image.Frame.Height);
        var rgb = new byte[width * height * 3];
        var count = image.Frame.Components.Length;
        var rows = new byte[count][];
        for (var i = 0; i < count; i++) rows[i] = new byte[width];
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < count; i++) Upsampler.Row(image.Frame, image.Frame.Components[i], y, rows[i]);
            ConvertRow(image, rows, rgb.AsSpan(y * width * 3, width * 3));
        }

        return rgb;
    }

    private static void ConvertRow(JpegImage image, byte[][] rows, Span<byte> rgb)
    {
        var width = rgb.Length / 3;
        for (var x = 0; x < width; x++)
        {
            int a = rows[0][x];
            var (r, g, b) = image.Colour switch
            {
                ColourModel.Grey => (a, a, a),
                ColourModel.Rgb => (a, rows[1][x], rows[2][x]),
                ColourModel.YCbCr => YcbcrToRgb(a, rows[1][x], rows[2][x]),
                ColourModel.Cmyk => CmykToRgb(image.HasAdobe, a, rows[1][x], rows[2][x], rows[3][x]),
                _ => YcckToRgb(a, rows[1][x], rows[2][x], rows[3][x]),
            };
            rgb[3 * x] = (byte)r;
            rgb[(3 * x) + 1] = (byte)g;
            rgb[(3 * x) + 2] = (byte)b;
        }
    }

    /// <summary>JFIF 1.02, page 3, in libjpeg's 16-bit fixed point.</summary>
    private static (int R, int G, int B) YcbcrToRgb(int y, int cb, int cr)
    {
        cb -= 128;
        cr -= 128;
        return (
            Clamp(y + (((91881 * cr) + 32768) >> 16)),
            Clamp(y + (((-22554 * cb) - (46802 * cr) + 32768) >> 16)),
            Clamp(y + (((116130 * cb) + 32768) >> 16)));
    }

    // Adobe writes inverted values: 255 is no ink.
    private static (int R, int G, int B) CmykToRgb(bool inverted, int c, int m, int y, int k)
    {
        if (!inverted) (c, m, y, k) = (255 - c, 255 - m, 255 - y, 255 - k);
        return (((c * k) + 127) / 255, ((m * k) + 127) / 255, ((y * k) + 127) / 255);
    }

    // YCC holds the complement of CMY; K passes through (Adobe Technical Note 5116).
    private static (int R, int G, int B) YcckToRgb(int y, int cb, int cr, int k)
    {
        var (r, g, b) = YcbcrToRgb(y, cb, cr);
        return CmykToRgb(true, 255 - r, 255 - g, 255 - b, k);
    }

    private static int Clamp(int value) => Math.Clamp(value, 0, 255);
}
