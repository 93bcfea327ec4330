using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;

namespace Cutis.Imaging;

/// <summary>A layer drawn over one row of MCUs after the other, and what it paints on the samples of the components.</summary>
internal sealed class LayerStrip : IDisposable
{
    private readonly LayerRasteriser _rasteriser;
    private readonly JpegFrame _frame;
    private readonly Paint _paint;
    private readonly float[] _means = new float[64];
    private readonly float[] _line;
    private readonly float[] _samples = new float[8];
    private (int H, int V, int X, int Row) _meansOf;
    private bool _meansAreEven;

    public LayerStrip(ShapeTable table, JpegFrame frame, Paint paint)
    {
        (_frame, _paint) = (frame, paint);
        _rasteriser = new LayerRasteriser(table, frame.Width, frame.Height, 8 * frame.MaxV);
        _line = new float[8 * frame.MaxH];
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose() => _rasteriser.Dispose();

    /// <summary>Draws a row of MCUs; false when there is nothing on it.</summary>
    public bool Draw(int mcuRow)
    {
        _meansOf = default;
        return _rasteriser.Draw(mcuRow);
    }

    /// <summary>Draws a row of MCUs and marks those that it has drawn on; false when there are none.</summary>
    public bool Draw(int mcuRow, bool[] touched)
    {
        if (!Draw(mcuRow)) return false;
        var tiles = _rasteriser.Tiles;
        var end = Math.Min(_rasteriser.End, _frame.McusWide * _frame.MaxH);
        for (var tile = _rasteriser.First; tile < end; tile++)
            if (tiles[tile] != 0) touched[tile / _frame.MaxH] = true;
        return true;
    }

    /// <summary>Blends the layer into the samples of the row of MCUs, per component stride × 8 · V.</summary>
    public void Blend(byte[][] strips)
    {
        var paint = new BlockPaint();
        for (var i = 0; i < strips.Length; i++)
        {
            var c = _frame.Components[i];
            for (var v = 0; v < c.V; v++)
            {
                for (var x = 0; x < c.BlocksWide; x++)
                {
                    Sample(i, c, x, v, paint);
                    if (paint.Kind != BlockPaintKind.None) Blend(strips[i].AsSpan((v * 8 * c.Stride) + (x * 8)), c.Stride, paint);
                }
            }
        }
    }

    /// <summary>What the layer paints on a block.</summary>
    /// <param name="channel">Place of the component.</param>
    /// <param name="c">The component.</param>
    /// <param name="x">Column of the block in the component.</param>
    /// <param name="v">Row of the block in the MCU.</param>
    /// <param name="paint">Receives it.</param>
    public void Sample(int channel, JpegComponent c, int x, int v, BlockPaint paint)
    {
        // The pixels that the block stands for.
        var (left, right) = (x * 8 * _frame.MaxH / c.H, JpegFrame.CeilDiv((x + 1) * 8 * _frame.MaxH, c.H));
        var (top, bottom) = (v * 8 * _frame.MaxV / c.V, JpegFrame.CeilDiv((v + 1) * 8 * _frame.MaxV, c.V));
        var (firstTile, endTile) = (left / LayerRasteriser.TileWidth, JpegFrame.CeilDiv(right, LayerRasteriser.TileWidth));
        var first = _rasteriser.Tiles[firstTile];
        var isEven = !float.IsNaN(first);
        for (var tile = firstTile + 1; tile < endTile; tile++) isEven &= _rasteriser.Tiles[tile] == first;
        if (isEven)
        {
            SetEven(paint, channel, first);
            return;
        }

        for (var tile = firstTile; tile < endTile; tile++) _rasteriser.Fill(tile);
        if (right - left == 8 && bottom - top == 8) SamplePixels(channel, left, top, paint);
        else SampleMeans(channel, c, x, v, paint);
    }

    /// <summary>The opacity of the layer on an MCU; false where it does not cover it evenly.</summary>
    public bool SampleMcu(int column, BlockPaint paint)
    {
        var tiles = _rasteriser.Tiles.Slice(column * _frame.MaxH, _frame.MaxH);
        if (float.IsNaN(tiles[0]) || tiles.IndexOfAnyExcept(tiles[0]) >= 0) return false;
        paint.Opacity = tiles[0];
        return true;
    }

    /// <summary>The column after the last MCU of a run that has the opacity of the first one, which it covers evenly.</summary>
    public int RunEnd(int column)
    {
        var tiles = _rasteriser.Tiles[(column * _frame.MaxH)..(_frame.McusWide * _frame.MaxH)];
        var end = tiles.IndexOfAnyExcept(tiles[0]);
        return end < 0 ? _frame.McusWide : column + (end / _frame.MaxH);
    }

    /// <summary>Sets share and colour of what was sampled evenly.</summary>
    public void Colour(int channel, BlockPaint paint) => SetEven(paint, channel, paint.Opacity);

    private void Blend(Span<byte> block, int stride, BlockPaint paint)
    {
        paint.Spread();
        for (var y = 0; y < 8; y++)
        {
            var row = block.Slice(y * stride, 8);
            for (var x = 0; x < 8; x++) _samples[x] = row[x] - 128;
            paint.Blend(Vector256.Create(_samples), 8 * y).CopyTo(_samples);
            for (var x = 0; x < 8; x++) row[x] = (byte)(_samples[x] + 128.5f);
        }
    }

    private void SetEven(BlockPaint paint, int channel, float opacity) => SetEven(paint, channel, opacity, opacity * _paint.AlphaOf(channel));

    private void SetEven(BlockPaint paint, int channel, float opacity, float share)
    {
        paint.Kind = share == 0 ? BlockPaintKind.None : BlockPaintKind.Even;
        (paint.Share, paint.Colour) = (share, _paint.At(channel, opacity));
    }

    private ReadOnlySpan<float> Line(int y, int left, int count) => _rasteriser.Opacity.Slice((y * _rasteriser.Stride) + left, count);

    private void SamplePixels(int channel, int left, int top, BlockPaint paint)
    {
        var pixels = _rasteriser.Opacity[((top * _rasteriser.Stride) + left)..];
        var first = Vector256.Create(pixels[0]).AsInt32();
        var difference = Vector256<int>.Zero;
        for (var y = 0; y < 8; y++) difference |= Vector256.Create(pixels.Slice(y * _rasteriser.Stride, 8)).AsInt32() ^ first;
        if (difference == Vector256<int>.Zero)
        {
            SetEven(paint, channel, pixels[0]);
            return;
        }

        paint.Kind = BlockPaintKind.Mixed;
        var alpha = _paint.AlphaOf(channel);
        var colour = Vector256.Create(_paint.At(channel, 1));
        for (var y = 0; y < 8; y++)
        {
            var line = pixels.Slice(y * _rasteriser.Stride, 8);
            var share = Vector256.Create(line) * alpha;
            if (!_paint.IsSolid) colour = Colours(channel, line);
            share.CopyTo(paint.Shares, 8 * y);
            (share * colour).CopyTo(paint.Colours, 8 * y);
        }
    }

    private Vector256<float> Colours(int channel, ReadOnlySpan<float> line)
    {
        Span<float> colours = stackalloc float[8];
        for (var x = 0; x < 8; x++) colours[x] = _paint.At(channel, line[x]);
        return Vector256.Create<float>(colours);
    }

    // A subsampled sample takes the mean of what its pixels take. Of one colour, only the shares have to be found, and those are
    // the same for both chroma components, which follow one another.
    private void SampleMeans(int channel, JpegComponent c, int x, int v, BlockPaint paint)
    {
        if (_paint.AlphaOf(channel) == 0)
        {
            paint.Kind = BlockPaintKind.None;
            return;
        }

        if (_meansOf != (c.H, c.V, x, v))
        {
            Means(c, x, v, channel: -1, _means);
            _meansOf = (c.H, c.V, x, v);
            var difference = Vector256<int>.Zero;
            for (var k = 0; k < 64; k += 8) difference |= Vector256.Create(_means, k).AsInt32() ^ Vector256.Create(_means[0]).AsInt32();
            _meansAreEven = difference == Vector256<int>.Zero;
        }

        // Of several colours, equal shares may still be of different ones; none is none.
        if (_meansAreEven && (_paint.IsSolid || _means[0] == 0))
        {
            SetEven(paint, channel, 1, _means[0]);
            return;
        }

        paint.Kind = BlockPaintKind.Mixed;
        _means.CopyTo(paint.Shares, 0);
        if (_paint.IsSolid)
        {
            var colour = Vector256.Create(_paint.At(channel, 1));
            for (var k = 0; k < 64; k += 8) (Vector256.Create(_means, k) * colour).CopyTo(paint.Colours, k);
        }
        else
        {
            Means(c, x, v, channel, paint.Colours);
        }
    }

    // The mean share of each sample's pixels; with a channel, of the share times its colour.
    private void Means(JpegComponent c, int x, int v, int channel, float[] means)
    {
        if (_frame.MaxH % c.H == 0 && _frame.MaxV % c.V == 0)
        {
            WholeMeans(_frame.MaxH / c.H, _frame.MaxV / c.V, x, v, channel, means);
            return;
        }

        for (var k = 0; k < 64; k++) means[k] = Mean(c, (x * 8) + (k & 7), (v * 8) + (k >> 3), channel);
    }

    private void WholeMeans(int across, int down, int x, int v, int channel, float[] means)
    {
        var factor = _paint.Alpha / (across * down);
        for (var y = 0; y < 8; y++)
        {
            for (var part = 0; part < across; part++)
            {
                var sum = Vector256<float>.Zero;
                for (var i = 0; i < down; i++)
                {
                    var line = Line((((v * 8) + y) * down) + i, ((x * across) + part) * 8, 8);
                    sum += channel < 0 ? Vector256.Create(line) : Vector256.Create(line) * Colours(channel, line);
                }

                sum.CopyTo(_line, 8 * part);
            }

            if (across == 2 && Avx.IsSupported)
            {
                var (low, high) = (Vector256.Create(_line, 0), Vector256.Create(_line, 8));
                var pairs = Avx.HorizontalAdd(low, high).AsDouble();
                (Vector256.Create(pairs.GetElement(0), pairs.GetElement(2), pairs.GetElement(1), pairs.GetElement(3)).AsSingle() * factor).CopyTo(means, 8 * y);
                continue;
            }

            for (var k = 0; k < 8; k++)
            {
                var sum = _line[k * across];
                for (var i = 1; i < across; i++) sum += _line[(k * across) + i];
                means[(8 * y) + k] = sum * factor;
            }
        }
    }

    private float Mean(JpegComponent c, int column, int row, int channel)
    {
        var (left, right) = (column * _frame.MaxH / c.H, JpegFrame.CeilDiv((column + 1) * _frame.MaxH, c.H));
        var (top, bottom) = (row * _frame.MaxV / c.V, JpegFrame.CeilDiv((row + 1) * _frame.MaxV, c.V));
        var sum = 0f;
        for (var y = top; y < bottom; y++)
            foreach (var opacity in Line(y, left, right - left)) sum += channel < 0 ? opacity : opacity * _paint.At(channel, opacity);
        return sum * _paint.Alpha / ((bottom - top) * (right - left));
    }
}
