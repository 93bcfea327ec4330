namespace Cutis.Analysis.TfLite;

/// <summary>PAD with zeros, up to four dimensions.</summary>
internal sealed class Padding : Operator
{
    private readonly int _from;
    private readonly int _to;
    private readonly int[] _in;
    private readonly int[] _out;
    private readonly int[] _before;

    public Padding(Tensor x, Tensor amounts, Tensor y)
    {
        if (amounts.Whole is not { } a || x.Shape.Length != 4 || a.Length != 8)
            throw new InvalidDataException("has a PAD whose amounts are not constant");
        (_from, _to, _in, _out, _before) = (x.Index, y.Index, x.Shape, y.Shape, [a[0], a[2], a[4], a[6]]);
        for (var i = 0; i < 4; i++)
            if (a[2 * i] < 0 || a[(2 * i) + 1] < 0 || y.Shape[i] != x.Shape[i] + a[2 * i] + a[(2 * i) + 1])
                throw new InvalidDataException("has a PAD whose sizes do not fit");
    }

    public override void Run(float[][] tensors)
    {
        var (x, y) = (tensors[_from], tensors[_to]);
        Array.Clear(y);
        for (var b = 0; b < _in[0]; b++)
        {
            for (var i = 0; i < _in[1]; i++)
            {
                for (var j = 0; j < _in[2]; j++)
                {
                    var to = ((((((b + _before[0]) * _out[1]) + i + _before[1]) * _out[2]) + j + _before[2]) * _out[3]) + _before[3];
                    x.AsSpan(((((b * _in[1]) + i) * _in[2]) + j) * _in[3], _in[3]).CopyTo(y.AsSpan(to));
                }
            }
        }
    }
}

/// <summary>CONCATENATION along any dimension.</summary>
internal sealed class Concatenation : Operator
{
    private readonly (int Index, int Run)[] _parts;
    private readonly int _to;
    private readonly int _repeats;

    public Concatenation(Tensor[] parts, Tensor y, int axis, Activation activation)
    {
        if (activation != Activation.None)
            throw new InvalidDataException("has a CONCATENATION with an activation, which is not supported");
        axis = axis < 0 ? axis + y.Shape.Length : axis;
        _parts = [.. parts.Select(part => (part.Index, Product(part.Shape, axis)))];
        (_to, _repeats) = (y.Index, y.Length / Product(y.Shape, axis));
        if (_parts.Sum(p => p.Run) * _repeats != y.Length || parts.Any(p => p.Length != Product(p.Shape, axis) * _repeats))
            throw new InvalidDataException("has a CONCATENATION whose sizes do not fit");
    }

    public override void Run(float[][] tensors)
    {
        var at = 0;
        for (var i = 0; i < _repeats; i++)
        {
            foreach (var (index, run) in _parts)
            {
                tensors[index].AsSpan(i * run, run).CopyTo(tensors[_to].AsSpan(at));
                at += run;
            }
        }
    }

    private static int Product(int[] shape, int axis)
    {
        var product = 1;
        for (var i = axis; i < shape.Length; i++)
            product *= shape[i];
        return product;
    }
}

/// <summary>STRIDED_SLICE; only the whole tensor is supported, for which nothing has to be done.</summary>
internal static class StridedSlice
{
    public static void RefuseUnlessWhole(Tensor?[] inputs, Tensor y)
    {
        if (!inputs[0]!.Shape.AsSpan().SequenceEqual(y.Shape) || inputs[3]?.Whole?.All(step => step == 1) != true)
            throw new InvalidDataException("uses STRIDED_SLICE for a part of a tensor, which is not supported");
    }
}

/// <summary>RESIZE_BILINEAR.</summary>
internal sealed class ResizeBilinear(Tensor x, Tensor y, bool alignCorners, bool halfPixels) : Operator
{
    private readonly (int Low, int High, float Share)[] _rows = Places(x.Size.Height, y.Size.Height, alignCorners, halfPixels);
    private readonly (int Low, int High, float Share)[] _columns = Places(x.Size.Width, y.Size.Width, alignCorners, halfPixels);

    public override void Run(float[][] tensors)
    {
        var (from, to, channels, width, at) = (tensors[x.Index], tensors[y.Index], x.Channels, x.Size.Width, 0);
        foreach (var (top, bottom, down) in _rows)
        {
            foreach (var (left, right, across) in _columns)
            {
                for (var c = 0; c < channels; c++)
                {
                    var (a, b) = (from[(((top * width) + left) * channels) + c], from[(((top * width) + right) * channels) + c]);
                    var (d, e) = (from[(((bottom * width) + left) * channels) + c], from[(((bottom * width) + right) * channels) + c]);
                    var (upper, lower) = (a + ((b - a) * across), d + ((e - d) * across));
                    to[at++] = upper + ((lower - upper) * down);
                }
            }
        }
    }

    private static (int Low, int High, float Share)[] Places(int from, int to, bool alignCorners, bool halfPixels)
    {
        var scale = alignCorners && to > 1 ? (float)(from - 1) / (to - 1) : (float)from / to;
        return
        [
            .. Enumerable
                .Range(0, to)
                .Select(i =>
                {
                    var at = Math.Max(0, halfPixels ? ((i + 0.5f) * scale) - 0.5f : i * scale);
                    var low = Math.Min((int)at, from - 1);
                    return (low, Math.Min(low + 1, from - 1), at - low);
                }),
        ];
    }
}
