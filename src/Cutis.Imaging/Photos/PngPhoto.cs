using Cutis.Imaging.Png;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>A PNG as rows of RGB or RGBA, 8 or 16 bits; masks are blended row by row.</summary>
internal sealed class PngPhoto(PngImage source) : Photo
{
    private readonly PngImage _image = PngPixels.Expand(source);

    public override int Width => _image.Header.Width;

    public override int Height => _image.Header.Height;

    public override Orientation Orientation => _image.Orientation;

    public override string MediaType => "image/png";

    public override long MemoryBytes => _image.Rows.Length;

    internal override byte[]? Profile => PngPixels.Profile(_image);

    internal override Pixels ReadPixels(CancellationToken stop) => PngPixels.ToPixels(_image);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var header = _image.Header;
        using var writer = new PngWriter(output, header, [], [], _image.Meaning, _image.Orientation);
        using var rows = new PixelRows(scene, header, Colours);
        var row = new byte[header.RowBytes(Width)];
        for (var y = 0; y < Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            _image.Rows.AsSpan(y * row.Length, row.Length).CopyTo(row);
            rows.Draw(y, row);
            writer.WriteRow(row);
        }

        writer.Finish();
    }

    /// <summary>The pixels with the scene drawn on them.</summary>
    internal Pixels DrawPixels(Scene scene, CancellationToken stop)
    {
        var pixels = PngPixels.ToPixels(_image);
        var copy = pixels with { Data = [.. pixels.Data] };
        var stride = Width * pixels.Channels;
        using var rows = new PixelRows(scene, _image.Header with { BitDepth = 8 }, Colours);
        for (var y = 0; y < Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            rows.Draw(y, copy.Data.AsSpan(y * stride, stride));
        }

        return copy;
    }
}
