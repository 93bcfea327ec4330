using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Analysis.TfLite;

/// <summary>DEPTHWISE_CONV_2D with a multiplier of 1: y[c] = bias[c] + Σᵢⱼ x[i,j,c]·w[i,j,c], one window per channel.</summary>
internal sealed class DepthwiseConvolution : Operator
{
    private const int VectorWidth = 8;
    private readonly int _from;
    private readonly int _to;
    private readonly int _channels;
    private readonly WindowSide _down;
    private readonly WindowSide _across;
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly Activation _activation;

    public DepthwiseConvolution(
        Tensor x,
        Tensor weights,
        Tensor? bias,
        Tensor y,
        int strideDown,
        int strideAcross,
        bool same,
        Activation activation,
        (int Down, int Across) dilation
    )
    {
        if (weights.Constant is not { } w || weights.Shape.Length != 4)
            throw new InvalidDataException("has a DEPTHWISE_CONV_2D whose weights are not constant");
        (_from, _to, _channels, _weights, _activation) = (x.Index, y.Index, x.Channels, w, activation);
        if (weights.Channels != _channels || y.Channels != _channels)
            throw new InvalidDataException("has a DEPTHWISE_CONV_2D with a channel multiplier other than 1");
        _down = WindowSide.Compute(same, x.Size.Height, y.Size.Height, weights.Shape[1], strideDown, dilation.Down);
        _across = WindowSide.Compute(same, x.Size.Width, y.Size.Width, weights.Shape[2], strideAcross, dilation.Across);
        _bias = bias?.Constant ?? new float[_channels];
        if (_bias.Length != _channels)
            throw new InvalidDataException("has a DEPTHWISE_CONV_2D whose bias does not fit");
    }

    public override void Run(float[][] tensors)
    {
        var (x, y) = (tensors[_from], tensors[_to]);
        for (var line = 0; line < _down.Out; line++)
        for (var column = 0; column < _across.Out; column++)
            Place(x, y.AsSpan(((line * _across.Out) + column) * _channels, _channels), line, column);
    }

    private void Place(float[] x, Span<float> to, int line, int column)
    {
        var c = 0;
        Debug.Assert(x.Length >= _down.In * _across.In * _channels && _bias.Length >= _channels);
        Debug.Assert(_weights.Length >= _down.Kernel * _across.Kernel * _channels);
        ref var input = ref MemoryMarshal.GetArrayDataReference(x);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (; c + VectorWidth <= _channels; c += VectorWidth)
        {
            var sum = Vector256.LoadUnsafe(ref _bias[c]);
            for (var i = 0; i < _down.Kernel; i++)
            {
                var iy = _down.At(line, i);
                if ((uint)iy >= (uint)_down.In)
                    continue;
                for (var j = 0; j < _across.Kernel; j++)
                {
                    var ix = _across.At(column, j);
                    if ((uint)ix >= (uint)_across.In)
                        continue;
                    sum +=
                        Vector256.LoadUnsafe(ref input, (nuint)((((iy * _across.In) + ix) * _channels) + c))
                        * Vector256.LoadUnsafe(ref weights, (nuint)((((i * _across.Kernel) + j) * _channels) + c));
                }
            }

            Activate.Apply(sum, _activation).CopyTo(to[c..]);
        }

        for (; c < _channels; c++)
        {
            var sum = _bias[c];
            for (var i = 0; i < _down.Kernel; i++)
            {
                var iy = _down.At(line, i);
                if ((uint)iy >= (uint)_down.In)
                    continue;
                for (var j = 0; j < _across.Kernel; j++)
                {
                    var ix = _across.At(column, j);
                    if ((uint)ix < (uint)_across.In)
                        sum += x[(((iy * _across.In) + ix) * _channels) + c] * _weights[(((i * _across.Kernel) + j) * _channels) + c];
                }
            }

            to[c] = Activate.Apply(sum, _activation);
        }
    }
}
