using System.Buffers.Binary;
using Cutis.Imaging.Png;
using Cutis.Imaging.Raster;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>A PNG as rows of RGB or RGBA, 8 or 16 bits; masks are blended row by row.</summary>
internal sealed class PngPhoto(PngImage source) : Photo
{
    private const int StripRows = 16;
    private readonly PngImage _image = PngPixels.Expand(source);

    public override int Width => _image.Header.Width;

    public override int Height => _image.Header.Height;

    public override Orientation Orientation => _image.Orientation;

    public override string MediaType => "image/png";

    public override long MemoryBytes => _image.Rows.Length;

    private protected override void DrawStored(Scene scene, Stream output, CancellationToken stop)
    {
        var header = _image.Header;
        using var writer = new PngWriter(output, header, [], [], _image.Meaning, _image.Orientation);
        var layers = scene.Layers
            .Select(layer => (Rasteriser: new LayerRasteriser(new ShapeTable(layer, Width, Height), Width, Height, StripRows), Paint: new Paint(layer.Fill, Paint.Rgb)))
            .ToArray();
        var row = new byte[header.RowBytes(Width)];
        for (var y = 0; y < Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            _image.Rows.AsSpan(y * row.Length, row.Length).CopyTo(row);
            foreach (var (rasteriser, paint) in layers)
            {
                if (y % StripRows == 0) rasteriser.Draw(y / StripRows);
                for (var tile = rasteriser.First; tile < rasteriser.End; tile++)
                    if (rasteriser.Tiles[tile] != 0) Blend(row, rasteriser, y % StripRows, tile, paint);
            }

            writer.WriteRow(row);
        }

        writer.Finish();
    }

    private void Blend(Span<byte> row, LayerRasteriser rasteriser, int line, int tile, Paint paint)
    {
        rasteriser.Fill(tile);
        var opacity = rasteriser.Opacity.Slice(line * rasteriser.Stride, Width);
        var (channels, deep) = (_image.Header.Channels, _image.Header.BitDepth == 16);
        float most = deep ? 65535 : 255;
        for (var x = tile * LayerRasteriser.TileWidth; x < Math.Min(Width, (tile + 1) * LayerRasteriser.TileWidth); x++)
        {
            var share = opacity[x] * paint.Alpha;
            if (share == 0) continue;
            var at = x * channels;
            // Source over destination, straight alpha (W3C Compositing and Blending Level 1, section 5.1).
            var below = channels == 4 ? Get(row, at + 3, deep) / most : 1f;
            var result = share + (below * (1 - share));
            for (var i = 0; i < 3; i++)
            {
                var colour = paint.At(i, opacity[x]) * (most / 255);
                var mixed = ((share * colour) + (below * (1 - share) * Get(row, at + i, deep))) / result;
                Set(row, at + i, deep, mixed);
            }

            if (channels == 4) Set(row, at + 3, deep, result * most);
        }
    }

    private static float Get(ReadOnlySpan<byte> row, int at, bool deep) =>
        deep ? BinaryPrimitives.ReadUInt16BigEndian(row[(2 * at)..]) : row[at];

    private static void Set(Span<byte> row, int at, bool deep, float value)
    {
        if (deep) BinaryPrimitives.WriteUInt16BigEndian(row[(2 * at)..], (ushort)(value + 0.5f));
        else row[at] = (byte)(value + 0.5f);
    }
}
