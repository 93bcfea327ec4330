using System.Buffers.Binary;

namespace Cutis.Imaging.Core;

/// <summary>Tone curves as ICC tags (ICC.1:2022, 10.6 and 10.18): from a channel value, 0..1, to linear intensity.</summary>
internal static class ToneCurve
{
    private const int MaxEntries = 65_536;
    private static readonly int[] ParameterCounts = [1, 3, 4, 5, 7];

    /// <summary>The sRGB curve (IEC 61966-2-1).</summary>
    public static byte[] Srgb { get; } = Power(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);

    /// <summary>y = x^exponent.</summary>
    public static byte[] Gamma(double exponent) => Tag(0, exponent);

    /// <summary>y = (a·x + b)^g for x ≥ d, and c·x below.</summary>
    public static byte[] Power(double g, double a, double b, double c, double d) => Tag(3, g, a, b, c, d);

    /// <summary>The curve of a tag; null when its type is unknown or it is truncated.</summary>
    public static Func<double, double>? Parse(byte[] tag)
    {
        if (tag.Length < 12)
            return null;
        if (tag.AsSpan(0, 4).SequenceEqual("para"u8))
            return Parametric(tag);
        if (!tag.AsSpan(0, 4).SequenceEqual("curv"u8))
            return null;
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag.AsSpan(8));
        if (count > MaxEntries || tag.Length < 12 + (2 * count))
            return null;
        if (count == 0)
            return x => x;
        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadUInt16BigEndian(tag.AsSpan(12 + (2 * i)));
        if (count == 1)
            return x => Math.Pow(x, values[0] / 256);
        return x =>
        {
            var place = x * (values.Length - 1);
            var low = Math.Min((int)place, values.Length - 2);
            return (values[low] + ((values[low + 1] - values[low]) * (place - low))) / 65_535;
        };
    }

    // The function types of ICC.1:2022, table 68.
    private static Func<double, double>? Parametric(byte[] tag)
    {
        var type = BinaryPrimitives.ReadUInt16BigEndian(tag.AsSpan(8));
        if (type >= ParameterCounts.Length)
            return null;
        var count = ParameterCounts[type];
        if (tag.Length < 12 + (4 * count))
            return null;
        var p = new double[7];
        for (var i = 0; i < count; i++)
            p[i] = IccTags.Fixed(tag, 12 + (4 * i));
        var (g, a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
        double Power(double x) => Math.Pow(Math.Max(0, (a * x) + b), g);
        return type switch
        {
            0 => x => Math.Pow(x, g),
            1 => x => x >= -b / a ? Power(x) : 0,
            2 => x => x >= -b / a ? Power(x) + c : c,
            3 => x => x >= d ? Power(x) : c * x,
            _ => x => x >= d ? Power(x) + e : (c * x) + f,
        };
    }

    private static byte[] Tag(byte type, params ReadOnlySpan<double> parameters)
    {
        var tag = new byte[12 + (4 * parameters.Length)];
        "para"u8.CopyTo(tag);
        tag[9] = type;
        for (var i = 0; i < parameters.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(tag.AsSpan(12 + (4 * i)), (int)Math.Round(parameters[i] * 65_536));
        return tag;
    }
}
