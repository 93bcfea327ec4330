using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Analysis.TfLite;

/// <summary>One dimension of the window of a convolution or pooling.</summary>
/// <param name="In">Size of the input along this dimension.</param>
/// <param name="Out">Size of the output.</param>
/// <param name="Kernel">Size of the window.</param>
/// <param name="Stride">Distance between windows in the input.</param>
/// <param name="Dilation">Distance between elements of the window in the input.</param>
/// <param name="Before">Padding before the input.</param>
internal readonly record struct WindowSide(int In, int Out, int Kernel, int Stride, int Dilation, int Before)
{
    /// <param name="same">True for SAME padding, false for VALID.</param>
    /// <param name="from">Size of the input.</param>
    /// <param name="to">Size of the output as stated in the file.</param>
    /// <param name="kernel">Size of the window.</param>
    /// <param name="stride">Distance between windows in the input.</param>
    /// <param name="dilation">Distance between elements of the window in the input.</param>
    public static WindowSide Compute(bool same, int from, int to, int kernel, int stride, int dilation)
    {
        if (stride < 1 || dilation < 1 || kernel < 1)
            throw new InvalidDataException("has a window without size");
        var reach = ((kernel - 1) * dilation) + 1;
        var expected = same ? (from + stride - 1) / stride : (from - reach + stride) / stride;
        if (to != expected)
            throw new InvalidDataException($"has {to} places where a window of {kernel} gives {expected}");
        return new WindowSide(from, to, kernel, stride, dilation, same ? Math.Max(0, ((to - 1) * stride) + reach - from) / 2 : 0);
    }

    /// <summary>The input position of an element of an output's window; may lie outside the input.</summary>
    public int At(int output, int place) => (output * Stride) + (place * Dilation) - Before;
}

/// <summary>
/// CONV_2D, y[r,o] = bias[o] + Σₖ x[r,k]·w[k,o], as a matrix product over blocks of 16 outputs. Sums run over k in one order on every
/// processor, without fused multiply–add.
/// </summary>
internal sealed class Convolution : Operator
{
    private const int VectorWidth = 16;
    private readonly int _from;
    private readonly int _to;
    private readonly int _channels;
    private readonly int _outputs;
    private readonly WindowSide _down;
    private readonly WindowSide _across;
    private readonly int _terms;
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly Activation _activation;

    public Convolution(
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
            throw new InvalidDataException("has a CONV_2D whose weights are not constant");
        (_from, _to, _channels, _outputs, _activation) = (x.Index, y.Index, x.Channels, weights.Shape[0], activation);
        if (weights.Shape[3] != _channels || y.Channels != _outputs)
            throw new InvalidDataException("has a CONV_2D whose channels do not fit");
        _down = WindowSide.Compute(same, x.Size.Height, y.Size.Height, weights.Shape[1], strideDown, dilation.Down);
        _across = WindowSide.Compute(same, x.Size.Width, y.Size.Width, weights.Shape[2], strideAcross, dilation.Across);
        _terms = weights.Length / _outputs;
        var groups = (_outputs + VectorWidth - 1) / VectorWidth;
        (_weights, _bias) = (new float[groups * _terms * VectorWidth], new float[groups * VectorWidth]);
        for (var o = 0; o < _outputs; o++)
        for (var k = 0; k < _terms; k++)
            _weights[(((o / VectorWidth * _terms) + k) * VectorWidth) + (o % VectorWidth)] = w[(o * _terms) + k];
        bias?.Constant?.CopyTo(_bias, 0);
    }

    private bool IsDirect => _down is { Kernel: 1, Stride: 1 } && _across is { Kernel: 1, Stride: 1 };

    public override void Run(float[][] tensors)
    {
        var (x, y) = (tensors[_from], tensors[_to]);
        if (IsDirect)
        {
            Multiply(x, y, _down.Out * _across.Out);
            return;
        }

        var row = new float[_across.Out * _terms];
        for (var line = 0; line < _down.Out; line++)
        {
            Gather(x, row, line);
            Multiply(row, y.AsSpan(line * _across.Out * _outputs), _across.Out);
        }
    }

