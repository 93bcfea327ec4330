using System.Runtime.Intrinsics;

namespace Cutis.Analysis.TfLite;

internal enum Arithmetic
{
    Add,
    Multiply,
}

/// <summary>ADD and MUL; the smaller operand is broadcast over the leading dimensions.</summary>
internal sealed class Elementwise : Operator
{
    private readonly Arithmetic _kind;
    private readonly (int Index, int Length) _large;
    private readonly (int Index, int Length) _small;
    private readonly int _to;
    private readonly Activation _activation;

    public Elementwise(Arithmetic kind, Tensor a, Tensor b, Tensor y, Activation activation)
    {
        if (a.Length < b.Length)
            (a, b) = (b, a);
        if (y.Length != a.Length || !EndsWith(a.Shape, b.Shape))
            throw new InvalidDataException(
                $"has an {kind} whose operands do not fit: [{string.Join(',', a.Shape)}] and [{string.Join(',', b.Shape)}]"
            );
        (_kind, _large, _small, _to, _activation) = (kind, (a.Index, a.Length), (b.Index, b.Length), y.Index, activation);
    }

    public override void Run(float[][] tensors)
    {
        var (large, to) = (tensors[_large.Index], tensors[_to]);
        var small = tensors[_small.Index].AsSpan(0, _small.Length);
        for (var start = 0; start < _large.Length; start += _small.Length)
        {
            var a = large.AsSpan(start, _small.Length);
            var y = to.AsSpan(start, _small.Length);
            var i = 0;
            for (; i + 8 <= a.Length; i += 8)
            {
                var (p, q) = (Vector256.Create<float>(a[i..]), Vector256.Create<float>(small[i..]));
                Activate.Apply(_kind == Arithmetic.Add ? p + q : p * q, _activation).CopyTo(y[i..]);
            }

            for (; i < a.Length; i++)
                y[i] = Activate.Apply(_kind == Arithmetic.Add ? a[i] + small[i] : a[i] * small[i], _activation);
        }
    }

    // Leading dimensions of size 1 are ignored.
    private static bool EndsWith(int[] large, int[] small)
    {
        var tail = small.SkipWhile(size => size == 1).ToArray();
        return tail.AsSpan().SequenceEqual(large.AsSpan(large.Length - Math.Min(tail.Length, large.Length)));
    }
}

internal enum UnaryKind
{
    Relu,
    Logistic,
    HardSwish,
}

/// <summary>RELU, LOGISTIC and HARD_SWISH.</summary>
internal sealed class Unary(Tensor x, Tensor y, UnaryKind kind) : Operator
{
    public override void Run(float[][] tensors)
    {
        var from = tensors[x.Index].AsSpan(0, x.Length);
        var to = tensors[y.Index];
        for (var i = 0; i < from.Length; i++)
        {
            var v = from[i];
            to[i] = kind switch
            {
                UnaryKind.Relu => v > 0 ? v : 0,
                UnaryKind.Logistic => (float)(1 / (1 + Math.Exp(-v))),
                _ => v * Math.Clamp(v + 3, 0, 6) / 6,
            };
        }
    }
}

/// <summary>PRELU with one slope per channel.</summary>
internal sealed class Prelu : Operator
{
    private readonly int _from;
    private readonly int _to;
    private readonly int _length;
    private readonly float[] _slopes;

    public Prelu(Tensor x, Tensor slopes, Tensor y)
    {
        if (slopes.Constant is not { } s || s.Length != x.Channels)
            throw new InvalidDataException("has a PRELU whose slopes are not one a channel");
        (_from, _to, _length, _slopes) = (x.Index, y.Index, x.Length, s);
    }

    public override void Run(float[][] tensors)
    {
        var (from, to) = (tensors[_from], tensors[_to]);
        var slopes = _slopes.AsSpan();
        for (var start = 0; start < _length; start += slopes.Length)
        {
            var x = from.AsSpan(start, slopes.Length);
            var y = to.AsSpan(start, slopes.Length);
            var i = 0;
            for (; i + 8 <= x.Length; i += 8)
            {
                var v = Vector256.Create<float>(x[i..]);
                Vector256
                    .ConditionalSelect(Vector256.GreaterThan(v, Vector256<float>.Zero), v, v * Vector256.Create<float>(slopes[i..]))
                    .CopyTo(y[i..]);
            }

            for (; i < x.Length; i++)
                y[i] = x[i] > 0 ? x[i] : x[i] * slopes[i];
        }
    }
}
