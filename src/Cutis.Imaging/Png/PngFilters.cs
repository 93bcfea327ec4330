using System.Numerics;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Png;

/// <summary>
/// The five PNG filters (W3C PNG, 9.2). A filtered byte is x − predictor mod 256, where the predictor is 0, a (left), b (above), ⌊(a + b) /
/// 2⌋, or whichever of a, b and c (above left) is nearest to a + b − c.
/// </summary>
internal static class PngFilters
{
    /// <summary>Removes the filter from a row in place.</summary>
    /// <param name="type">The filter type, 0..4.</param>
    /// <param name="row">The filtered row; on return the unfiltered one.</param>
    /// <param name="above">The unfiltered row above; zeros for the first row.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    public static void Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (type)
        {
            case 0:
                break;
            case 1:
                for (var i = distance; i < row.Length; i++)
                    row[i] += row[i - distance];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) / 2);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    var (left, corner) = i < distance ? (0, 0) : (row[i - distance], above[i - distance]);
                    row[i] += (byte)Paeth(left, above[i], corner);
                }

                break;
            default:
                throw PhotoException.Damaged($"A row of the PNG names filter {type}; there are 0 to 4.");
        }
    }

    /// <summary>Applies the filter with the smallest sum of absolute differences, the usual heuristic (W3C PNG, 12.7).</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above; zeros for the first row.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    /// <param name="filtered">Receives the filter type and the filtered row: one byte more than the row.</param>
    /// <param name="scratch">A buffer as long as <paramref name="filtered"/>.</param>
    public static void Best(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered, Span<byte> scratch)
    {
        var minimum = long.MaxValue;
        for (var type = 0; type <= 4; type++)
        {
            scratch[0] = (byte)type;
            Apply(type, row, above, distance, scratch[1..]);
            var sum = SumOfMagnitudes(scratch[1..]);
            if (sum >= minimum)
                continue;
            minimum = sum;
            scratch.CopyTo(filtered);
        }
    }

    /// <summary>Applies a filter to a row.</summary>
    /// <param name="type">The filter type, 0..4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, at least as long; zeros for the first row.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    /// <param name="target">Receives the filtered row; as long as <paramref name="row"/>.</param>
    public static void Apply(int type, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> target)
    {
        for (var i = 0; i < Math.Min(distance, row.Length); i++)
            target[i] = (byte)(row[i] - Predicted(type, 0, above[i], 0));
        var at = distance;
        for (; at <= row.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var left = new Vector<byte>(row[(at - distance)..]);
            var up = new Vector<byte>(above[at..]);
            var corner = new Vector<byte>(above[(at - distance)..]);
            (new Vector<byte>(row[at..]) - Predicted(type, left, up, corner)).CopyTo(target[at..]);
        }

        for (; at < row.Length; at++)
            target[at] = (byte)(row[at] - Predicted(type, row[at - distance], above[at], above[at - distance]));
    }

    private static int Predicted(int type, int left, int up, int corner) =>
        type switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => Paeth(left, up, corner),
        };

    private static Vector<byte> Predicted(int type, Vector<byte> left, Vector<byte> up, Vector<byte> corner)
    {
        switch (type)
        {
            case 0:
                return Vector<byte>.Zero;
            case 1:
                return left;
            case 2:
                return up;
            case 3:
                // ⌊(a + b) / 2⌋ without the carry bit, for which a byte has no room.
                return (left & up) + Vector.ShiftRightLogical(left ^ up, 1);
            default:
                Vector.Widen(left, out var left1, out var left2);
                Vector.Widen(up, out var up1, out var up2);
                Vector.Widen(corner, out var corner1, out var corner2);
                return Vector.Narrow(Paeth(left1, up1, corner1), Paeth(left2, up2, corner2));
        }
    }

    private static Vector<ushort> Paeth(Vector<ushort> left, Vector<ushort> up, Vector<ushort> corner)
    {
        var (l, u, c) = (Vector.AsVectorInt16(left), Vector.AsVectorInt16(up), Vector.AsVectorInt16(corner));
        var (a, b) = (Vector.Abs(u - c), Vector.Abs(l - c));
        var distance = Vector.Abs(l + u - c - c);
        var isLeft = Vector.LessThanOrEqual(a, b) & Vector.LessThanOrEqual(a, distance);
        var other = Vector.ConditionalSelect(Vector.LessThanOrEqual(b, distance), u, c);
        return Vector.AsVectorUInt16(Vector.ConditionalSelect(isLeft, l, other));
    }

    // Bytes are interpreted as −128..127.
    private static long SumOfMagnitudes(ReadOnlySpan<byte> bytes)
    {
        var (sum, at) = (0L, 0);
        while (at <= bytes.Length - Vector<byte>.Count)
        {
            // A step adds at most 256 to each of the 16-bit sums.
            var sums = Vector<ushort>.Zero;
            for (var steps = 0; steps < 255 && at <= bytes.Length - Vector<byte>.Count; steps++, at += Vector<byte>.Count)
            {
                var value = new Vector<byte>(bytes[at..]);
                Vector.Widen(Vector.Min(value, Vector<byte>.Zero - value), out var low, out var high);
                sums += low + high;
            }

            Vector.Widen(sums, out var first, out var second);
            sum += Vector.Sum(first + second);
        }

        for (; at < bytes.Length; at++)
            sum += Math.Abs((int)(sbyte)bytes[at]);
        return sum;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        if (a <= b && a <= c)
            return left;
        return b <= c ? up : corner;
    }
}
