namespace Cutis.Imaging.Png;

/// <summary>The five filters of PNG (W3C PNG, 9.2).</summary>
internal static class PngFilters
{
    /// <summary>Takes the filter off a row, in place.</summary>
    /// <param name="type">The filter, 0..4.</param>
    /// <param name="row">The row as filtered; afterwards as it was.</param>
    /// <param name="above">The row above, as it was; zeros for the first.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    public static void Undo(int type, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        switch (type)
        {
            case 0:
                break;
            case 1:
                for (var i = distance; i < row.Length; i++) row[i] += row[i - distance];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++) row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++) row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) / 2);
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

    /// <summary>Filters a row with the filter that leaves the smallest sum of absolute differences, the usual heuristic.</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above; zeros for the first.</param>
    /// <param name="distance">Bytes to the pixel on the left.</param>
    /// <param name="filtered">Receives the filter's number and the filtered row: one byte more than the row.</param>
    /// <param name="scratch">As long as <paramref name="filtered"/>.</param>
    public static void Best(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered, Span<byte> scratch)
    {
        var least = long.MaxValue;
        for (var type = 0; type <= 4; type++)
        {
            scratch[0] = (byte)type;
            var target = scratch[1..];
            var sum = 0L;
            for (var i = 0; i < row.Length; i++)
            {
                int left = i < distance ? 0 : row[i - distance];
                int corner = i < distance ? 0 : above[i - distance];
                var predicted = type switch { 0 => 0, 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, _ => Paeth(left, above[i], corner) };
                target[i] = (byte)(row[i] - predicted);
                sum += Math.Abs((int)(sbyte)target[i]);
            }

            if (sum >= least) continue;
            least = sum;
            scratch.CopyTo(filtered);
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        if (a <= b && a <= c) return left;
        return b <= c ? up : corner;
    }
}
