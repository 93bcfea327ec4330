using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Traces isolines of a grid as closed or open polylines.</summary>
/// <remarks>Source: Lorensen and Cline, "Marching Cubes" (SIGGRAPH 1987), in two dimensions; a saddle is resolved by its mean.</remarks>
public static class MarchingSquares
{
    /// <summary>Polylines, in grid units, along which the bilinearly interpolated grid has the value <paramref name="at"/>.</summary>
    /// <param name="grid">The values, row by row.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="at">The value of the lines.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IEnumerable<List<Vec>> Trace(double[] grid, int columns, int rows, double at, CancellationToken stop = default)
    {
        var links = Links(grid, columns, rows, at, stop);
        foreach (var start in links.Keys.ToArray())
        {
            stop.ThrowIfCancellationRequested();
            while (links.TryGetValue(start, out var ends) && ends.Count > 0)
            {
                var line = new List<Vec> { Crossing(start) };
                for (var edge = start; links[edge].Count > 0; )
                {
                    var next = links[edge][^1];
                    links[edge].RemoveAt(links[edge].Count - 1);
                    links[next].Remove(edge);
                    line.Add(Crossing(next));
                    edge = next;
                }

                yield return line;
            }
        }

        // An edge of the grid has the number 2 × its first node, + 1 if it is vertical.
        Vec Crossing(int edge)
        {
            var node = edge / 2;
            var other = node + (edge % 2 == 0 ? 1 : columns);
            var share = (at - grid[node]) / (grid[other] - grid[node]);
            var (x, y) = (node % columns, node / columns);
            return edge % 2 == 0 ? new Vec(x + share, y) : new Vec(x, y + share);
        }
    }

    private static Dictionary<int, List<int>> Links(double[] grid, int columns, int rows, double at, CancellationToken stop)
    {
        var links = new Dictionary<int, List<int>>();
        Span<int> crossed = stackalloc int[4];
        for (var y = 0; y + 1 < rows; y++)
        {
            stop.ThrowIfCancellationRequested();
            for (var x = 0; x + 1 < columns; x++)
            {
                var node = (y * columns) + x;
                var (a, b, c, d) = (grid[node], grid[node + 1], grid[node + columns + 1], grid[node + columns]);
                var count = 0;
                if (a >= at != b >= at)
                    crossed[count++] = 2 * node;
                if (b >= at != c >= at)
                    crossed[count++] = (2 * (node + 1)) + 1;
                if (c >= at != d >= at)
                    crossed[count++] = 2 * (node + columns);
                if (d >= at != a >= at)
                    crossed[count++] = (2 * node) + 1;
                if (count == 2)
                    Join(crossed[0], crossed[1]);
                if (count != 4)
                    continue;
                var turn = (a + b + c + d) / 4 >= at == a >= at ? 1 : 3;
                Join(crossed[0], crossed[turn]);
                Join(crossed[2], crossed[4 - turn]);
            }
        }

        return links;

        void Join(int from, int to)
        {
            Of(from).Add(to);
            Of(to).Add(from);
        }

        List<int> Of(int edge)
        {
            if (!links.TryGetValue(edge, out var list))
                links[edge] = list = new List<int>(2);
            return list;
        }
    }
}
