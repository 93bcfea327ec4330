using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cutis.Analysis.TfLite;

/// <summary>Fused activation functions.</summary>
internal static class Activate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply(Vector256<float> value, Activation activation)
    {
        if (activation == Activation.None)
            return value;
        value = Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<float>.Zero), value, Vector256<float>.Zero);
        return activation == Activation.Relu
            ? value
            : Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256.Create(6f)), value, Vector256.Create(6f));
    }

    public static float Apply(float value, Activation activation) =>
        activation switch
        {
            Activation.None => value,
            Activation.Relu => value > 0 ? value : 0,
            _ => value > 0 ? (value < 6 ? value : 6) : 0,
        };
}
