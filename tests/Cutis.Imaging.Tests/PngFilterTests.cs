using System;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Tests;

/// <summary>Filters in many bytes at once, against the formulas of W3C PNG, 9.2.</summary>
public class PngFilterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void Every_filter_is_what_its_formula_says_and_comes_off_again(int distance)
    {
        var random = new Random(distance);
        foreach (var length in Enumerable.Range(1, 200).Append(20_000))
        {
            var (row, above) = (new byte[length], new byte[length]);
            random.NextBytes(row);
            random.NextBytes(above);
            // Extremes, where sums do not fit into bytes.
            if (length % 3 == 0)
                Array.Fill(above, (byte)255, 0, length / 2);
            if (length % 5 == 0)
                Array.Fill(row, (byte)128, 0, length / 2);
            var (least, best) = (long.MaxValue, 0);
            for (var type = 0; type <= 4; type++)
            {
                var filtered = new byte[length];
                PngFilters.Apply(type, row, above, distance, filtered);
                filtered.ShouldBe(
                    [.. Enumerable.Range(0, length).Select(i => (byte)(row[i] - Predicted(type, row, above, distance, i)))],
                    $"filter {type} of {length}"
                );
                var sum = filtered.Sum(v => (long)Math.Abs((int)(sbyte)v));
                if (sum < least)
                    (least, best) = (sum, type);
                PngFilters.Undo(type, filtered, above, distance);
                filtered.ShouldBe(row);
            }

            var chosen = new byte[length + 1];
            PngFilters.Best(row, above, distance, chosen, new byte[length + 1]);
            ((int)chosen[0]).ShouldBe(best, $"the filter of the least sum, of {length}");
        }
    }

    private static int Predicted(int type, byte[] row, byte[] above, int distance, int i)
    {
        var (a, b, c) = (i < distance ? 0 : row[i - distance], (int)above[i], i < distance ? 0 : above[i - distance]);
        if (type < 4)
            return type switch
            {
                0 => 0,
                1 => a,
                2 => b,
                _ => (a + b) / 2,
            };
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return pa <= pb && pa <= pc ? a
            : pb <= pc ? b
            : c;
    }
}
