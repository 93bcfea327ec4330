using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>
/// The plain path, for JPEGs that <see cref="CompressedPhoto"/> does not take: planes of samples, into which masks are blended, and
/// every row of MCUs encoded anew with the photo's own quantisation tables.
/// </summary>
internal sealed class PlanePhoto(JpegImage image) : Photo
{
    public override int Width => image.Frame.Width;

    public override int Height => image.Frame.Height;

    public override Orientation Orientation => image.Orientation;

    public override string MediaType => "image/jpeg";

    public override long MemoryBytes => image.Frame.Components.Sum(c => (long)c.Samples.Length);

    internal override byte[]? Profile => IccProfile.FromJpeg(image.IccSegments);

    internal override int Channels => 3;

    internal override void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop) => JpegWindow.Read(image, part, pixels, stop);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var frame = image.Frame;
        var writer = new JpegWriter(image, output);
        var strips = Array.ConvertAll(frame.Components, c => new byte[c.Stride * 8 * c.V]);
        var layers = scene.Layers.Select(layer => new LayerStrip(new ShapeTable(layer, Width, Height), frame, Paint.For(layer.Fill, image.Colour, Colours))).ToArray();
        for (var row = 0; row < frame.McusHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < strips.Length; i++)
            {
                var samples = frame.Components[i].Samples;
                samples.AsSpan(row * strips[i].Length, strips[i].Length).CopyTo(strips[i]);
            }

            foreach (var layer in layers)
            {
                if (layer.Draw(row)) layer.Blend(strips);
            }

            writer.WriteMcuRow(strips);
        }

        writer.Finish();
    }
}
