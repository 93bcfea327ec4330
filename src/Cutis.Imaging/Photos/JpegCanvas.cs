using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Photos;

/// <summary>
/// Turns any JPEG into a photo with three components, on which colours can be drawn, and chooses the fastest representation for it.
/// </summary>
internal static class JpegCanvas
{
    public static Photo Open(JpegImage image, CancellationToken stop)
    {
        if (image.Colour is ColourModel.Cmyk or ColourModel.Ycck)
            return new PlanePhoto(WithoutInk(image, stop));
        var canvas = image.Colour == ColourModel.Grey ? WithChroma(image) : image;
        var scan = canvas.Frame.FitsOneScan ? IndexedScan.Build(canvas, stop) : null;
        canvas.Bits = null;
        if (scan is not null)
            return new CompressedPhoto(canvas, scan);
        if (!canvas.Frame.FitsOneScan && SeparatedPhoto.Takes(canvas, stop))
            return new SeparatedPhoto(canvas);
        canvas.Transform(stop);
        foreach (var component in canvas.Frame.Components)
            component.Coefficients = Coefficients.None;
        return new PlanePhoto(canvas);
    }

    // Empty chroma at full resolution costs next to nothing once it is coded.
    private static JpegImage WithChroma(JpegImage image)
    {
        var luma = image.Frame.Components[0];
        var components = Components([luma.Quantiser!, luma.Quantiser!, luma.Quantiser!]);
        var nothing = new Coefficients(luma.Coefficients.Length / 64, zero: true);
        (components[0].Coefficients, components[1].Coefficients, components[2].Coefficients) = (luma.Coefficients, nothing, nothing);
        return Build(image, components, ProfileWithChroma(image));
    }

    // An RGB profile also fits a greyscale photo, and browsers apply it; a grey profile has to be converted to an RGB one.
    private static IReadOnlyList<byte[]> ProfileWithChroma(JpegImage image)
    {
        if (IccProfile.FromJpeg(image.IccSegments) is not { } profile)
            return [];
        return IccTags.PixelSpace(profile) == "RGB " ? image.IccSegments : IccProfile.ToJpeg(MatrixProfile.FromGrey(profile));
    }

    // A CMYK picture is converted to RGB; its profile, which describes inks, is dropped.
    private static JpegImage WithoutInk(JpegImage image, CancellationToken stop)
    {
        var source = image.Frame;
        image.Transform(stop);
        var rgb = JpegColour.ToRgb(image, stop);
        var luma = source.Components[0].Quantiser!;
        var chroma = image.Colour == ColourModel.Ycck ? source.Components[1].Quantiser! : luma;
        var components = Components([luma, chroma, chroma]);
        var result = Build(image, components, []);
        foreach (var component in components)
            component.Samples = new byte[component.Stride * component.BlocksHigh * 8];
        for (var y = 0; y < components[0].BlocksHigh * 8; y++)
        {
            stop.ThrowIfCancellationRequested();
            for (var x = 0; x < components[0].Stride; x++)
            {
                var at = 3 * ((Math.Min(y, source.Height - 1) * source.Width) + Math.Min(x, source.Width - 1));
                var channels = Paint.YCbCr(rgb[at], rgb[at + 1], rgb[at + 2]);
                for (var i = 0; i < 3; i++)
                    components[i].Samples[(y * components[i].Stride) + x] = (byte)Math.Clamp(Math.Round(channels[i]), 0, 255);
            }
        }

        return result;
    }

    private static JpegComponent[] Components(ushort[][] quantisers) =>
        [.. quantisers.Select((table, i) => new JpegComponent(i + 1, 1, 1, i) { Quantiser = table })];

    private static JpegImage Build(JpegImage image, JpegComponent[] components, IReadOnlyList<byte[]> profile) =>
        new()
        {
            Frame = new JpegFrame(image.Frame.Width, image.Frame.Height, progressive: false, components),
            Colour = ColourModel.YCbCr,
            HasAdobe = false,
            Orientation = image.Orientation,
            Jfif = image.Jfif ?? JpegImage.PlainJfif,
            IccSegments = profile,
            HasLostProfile = image.HasLostProfile || (image.IccSegments.Count > 0 && profile.Count == 0),
        };
}
