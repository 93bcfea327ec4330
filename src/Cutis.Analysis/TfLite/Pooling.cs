namespace Cutis.Analysis.TfLite;

/// <summary>MAX_POOL_2D and AVERAGE_POOL_2D; elements outside the input do not count.</summary>
internal sealed class Pooling : Operator
{
    private readonly bool _largest;
    private readonly int _from;
    private readonly int _to;
    private readonly int _channels;
    private readonly WindowSide _down;
    private readonly WindowSide _across;
    private readonly Activation _activation;

    public Pooling(
        bool largest,
        Tensor x,
        Tensor y,
        int kernelDown,
        int kernelAcross,
        int strideDown,
        int strideAcross,
        bool same,
        Activation activation
    )
    {
        (_largest, _from, _to, _channels, _activation) = (largest, x.Index, y.Index, x.Channels, activation);
        _down = WindowSide.Compute(same, x.Size.Height, y.Size.Height, kernelDown, strideDown, 1);
        _across = WindowSide.Compute(same, x.Size.Width, y.Size.Width, kernelAcross, strideAcross, 1);
        if (y.Channels != _channels)
            throw new InvalidDataException("has a pooling whose channels do not fit");
    }

    public override void Run(float[][] tensors)
    {
        for (var line = 0; line < _down.Out; line++)
        for (var column = 0; column < _across.Out; column++)
            Place(tensors[_from], tensors[_to].AsSpan(((line * _across.Out) + column) * _channels, _channels), line, column);
    }

    private void Place(float[] x, Span<float> to, int line, int column)
    {
        to.Fill(_largest ? float.NegativeInfinity : 0);
        var count = 0;
        for (var i = 0; i < _down.Kernel; i++)
        {
            for (var j = 0; j < _across.Kernel; j++)
            {
                var (iy, ix) = (_down.At(line, i), _across.At(column, j));
                if ((uint)iy >= (uint)_down.In || (uint)ix >= (uint)_across.In)
                    continue;
                count++;
                var from = x.AsSpan(((iy * _across.In) + ix) * _channels, _channels);
                for (var c = 0; c < from.Length; c++)
                    to[c] = _largest ? Math.Max(to[c], from[c]) : to[c] + from[c];
            }
        }

        for (var c = 0; c < to.Length; c++)
            to[c] = Activate.Apply(_largest ? to[c] : to[c] / count, _activation);
    }
}

/// <summary>MEAN over height and width.</summary>
internal sealed class Mean : Operator
{
    private readonly Tensor _x;
    private readonly Tensor _y;

    public Mean(Tensor x, Tensor axes, Tensor y)
    {
        if (axes.Whole is not [1, 2] || x.Shape.Length != 4 || x.Shape[0] != 1 || y.Length != x.Channels)
            throw new InvalidDataException("uses MEAN over other sizes than height and width, which is not supported");
        (_x, _y) = (x, y);
    }

    public override void Run(float[][] tensors)
    {
        var (from, channels) = (tensors[_x.Index], _x.Channels);
        var to = tensors[_y.Index].AsSpan(0, _y.Length);
        to.Clear();
        for (var i = 0; i < _x.Length; i++)
            to[i % channels] += from[i];
        for (var c = 0; c < channels; c++)
            to[c] /= _x.Length / channels;
    }
}
