using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// Representation of JPEGs that <see cref="CompressedPhoto"/> cannot take: planes of samples into which masks are blended. Every MCU row is
/// encoded again, with the photo's own quantisation tables.
/// </summary>
internal sealed class PlanePhoto(JpegImage image) : JpegPhoto(image)
{
    public override long MemoryBytes => Image.Frame.Components.Sum(c => (long)c.Samples.Length);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var frame = Image.Frame;
        var writer = new JpegWriter(Image, output);
        var reciprocals = ForwardDct.Reciprocals(frame);
        var block = new short[64];
        var strips = Array.ConvertAll(frame.Components, c => new byte[c.Stride * 8 * c.V]);
        var layers = ShapeTable
            .Create(scene, Width, Height, stop)
            .Select(table => new LayerStrip(table, frame, Paint.For(table.Layer.Fill, Image.Colour, Colours)))
            .ToArray();
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
                if (layer.Draw(row))
                    layer.Blend(strips);
            }

            writer.WriteMcuRow(
                (i, v, column) =>
                {
                    var stride = frame.Components[i].Stride;
                    ForwardDct.ToCoefficients(strips[i].AsSpan((v * 8 * stride) + (column * 8)), stride, reciprocals[i], block);
                    return block;
                }
            );
        }

        writer.Finish();
    }
}
