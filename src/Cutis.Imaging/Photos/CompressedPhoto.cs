using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// A JPEG that is drawn on without decoding it to pixels: blocks outside a mask are copied as bits, blocks that a mask covers uniformly are
/// scaled as coefficients, and only blocks on an edge are transformed.
/// </summary>
/// <remarks>
/// Coefficients of blocks that no mask touches stay exactly those of the upload. The picture has a restart marker after every MCU row
/// (T.81, B.2.4.4), so that rows are coded independently of one another.
/// </remarks>
internal sealed class CompressedPhoto(JpegImage image, IndexedScan scan) : JpegPhoto(image)
{
    // MCU rows that a worker draws before it asks for more.
    private const int BandRows = 8;

    private readonly ScaledScanCache _scaledScans = new(scan);

    public override long MemoryBytes =>
        scan.MemoryBytes + _scaledScans.Capacity + Image.Frame.Components.Sum(c => 2L * c.Coefficients.Length);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var frame = Image.Frame;
        output.Write(JpegHeader.Write(Image, scan.Tables, restartInterval: frame.McusWide));
        var layers = ShapeTable
            .Create(scene, Width, Height, stop)
            .Select(table => (Table: table, Paint: Paint.For(table.Layer.Fill, Image.Colour, Colours)))
            .ToArray();
        // A heat map has many opacities, each on few blocks: scaled scans would not pay off.
        var scaledScans =
            scene.Layers.All(layer => layer.Overlap == Overlap.Union && layer.Field is null)
            && scene.Layers.Sum(layer => layer.Levels.Length) <= ScaledScanCache.Places
                ? new PictureScaledScans(_scaledScans)
                : null;
        var bands = JpegFrame.CeilDiv(frame.McusHigh, BandRows);
        workers = Math.Min(workers, bands);
        if (workers <= 1)
        {
            DrawRows(layers, scaledScans, Enumerable.Range(0, frame.McusHigh), (_, bytes) => output.Write(bytes), stop);
            return;
        }

        // Each band is buffered, and written as soon as all bands before it have been.
        var parts = new BandWriter(bands, output);
        var next = 0;
        Parallel.For(
            0,
            workers,
            new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = workers },
            _ =>
                DrawRows(
                    layers,
                    scaledScans,
                    Rows(() => Interlocked.Increment(ref next) - 1),
                    (row, bytes) =>
                    {
                        parts.Append(row / BandRows, bytes, isLast: (row + 1) % BandRows == 0 || row + 1 == frame.McusHigh);
                    },
                    stop
                )
        );
    }

    // The rows of one band after another until none is left.
    private IEnumerable<int> Rows(Func<int> nextBand)
    {
        for (var band = nextBand(); band * BandRows < Image.Frame.McusHigh; band = nextBand())
        for (var row = band * BandRows; row < Math.Min(Image.Frame.McusHigh, (band + 1) * BandRows); row++)
            yield return row;
    }

    private void DrawRows(
        (ShapeTable Table, Paint Paint)[] layers,
        PictureScaledScans? scaledScans,
        IEnumerable<int> rows,
        TakeRow take,
        CancellationToken stop
    )
    {
        var strips = Array.ConvertAll(layers, layer => new LayerStrip(layer.Table, Image.Frame, layer.Paint));
        try
        {
            var composer = new RowComposer(scan, strips, scaledScans);
            foreach (var row in rows)
            {
                stop.ThrowIfCancellationRequested();
                take(row, composer.Compose(row));
            }
        }
        finally
        {
            foreach (var strip in strips)
                strip.Dispose();
        }
    }

    private delegate void TakeRow(int row, ReadOnlySpan<byte> bytes);
}
