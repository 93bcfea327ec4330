using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>Draws a layer into one row of MCUs after the other.</summary>
internal sealed class LayerStrip
{
    private readonly LayerRasteriser _rasteriser;
    private readonly JpegFrame _frame;
    private readonly Paint _paint;
    private readonly float[][] _opacity;
    private readonly List<PixelRun>[] _runs;
    private readonly List<PixelRun> _columns = [];

    public LayerStrip(Layer layer, JpegFrame frame, Paint paint)
    {
        (_frame, _paint) = (frame, paint);
        _rasteriser = new LayerRasteriser(layer, frame.Width, frame.Height);
        var rows = 8 * frame.MaxV;
        _opacity = new float[rows][];
        _runs = new List<PixelRun>[rows];
        for (var y = 0; y < rows; y++) (_opacity[y], _runs[y]) = (new float[frame.McusWide * 8 * frame.MaxH], []);
    }

    /// <summary>Blends the layer into the samples of a row of MCUs; rows come from the top down.</summary>
    public void Blend(int mcuRow, byte[][] strips)
    {
        var top = mcuRow * _opacity.Length;
        for (var y = 0; y < _opacity.Length; y++)
        {
            if (top + y < _frame.Height) DrawRow(top + y, y);
            else RepeatRow(y);
        }

        for (var i = 0; i < strips.Length; i++) BlendComponent(i, strips[i]);
        for (var y = 0; y < _opacity.Length; y++)
        {
            foreach (var run in _runs[y]) _opacity[y].AsSpan(run.From, run.To - run.From).Clear();
            _runs[y].Clear();
        }
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

    private void BlendComponent(int channel, byte[] strip)
    {
        var c = _frame.Components[channel];
        var isFull = c.H == _frame.MaxH && c.V == _frame.MaxV;
        for (var y = 0; y < 8 * c.V; y++)
        {
            // The rows of the picture that this row of samples stands for.
            var first = y * _frame.MaxV / c.V;
            var last = JpegFrame.CeilDiv((y + 1) * _frame.MaxV, c.V);
            var line = strip.AsSpan(y * c.Stride, c.Stride);
            if (isFull) BlendPixels(channel, _opacity[first], _runs[first], line);
            else BlendMeans(channel, c, first, last, line);
        }
    }

    private void BlendPixels(int channel, float[] opacity, List<PixelRun> runs, Span<byte> line)
    {
        foreach (var run in runs)
        {
            for (var x = run.From; x < run.To; x++)
            {
                var sample = (float)line[x];
                var share = opacity[x] * _paint.Alpha;
                line[x] = (byte)(sample + ((_paint.At(channel, opacity[x]) - sample) * share) + 0.5f);
            }
        }
    }

    // A subsampled sample takes the mean of what its pixels take.
    private void BlendMeans(int channel, JpegComponent c, int first, int last, Span<byte> line)
    {
        MergeRuns(c, first, last);
        foreach (var run in _columns)
        {
            for (var x = run.From; x < run.To; x++)
            {
                var from = x * _frame.MaxH / c.H;
                var to = JpegFrame.CeilDiv((x + 1) * _frame.MaxH, c.H);
                var (shares, paint) = (0f, 0f);
                for (var row = first; row < last; row++)
                {
                    for (var column = from; column < to; column++)
                    {
                        var opacity = _opacity[row][column];
                        shares += opacity;
                        paint += opacity * _paint.At(channel, opacity);
                    }
                }

                var k = _paint.Alpha / ((last - first) * (to - from));
                line[x] = (byte)((line[x] * (1 - (shares * k))) + (paint * k) + 0.5f);
            }
        }
    }

    // The samples of a component that any of the rows has drawn on, each once.
    private void MergeRuns(JpegComponent c, int first, int last)
    {
        _columns.Clear();
        for (var row = first; row < last; row++)
        {
            foreach (var run in _runs[row])
                _columns.Add(new PixelRun(run.From * c.H / _frame.MaxH, JpegFrame.CeilDiv(run.To * c.H, _frame.MaxH)));
        }

        _columns.Sort(static (a, b) => a.From.CompareTo(b.From));
        var kept = 0;
        for (var i = 1; i < _columns.Count; i++)
        {
            if (_columns[i].From > _columns[kept].To) _columns[++kept] = _columns[i];
            else _columns[kept] = new PixelRun(_columns[kept].From, Math.Max(_columns[kept].To, _columns[i].To));
        }

        if (_columns.Count > 0) _columns.RemoveRange(kept + 1, _columns.Count - kept - 1);
    }
}
