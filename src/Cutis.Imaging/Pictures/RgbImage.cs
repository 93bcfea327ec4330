using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging;

/// <summary>Decoded pixels: red, green and blue, one byte each, row by row from the top, as a viewer sees them.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Data">3 × width × height bytes.</param>
public sealed record RgbImage(int Width, int Height, byte[] Data)
{
    /// <summary>The pixels as a JPEG file without chroma subsampling.</summary>
    /// <param name="quality">1..100, on libjpeg's scale.</param>
    public byte[] ToJpeg(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        using var file = new MemoryStream();
        var image = JpegMaker.OfPixels(new Pixels(Width, Height, 3, Data), JpegMaker.Tables(quality), halfChroma: false, profile: null);
        JpegCanvas.Open(image, CancellationToken.None).Draw(new Masks.Scene(Width, Height, []), file);
        return file.ToArray();
    }
}
