using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;

namespace Cutis.Imaging.Compositing;

/// <summary>Draws one layer, MCU row by MCU row, and says what it paints on the samples of each component.</summary>
internal sealed class LayerStrip : IDisposable
{
    private readonly LayerRasteriser _rasteriser;
    private readonly JpegFrame _frame;
    private readonly Paint _paint;
    private readonly float[] _line;
    private readonly float[] _samples = new float[8];
    private (int H, int V, int X, int Row) _meansOf;

    // Valid for the block for which they were computed last.
    private float[] _means = [];
    private bool _meansAreUniform;
    private float? _uniformOpacity;

    public LayerStrip(ShapeTable table, JpegFrame frame, Paint paint)
    {
        (_frame, _paint) = (frame, paint);
        _rasteriser = new LayerRasteriser(table, frame.Width, frame.Height, 8 * frame.MaxV);
        _line = new float[8 * frame.MaxH];
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose() => _rasteriser.Dispose();

    /// <summary>Draws an MCU row; false when the layer has nothing on it.</summary>
    public bool Draw(int mcuRow)
    {
        _meansOf = default;
        return _rasteriser.Draw(mcuRow);
    }

    /// <summary>Draws an MCU row and marks the MCUs that the layer has drawn on; false when there are none.</summary>
    public bool Draw(int mcuRow, bool[] touched)
    {
        if (!Draw(mcuRow))
            return false;
        var tiles = _rasteriser.Tiles;
        var end = Math.Min(_rasteriser.End, _frame.McusWide * _frame.MaxH);
        for (var tile = _rasteriser.First; tile < end; tile++)
            if (tiles[tile] != 0)
                touched[tile / _frame.MaxH] = true;
        return true;
    }

    /// <summary>Blends the layer into the samples of the MCU row. Each component has a strip of stride × 8·V samples.</summary>
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
                    if (paint.Kind != BlockPaintKind.None)
                        Blend(strips[i].AsSpan((v * 8 * c.Stride) + (x * 8)), c.Stride, paint);
                }
            }
        }
    }

    /// <summary>Computes what the layer paints on a block.</summary>
    /// <param name="channel">Index of the component.</param>
    /// <param name="c">The component.</param>
    /// <param name="x">Column of the block in the component.</param>
    /// <param name="v">Row of the block in the MCU.</param>
    /// <param name="paint">Receives the result.</param>
    public void Sample(int channel, JpegComponent c, int x, int v, BlockPaint paint)
    {
        if (_paint.AlphaOf(channel) == 0)
            paint.Kind = BlockPaintKind.None;
        else if (c.H == _frame.MaxH && c.V == _frame.MaxV)
            SamplePixels(channel, x, v, paint);
        else
            SampleMeans(channel, c, x, v, paint);
    }

    /// <summary>Reads the opacity of the layer on an MCU; false when the layer does not cover it uniformly.</summary>
    public bool SampleMcu(int column, BlockPaint paint)
    {
        var tiles = _rasteriser.Tiles.Slice(column * _frame.MaxH, _frame.MaxH);
        if (float.IsNaN(tiles[0]) || tiles.IndexOfAnyExcept(tiles[0]) >= 0)
            return false;
        paint.Opacity = tiles[0];
        return true;
    }

    /// <summary>The column after the last MCU of a run with the uniform opacity of the first one.</summary>
    public int RunEnd(int column)
    {
        var tiles = _rasteriser.Tiles[(column * _frame.MaxH)..(_frame.McusWide * _frame.MaxH)];
        var end = tiles.IndexOfAnyExcept(tiles[0]);
        return end < 0 ? _frame.McusWide : column + (end / _frame.MaxH);
    }

    /// <summary>Sets share and colour of a block that was sampled as uniform.</summary>
    public void Colour(int channel, BlockPaint paint) => SetUniform(paint, channel, paint.Opacity);

    private void Blend(Span<byte> block, int stride, BlockPaint paint)
    {
        paint.ExpandToSamples();
        for (var y = 0; y < 8; y++)
        {
            var row = block.Slice(y * stride, 8);
            for (var x = 0; x < 8; x++)
                _samples[x] = row[x] - 128;
            paint.Blend(Vector256.Create(_samples), 8 * y).CopyTo(_samples);
            for (var x = 0; x < 8; x++)
                row[x] = (byte)(_samples[x] + 128.5f);
        }
    }

    private void SetUniform(BlockPaint paint, int channel, float opacity) =>
        SetUniform(paint, channel, opacity, opacity * _paint.AlphaOf(channel));

    private void SetUniform(BlockPaint paint, int channel, float opacity, float share)
    {
        paint.Kind = share == 0 ? BlockPaintKind.None : BlockPaintKind.Uniform;
        (paint.Share, paint.Colour) = (share, _paint.At(channel, opacity));
    }

    private void SetMixed(BlockPaint paint, float[] shares, int at, float factor, float colour, float[]? colours)
    {
        paint.Kind = BlockPaintKind.PerSample;
        (paint.Shares, paint.At, paint.Factor) = (shares, at, factor);
        (paint.Colour, paint.Colours) = (colour, colours);
    }

    // At full resolution each sample stands for one pixel, so that a block is a part of one tile.
    private void SamplePixels(int channel, int tile, int v, BlockPaint paint)
    {
        var (opacity, pixels, at) = (_rasteriser.Tiles[tile], _rasteriser.Opacity, _rasteriser.At(tile, 8 * v));
        if (!float.IsNaN(opacity))
            SetUniform(paint, channel, opacity);
        else if (AreAlike(pixels, at))
            SetUniform(paint, channel, pixels[at]);
        else if (_paint.IsSolid)
            SetMixed(paint, pixels, at, _paint.AlphaOf(channel), _paint.At(channel, 1), null);
        else
        {
            for (var k = 0; k < 64; k += 8)
                (Vector256.Create(pixels, at + k) * _paint.Alpha * Colours(channel, pixels.AsSpan(at + k, 8))).CopyTo(
                    paint.SampleColours,
                    k
                );
            SetMixed(paint, pixels, at, _paint.Alpha, 0, paint.SampleColours);
        }
    }

    private static bool AreAlike(float[] values, int at)
    {
        var first = Vector256.Create(values[at]).AsInt32();
        var difference = Vector256<int>.Zero;
        for (var k = 0; k < 64; k += 8)
            difference |= Vector256.Create(values, at + k).AsInt32() ^ first;
        return difference == Vector256<int>.Zero;
    }

    private Vector256<float> Colours(int channel, ReadOnlySpan<float> line)
    {
        Span<float> colours = stackalloc float[8];
        for (var x = 0; x < 8; x++)
            colours[x] = _paint.At(channel, line[x]);
        return Vector256.Create<float>(colours);
    }

    // A subsampled sample receives the mean share of its pixels. For a single colour only the shares are needed; both chroma components
    // have the same ones and follow one another, so that the means are kept.
    private void SampleMeans(int channel, JpegComponent c, int x, int v, BlockPaint paint)
    {
        if (_meansOf != (c.H, c.V, x, v))
        {
            _meansOf = (c.H, c.V, x, v);
            _uniformOpacity = UniformOpacity(c, x);
            if (_uniformOpacity is null)
                FindMeans(c, x, v, channel: -1, _means = paint.SampleShares);
            _meansAreUniform = _uniformOpacity is null && AreAlike(_means, 0);
        }

        // With several colours, equal shares may still mean different colours. A share of zero means none.
        if (_uniformOpacity is { } opacity)
            SetUniform(paint, channel, opacity);
        else if (_meansAreUniform && (_paint.IsSolid || _means[0] == 0))
            SetUniform(paint, channel, 1, _means[0]);
        else if (_paint.IsSolid)
            SetMixed(paint, _means, 0, 1, _paint.At(channel, 1), null);
        else
        {
            FindMeans(c, x, v, channel, paint.SampleColours);
            SetMixed(paint, _means, 0, 1, 0, paint.SampleColours);
        }
    }

    // The opacity of all tiles below a block if they agree; otherwise their pixels are filled in and the answer is null.
    private float? UniformOpacity(JpegComponent c, int x)
    {
        var (first, end) = (x * _frame.MaxH / c.H, JpegFrame.CeilDiv((x + 1) * _frame.MaxH, c.H));
        var tiles = _rasteriser.Tiles[first..end];
        if (!float.IsNaN(tiles[0]) && tiles.IndexOfAnyExcept(tiles[0]) < 0)
            return tiles[0];
        for (var tile = first; tile < end; tile++)
            _rasteriser.Fill(tile);
        return null;
    }

    // The mean share over the pixels of each sample; when a channel is given, of share times colour.
    private void FindMeans(JpegComponent c, int x, int v, int channel, float[] means)
    {
        var (across, down) = (_frame.MaxH / c.H, _frame.MaxV / c.V);
        if (across * c.H != _frame.MaxH || down * c.V != _frame.MaxV)
        {
            for (var k = 0; k < 64; k++)
                means[k] = Mean(c, (x * 8) + (k & 7), (v * 8) + (k >> 3), channel);
            return;
        }

        var factor = _paint.Alpha / (across * down);
        if (across == 2 && down == 2 && channel < 0 && Avx2.IsSupported)
            HalfMeans(_rasteriser.At(2 * x, 16 * v), _rasteriser.At((2 * x) + 1, 16 * v), factor, means);
        else
            WholeMeans(across, down, x, v, channel, factor, means);
    }

    private void HalfMeans(int left, int right, float factor, float[] means)
    {
        // 8 × 16 pixels of a tile, which lie one row after another.
        Debug.Assert(
            Math.Min(left, right) >= 0 && Math.Max(left, right) + 128 <= _rasteriser.Opacity.Length,
            "the tiles lie within the strip"
        );
        ref var pixels = ref MemoryMarshal.GetArrayDataReference(_rasteriser.Opacity);
        for (var k = 0; k < 64; k += 8)
        {
            var low =
                Vector256.LoadUnsafe(ref pixels, (nuint)(left + (2 * k))) + Vector256.LoadUnsafe(ref pixels, (nuint)(left + (2 * k) + 8));
            var high =
                Vector256.LoadUnsafe(ref pixels, (nuint)(right + (2 * k))) + Vector256.LoadUnsafe(ref pixels, (nuint)(right + (2 * k) + 8));
            var pairs = Avx2.Permute4x64(Avx.HorizontalAdd(low, high).AsDouble(), 0b11_01_10_00).AsSingle();
            (pairs * factor).CopyTo(means, k);
        }
    }

    private void WholeMeans(int across, int down, int x, int v, int channel, float factor, float[] means)
    {
        for (var y = 0; y < 8; y++)
        {
            for (var part = 0; part < across; part++)
            {
                var sum = Vector256<float>.Zero;
                for (var i = 0; i < down; i++)
                {
                    var line = _rasteriser.Opacity.AsSpan(_rasteriser.At((x * across) + part, (((v * 8) + y) * down) + i), 8);
                    sum += channel < 0 ? Vector256.Create<float>(line) : Vector256.Create<float>(line) * Colours(channel, line);
                }

                sum.CopyTo(_line, 8 * part);
            }

            for (var k = 0; k < 8; k++)
            {
                var sum = _line[k * across];
                for (var i = 1; i < across; i++)
                    sum += _line[(k * across) + i];
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
        {
            for (var x = left; x < right; x++)
            {
                var opacity = _rasteriser.OpacityAt(x, y);
                sum += channel < 0 ? opacity : opacity * _paint.At(channel, opacity);
            }
        }

        return sum * _paint.Alpha / ((bottom - top) * (right - left));
    }
}
