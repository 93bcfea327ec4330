using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>Writes decoded pixels as files.</summary>
public static class RgbImageEncoding
{
    /// <summary>The pixels as a JPEG file without chroma subsampling.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="quality">1..100, on libjpeg's scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is outside its range.</exception>
    public static byte[] EncodeJpeg(this RgbImage image, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using var file = new MemoryStream();
        var pixels = new Pixels(image.Width, image.Height, 3, image.Data);
        var jpeg = JpegBuilder.FromPixels(pixels, JpegBuilder.Tables(quality), halfChroma: false, profile: null);
        JpegCanvas.Open(jpeg, CancellationToken.None).Draw(new Scene(image.Width, image.Height, []), file);
        return file.ToArray();
    }
}
