using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>A layer drawn over one row of MCUs after the other, and what it paints on the samples of the components.</summary>
internal sealed class LayerStrip
{
    private readonly LayerRasteriser _rasteriser;
    private readonly JpegFrame _frame;
    private readonly Paint _paint;
    private readonly float[][] _opacity;
    private readonly List<PixelRun>[] _runs;
    private readonly float[] _means = new float[64];
    private (int H, int V, int X, int Row) _meansOf;

    public LayerStrip(Layer layer, JpegFrame frame, Paint paint)
    {
        (_frame, _paint) = (frame, paint);
        _rasteriser = new LayerRasteriser(layer, frame.Width, frame.Height);
        var rows = 8 * frame.MaxV;
        _opacity = new float[rows][];
        _runs = new List<PixelRun>[rows];
        for (var y = 0; y < rows; y++) (_opacity[y], _runs[y]) = (new float[frame.McusWide * 8 * frame.MaxH], []);
    }

    /// <summary>Draws a row of MCUs; rows come from the top down, and the one before must have been cleared.</summary>
    public void Draw(int mcuRow)
    {
        _meansOf = default;
        var top = mcuRow * _opacity.Length;
        for (var y = 0; y < _opacity.Length; y++)
        {
            if (top + y < _frame.Height) DrawRow(top + y, y);
            else RepeatRow(y);
        }
    }

    /// <summary>Draws a row of MCUs and marks those that it has drawn on; false when there are none.</summary>
    public bool Draw(int mcuRow, bool[] touched)
    {
        Draw(mcuRow);
        var any = false;
        foreach (var runs in _runs)
        {
            foreach (var run in runs)
            {
                var (first, last) = (run.From / (8 * _frame.MaxH), (run.To - 1) / (8 * _frame.MaxH));
                touched.AsSpan(first, last - first + 1).Fill(true);
                any = true;
            }
        }

        return any;
    }

    /// <summary>Forgets what was drawn.</summary>
    public void Clear()
    {
        for (var y = 0; y < _opacity.Length; y++)
        {
            foreach (var run in _runs[y]) _opacity[y].AsSpan(run.From, run.To - run.From).Clear();
            _runs[y].Clear();
        }
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
                    if (paint.Kind != BlockPaintKind.None) paint.Blend(strips[i].AsSpan((v * 8 * c.Stride) + (x * 8)), c.Stride);
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
        var first = _opacity[top][left];
        if (IsEven(first, left, right, top, bottom))
        {
            paint.Kind = first == 0 ? BlockPaintKind.None : BlockPaintKind.Even;
            (paint.Share, paint.Colour) = (first * _paint.Alpha, _paint.At(channel, first));
            return;
        }

        paint.Kind = BlockPaintKind.Mixed;
        if (right - left == 8 && bottom - top == 8) SamplePixels(channel, left, top, paint);
        else SampleMeans(channel, c, x, v, paint);
    }

    private bool IsEven(float value, int left, int right, int top, int bottom)
    {
        for (var y = top; y < bottom; y++)
            if (_opacity[y].AsSpan(left, right - left).IndexOfAnyExcept(value) >= 0) return false;
        return true;
    }

    private void SamplePixels(int channel, int left, int top, BlockPaint paint)
    {
        for (var y = 0; y < 8; y++)
        {
            var line = _opacity[top + y].AsSpan(left, 8);
            for (var x = 0; x < 8; x++)
            {
                var share = line[x] * _paint.Alpha;
                paint.Shares[(8 * y) + x] = share;
                paint.Colours[(8 * y) + x] = share == 0 ? 0 : share * _paint.At(channel, line[x]);
            }
        }
    }

    // A subsampled sample takes the mean of what its pixels take. Of one colour, only the shares have to be found, and those are
    // the same for both chroma components, which follow one another.
    private void SampleMeans(int channel, JpegComponent c, int x, int v, BlockPaint paint)
    {
        if (_meansOf != (c.H, c.V, x, v))
        {
            for (var k = 0; k < 64; k++) _means[k] = Mean(c, (x * 8) + (k & 7), (v * 8) + (k >> 3), channel: -1);
            _meansOf = (c.H, c.V, x, v);
        }

        var colour = _paint.At(channel, 1);
        for (var k = 0; k < 64; k++)
        {
            paint.Shares[k] = _means[k];
            paint.Colours[k] = _paint.IsSolid ? _means[k] * colour : Mean(c, (x * 8) + (k & 7), (v * 8) + (k >> 3), channel);
        }
    }

    // The mean share of a sample's pixels; with a channel, of the share times its colour.
    private float Mean(JpegComponent c, int column, int row, int channel)
    {
        var (left, right) = (column * _frame.MaxH / c.H, JpegFrame.CeilDiv((column + 1) * _frame.MaxH, c.H));
        var (top, bottom) = (row * _frame.MaxV / c.V, JpegFrame.CeilDiv((row + 1) * _frame.MaxV, c.V));
        var sum = 0f;
        for (var y = top; y < bottom; y++)
        {
            foreach (var opacity in _opacity[y].AsSpan(left, right - left))
                if (opacity > 0) sum += channel < 0 ? opacity : opacity * _paint.At(channel, opacity);
        }

        return sum * _paint.Alpha / ((bottom - top) * (right - left));
    }

    // Blocks reach beyond the picture; what lies there continues its edge, so that the edge is coded without ringing.
    private void DrawRow(int row, int y)
    {
        _rasteriser.Draw(row, _opacity[y].AsSpan(0, _frame.Width), _runs[y]);
        if (_runs[y].Count == 0 || _runs[y][^1].To < _frame.Width) return;
        _opacity[y].AsSpan(_frame.Width).Fill(_opacity[y][_frame.Width - 1]);
        _runs[y][^1] = new PixelRun(_runs[y][^1].From, _opacity[y].Length);
    }

    private void RepeatRow(int y)
    {
        _opacity[y - 1].CopyTo(_opacity[y], 0);
        _runs[y].AddRange(_runs[y - 1]);
    }
}
