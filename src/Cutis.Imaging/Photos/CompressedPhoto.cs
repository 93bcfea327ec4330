using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>
/// A JPEG that is drawn on without being decoded to pixels: blocks that a mask leaves alone are copied as bits, blocks that it
/// covers evenly are scaled as coefficients, and only blocks on its edges are transformed.
/// </summary>
/// <remarks>
/// Coefficients of blocks that no mask touches stay exactly those of the upload. The picture has a restart marker after every row
/// of MCUs (T.81, B.2.4.4), so rows are made independently of one another.
/// </remarks>
internal sealed class CompressedPhoto(JpegImage image, CanonicalBase canonical) : Photo
{
    /// <summary>The picture as it was read.</summary>
    public JpegImage Image => image;

    public override int Width => image.Frame.Width;

    public override int Height => image.Frame.Height;

    public override Orientation Orientation => image.Orientation;

    public override string MediaType => "image/jpeg";

    public override long MemoryBytes => canonical.MemoryBytes + image.Frame.Components.Sum(c => 2L * c.Coefficients.Length);

    internal override byte[]? Profile => IccProfile.FromJpeg(image.IccSegments);

    internal override Pixels ReadPixels(CancellationToken stop) => image.ToPixels(stop);

    private protected override void DrawStored(Scene scene, Stream output, CancellationToken stop)
    {
        var frame = image.Frame;
        output.Write(JpegHeader.Write(image, canonical.Tables, restartInterval: frame.McusWide));
        var layers = scene.Layers.Select(layer => new LayerStrip(new ShapeTable(layer, Width, Height), frame, Paint.For(layer.Fill, image.Colour))).ToArray();
        var composer = new RowComposer(canonical, layers);
        for (var row = 0; row < frame.McusHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            output.Write(composer.Compose(row));
        }

        foreach (var layer in layers) layer.Dispose();
    }
}
