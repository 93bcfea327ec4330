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
    // Rows of MCUs that one worker draws in one go.
    private const int BandRows = 8;

    private readonly TwinShelf _twins = new(canonical);

    /// <summary>The picture as it was read.</summary>
    public JpegImage Image => image;

    public override int Width => image.Frame.Width;

    public override int Height => image.Frame.Height;

    public override Orientation Orientation => image.Orientation;

    public override string MediaType => "image/jpeg";

    public override long MemoryBytes => canonical.MemoryBytes + _twins.Capacity + image.Frame.Components.Sum(c => 2L * c.Coefficients.Length);

    internal override byte[]? Profile => IccProfile.FromJpeg(image.IccSegments);

    internal override int Channels => 3;

    internal override void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop) => JpegWindow.Read(image, part, pixels, stop);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var frame = image.Frame;
        output.Write(JpegHeader.Write(image, canonical.Tables, restartInterval: frame.McusWide));
        var layers = scene.Layers.Select(layer => (Table: new ShapeTable(layer, Width, Height), Paint: Paint.For(layer.Fill, image.Colour, Colours))).ToArray();
        // A heat map has many opacities, and little of each.
        var twins = scene.Layers.All(layer => layer.Overlap == Overlap.Union && layer.Field is null) && scene.Layers.Sum(layer => layer.Levels.Length) <= TwinShelf.Places ? new PictureTwins(_twins) : null;
        var bands = JpegFrame.CeilDiv(frame.McusHigh, BandRows);
        workers = Math.Min(workers, bands);
        if (workers <= 1)
        {
            DrawRows(layers, twins, Enumerable.Range(0, frame.McusHigh), (_, bytes) => output.Write(bytes), stop);
            return;
        }

        // Each band is collected, and written as soon as all before it are.
        var parts = new BandWriter(bands, output);
        var next = 0;
        Parallel.For(0, workers, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = workers }, _ =>
            DrawRows(layers, twins, Rows(() => Interlocked.Increment(ref next) - 1), (row, bytes) =>
            {
                parts.Append(row / BandRows, bytes, isLast: (row + 1) % BandRows == 0 || row + 1 == frame.McusHigh);
            }, stop));
    }

    // The rows of one band after the other, until none is left.
    private IEnumerable<int> Rows(Func<int> nextBand)
    {
        for (var band = nextBand(); band * BandRows < image.Frame.McusHigh; band = nextBand())
            for (var row = band * BandRows; row < Math.Min(image.Frame.McusHigh, (band + 1) * BandRows); row++) yield return row;
    }

    private void DrawRows((ShapeTable Table, Paint Paint)[] layers, PictureTwins? twins, IEnumerable<int> rows, TakeRow take, CancellationToken stop)
    {
        var strips = Array.ConvertAll(layers, layer => new LayerStrip(layer.Table, image.Frame, layer.Paint));
        try
        {
            var composer = new RowComposer(canonical, strips, twins);
            foreach (var row in rows)
            {
                stop.ThrowIfCancellationRequested();
                take(row, composer.Compose(row));
            }
        }
        finally
        {
            foreach (var strip in strips) strip.Dispose();
        }
    }

    private delegate void TakeRow(int row, ReadOnlySpan<byte> bytes);
}
