using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// A JPEG whose components do not fit into one scan, such as one with 4 × 4 luma. It is drawn on in the compressed domain like a
/// <see cref="CompressedPhoto"/>, and written with one scan per component.
/// </summary>
/// <remarks>Such files are rare, so all blocks are coded for each picture. Blocks that no mask touches keep their coefficients.</remarks>
internal sealed class SeparatedPhoto(JpegImage image) : JpegPhoto(image)
{
    public override long MemoryBytes => Image.Frame.Components.Sum(c => 2L * c.Coefficients.Length);

    /// <summary>Whether all coefficients of a picture are within the baseline range.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static bool Takes(JpegImage image, CancellationToken stop)
    {
        foreach (var c in image.Frame.Components)
        {
            for (var row = 0; row < c.BlocksHigh; row++)
            {
                stop.ThrowIfCancellationRequested();
                for (var column = 0; column < c.BlocksWide; column++)
                    if (!BlockEncoder.IsBaseline(c.Block(row, column)))
                        return false;
            }
        }

        return true;
    }

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var frame = Image.Frame;
        var writer = new JpegWriter(Image, output);
        LayerStrip[] layers =
        [
            .. ShapeTable
                .Create(scene, Width, Height, stop)
                .Select(table => new LayerStrip(table, frame, Paint.For(table.Layer.Fill, Image.Colour, Colours))),
        ];
        try
        {
            var composer = new BlockComposer(frame, layers);
            var drawn = Array.ConvertAll(frame.Components, c => new short[64 * c.V * c.BlocksWide]);
            var touched = new bool[frame.McusWide];
            for (var row = 0; row < frame.McusHigh; row++)
            {
                stop.ThrowIfCancellationRequested();
                Array.Clear(touched);
                var isTouched = false;
                foreach (var layer in layers)
                    isTouched |= layer.Draw(row, touched);
                if (isTouched)
                    Compose(composer, row, touched, drawn);
                writer.WriteMcuRow(
                    (i, v, column) =>
                        frame.Components[i] is var c && isTouched
                            ? drawn[i].AsSpan(64 * ((v * c.BlocksWide) + column), 64)
                            : c.Block((row * c.V) + v, column)
                );
            }

            writer.Finish();
        }
        finally
        {
            foreach (var layer in layers)
                layer.Dispose();
        }
    }

    // Collects the blocks of an MCU row with the layers blended in, component by component and row by row.
    private void Compose(BlockComposer composer, int row, bool[] touched, short[][] drawn)
    {
        var components = Image.Frame.Components;
        for (var i = 0; i < components.Length; i++)
            components[i].Coefficients.AsSpan().Slice(row * drawn[i].Length, drawn[i].Length).CopyTo(drawn[i]);
        for (var column = 0; column < touched.Length; column++)
        {
            if (!touched[column])
                continue;
            composer.Compose(row, column);
            var place = 0;
            for (var i = 0; i < components.Length; i++)
            {
                var c = components[i];
                for (var k = 0; k < c.BlocksPerMcu; k++, place++)
                {
                    var at = ((k / c.H) * c.BlocksWide) + (column * c.H) + (k % c.H);
                    composer.Made(place)?.Values.CopyTo(drawn[i].AsSpan(64 * at, 64));
                }
            }
        }
    }
}
