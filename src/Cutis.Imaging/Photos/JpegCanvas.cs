using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging;

/// <summary>Makes of any JPEG one with three components, so that colours can be drawn on it.</summary>
internal static class JpegCanvas
{
    public static JpegImage Prepare(JpegImage image) => image.Colour switch
    {
        ColourModel.Grey => WithChroma(image),
        ColourModel.Cmyk or ColourModel.Ycck => WithoutInk(image),
        _ => image,
    };

    // Empty chroma of full size: it costs next to nothing once encoded. A profile for grey does not fit three components.
    private static JpegImage WithChroma(JpegImage image)
    {
        var luma = image.Frame.Components[0];
        var grey = new byte[luma.Samples.Length];
        Array.Fill(grey, (byte)128);
        return Build(image, [luma.Samples, grey, grey], [luma.Quantiser!, luma.Quantiser!, luma.Quantiser!]);
    }

    // A picture of inks becomes one of light; its profile, which describes the inks, is left out.
    private static JpegImage WithoutInk(JpegImage image)
    {
        var source = image.Frame;
        var rgb = JpegColour.ToRgb(image);
        var stride = JpegFrame.CeilDiv(source.Width, 8) * 8;
        var rows = JpegFrame.CeilDiv(source.Height, 8) * 8;
        var planes = new[] { new byte[stride * rows], new byte[stride * rows], new byte[stride * rows] };
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < stride; x++)
            {
                var at = 3 * ((Math.Min(y, source.Height - 1) * source.Width) + Math.Min(x, source.Width - 1));
                var channels = Paint.YCbCr(rgb[at], rgb[at + 1], rgb[at + 2]);
                for (var i = 0; i < 3; i++) planes[i][(y * stride) + x] = (byte)Math.Clamp(Math.Round(channels[i]), 0, 255);
            }
        }

        var luma = source.Components[0].Quantiser!;
        var chroma = image.Colour == ColourModel.Ycck ? source.Components[1].Quantiser! : luma;
        return Build(image, planes, [luma, chroma, chroma]);
    }

    private static JpegImage Build(JpegImage image, byte[][] planes, ushort[][] quantisers)
    {
        var components = new JpegComponent[3];
        for (var i = 0; i < 3; i++)
            components[i] = new JpegComponent(i + 1, 1, 1, i) { Samples = planes[i], Quantiser = quantisers[i] };
        return new JpegImage
        {
            Frame = new JpegFrame(image.Frame.Width, image.Frame.Height, progressive: false, components),
            Colour = ColourModel.YCbCr,
            HasAdobe = false,
            Orientation = image.Orientation,
            Jfif = image.Jfif ?? [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0],
        };
    }
}