    // Gathers one row of outputs: the inputs of each window, one after another.
    private void Gather(float[] x, float[] row, int line)
    {
        var at = 0;
        for (var column = 0; column < _across.Out; column++)
        {
            for (var i = 0; i < _down.Kernel; i++)
            {
                var iy = _down.At(line, i);
                for (var j = 0; j < _across.Kernel; j++, at += _channels)
                {
                    var ix = _across.At(column, j);
                    var to = row.AsSpan(at, _channels);
                    if ((uint)iy < (uint)_down.In && (uint)ix < (uint)_across.In)
                        x.AsSpan(((iy * _across.In) + ix) * _channels, _channels).CopyTo(to);
                    else
                        to.Clear();
                }
            }
        }
    }

    private void Multiply(ReadOnlySpan<float> x, Span<float> y, int rows)
    {
        for (var group = 0; group * VectorWidth < _outputs; group++)
        {
            var weights = _weights.AsSpan(group * _terms * VectorWidth, _terms * VectorWidth);
            var row = 0;
            for (; row + 4 <= rows; row += 4)
                Four(x.Slice(row * _terms, 4 * _terms), weights, group, y, row);
            for (; row < rows; row++)
                One(x.Slice(row * _terms, _terms), weights, group, y, row);
        }
    }

    private void Four(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, int group, Span<float> y, int row)
    {
        ref var bias = ref _bias[group * VectorWidth];
        Vector256<float> a0 = Vector256.LoadUnsafe(ref bias),
            b0 = Vector256.LoadUnsafe(ref bias, 8);
        var (a1, a2, a3, b1, b2, b3) = (a0, a0, a0, b0, b0, b0);
        ref var w = ref MemoryMarshal.GetReference(weights);
        Debug.Assert(x.Length >= 4 * _terms && weights.Length >= _terms * VectorWidth && _bias.Length >= (group + 1) * VectorWidth);
        ref var p = ref MemoryMarshal.GetReference(x);
        for (var k = 0; k < _terms; k++)
        {
            var (wa, wb) = (
                Vector256.LoadUnsafe(ref w, (nuint)(k * VectorWidth)),
                Vector256.LoadUnsafe(ref w, (nuint)((k * VectorWidth) + 8))
            );
            var v = Vector256.Create(Unsafe.Add(ref p, k));
            a0 += v * wa;
            b0 += v * wb;
            v = Vector256.Create(Unsafe.Add(ref p, k + _terms));
            a1 += v * wa;
            b1 += v * wb;
            v = Vector256.Create(Unsafe.Add(ref p, k + (2 * _terms)));
            a2 += v * wa;
            b2 += v * wb;
            v = Vector256.Create(Unsafe.Add(ref p, k + (3 * _terms)));
            a3 += v * wa;
            b3 += v * wb;
        }

        Store(a0, b0, group, y, row);
        Store(a1, b1, group, y, row + 1);
        Store(a2, b2, group, y, row + 2);
        Store(a3, b3, group, y, row + 3);
    }

    private void One(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, int group, Span<float> y, int row)
    {
        ref var bias = ref _bias[group * VectorWidth];
        Vector256<float> a = Vector256.LoadUnsafe(ref bias),
            b = Vector256.LoadUnsafe(ref bias, 8);
        Debug.Assert(weights.Length >= _terms * VectorWidth && _bias.Length >= (group + 1) * VectorWidth);
        ref var w = ref MemoryMarshal.GetReference(weights);
        for (var k = 0; k < _terms; k++)
        {
            var v = Vector256.Create(x[k]);
            a += v * Vector256.LoadUnsafe(ref w, (nuint)(k * VectorWidth));
            b += v * Vector256.LoadUnsafe(ref w, (nuint)((k * VectorWidth) + 8));
        }

        Store(a, b, group, y, row);
    }

    private void Store(Vector256<float> a, Vector256<float> b, int group, Span<float> y, int row)
    {
        (a, b) = (Activate.Apply(a, _activation), Activate.Apply(b, _activation));
        var to = y[((row * _outputs) + (group * VectorWidth))..];
        var count = _outputs - (group * VectorWidth);
        if (count >= VectorWidth)
        {
            a.CopyTo(to);
            b.CopyTo(to[8..]);
            return;
        }

        Span<float> all = stackalloc float[VectorWidth];
        a.CopyTo(all);
        b.CopyTo(all[8..]);
        all[..count].CopyTo(to);
    }
}
