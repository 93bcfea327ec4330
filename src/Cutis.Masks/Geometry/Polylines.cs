namespace Cutis.Masks.Geometry;

/// <summary>Operations on polylines.</summary>
public static class Polylines
{
    /// <summary>
    /// Simplifies a polyline: drops points that deviate by at most <paramref name="tolerance"/> from the line of their neighbours (Ramer
    /// 1972; Douglas and Peucker 1973).
    /// </summary>
    /// <param name="line">The polyline.</param>
    /// <param name="tolerance">Maximum deviation of a dropped point.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static List<Vec> Simplified(List<Vec> line, double tolerance, CancellationToken stop = default)
    {
        if (line.Count < 3)
            return line;
        var keep = new bool[line.Count];
        keep[0] = keep[^1] = true;
        var spans = new Stack<(int From, int To)>();
        spans.Push((0, line.Count - 1));
        while (spans.TryPop(out var span))
        {
            stop.ThrowIfCancellationRequested();
            var (worst, distance) = (-1, tolerance);
            for (var i = span.From + 1; i < span.To; i++)
            {
                var off = Off(line[i], line[span.From], line[span.To]);
                if (off > distance)
                    (worst, distance) = (i, off);
            }

            if (worst < 0)
                continue;
            keep[worst] = true;
            spans.Push((span.From, worst));
            spans.Push((worst, span.To));
        }

        return [.. line.Where((_, i) => keep[i])];
    }

    /// <summary>The length of a polyline.</summary>
    public static double Length(IReadOnlyList<Vec> line)
    {
        var sum = 0.0;
        for (var i = 1; i < line.Count; i++)
            sum += (line[i] - line[i - 1]).Length;
        return sum;
    }

    private static double Off(Vec p, Vec a, Vec b)
    {
        var (along, to) = (b - a, p - a);
        return along.Length < 1e-9 ? to.Length : Math.Abs((along.X * to.Y) - (along.Y * to.X)) / along.Length;
    }
}
