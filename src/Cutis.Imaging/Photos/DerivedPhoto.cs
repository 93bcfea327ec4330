using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>Makes a cropped or scaled photo, or one of another quality or format, from a photo.</summary>
internal static class DerivedPhoto
{
    public static Photo Create(Photo photo, OutputOptions options, CancellationToken stop)
    {
        var isJpeg = photo.MediaType == "image/jpeg";
        var format = options.Format is PictureFormat.Photo or PictureFormat.Svg
            ? isJpeg
                ? PictureFormat.Jpeg
                : PictureFormat.Png
            : options.Format;
        var size = OutputSize.Compute(options, photo.UprightWidth, photo.UprightHeight);
        var isWhole =
            (size.Width, size.Height) == (photo.UprightWidth, photo.UprightHeight)
            && (options.Format != PictureFormat.Svg || photo.Orientation.Value == 1);
        if (photo is JpegPhoto jpeg && format == PictureFormat.Jpeg && isWhole)
        {
            if (options.Quality is not { } quality)
                return photo;
            if (jpeg.HasCoefficients)
                return JpegCanvas.Open(JpegBuilder.Requantised(jpeg.Image, quality, stop), stop);
        }

        if (!isJpeg && format == PictureFormat.Png && isWhole)
            return photo;

        using var source = new UprightPixels(photo, stop);
        var pixels = source.Read(new PixelPart(size.Left, size.Top, size.SourceWidth, size.SourceHeight), size.Width, size.Height);
        stop.ThrowIfCancellationRequested();
        return format switch
        {
            PictureFormat.Jpeg => ToJpeg(photo, pixels, options.Quality, stop),
            PictureFormat.WebP => new WebPPhoto(ToPng(photo, pixels), options.Quality ?? JpegBuilder.DefaultQuality),
            _ => ToPng(photo, pixels),
        };
    }

    // Without a requested quality, the photo's own quantisation tables are used.
    private static Photo ToJpeg(Photo photo, Pixels pixels, int? quality, CancellationToken stop)
    {
        var source = (photo as JpegPhoto)?.Image.Frame;
        var tables =
            quality is null && source is not null
                ? (source.Components[0].Quantiser!, source.Components[1].Quantiser!)
                : JpegBuilder.Tables(quality ?? JpegBuilder.DefaultQuality);
        var halfChroma = source is not null && source.Components[1].H < source.MaxH;
        return JpegCanvas.Open(JpegBuilder.FromPixels(pixels.WithoutAlpha(), tables, halfChroma, photo.Profile, stop), stop);
    }

    private static PngPhoto ToPng(Photo photo, Pixels pixels) =>
        new(
            new PngImage
            {
                Header = new PngHeader(pixels.Width, pixels.Height, pixels.Channels == 4 ? PngColour.Rgba : PngColour.Rgb, 8, false),
                Rows = pixels.Data,
                Meaning = photo.Profile is { } profile
                    ? [("iCCP", IccProfile.ToPng(profile))]
                    : (photo as PngPhoto)?.ChunksWithoutProfile ?? [],
            }
        );
}
