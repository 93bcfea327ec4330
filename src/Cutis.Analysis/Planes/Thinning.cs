using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Planes;

/// <summary>Thins bands to lines one pixel wide and traces them.</summary>
/// <remarks>Source: Zhang and Suen, "A fast parallel algorithm for thinning digital patterns" (CACM 27, 1984).</remarks>
internal static class Thinning
{
    /// <summary>The skeleton of a mask, no pixel of which may lie on the picture's border.</summary>
    public static PixelMask Skeleton(PixelMask mask)
    {
        var (width, data) = (mask.Width, (byte[])mask.Data.Clone());
        for (var x = 0; x < width; x++)
            data[x] = data[data.Length - 1 - x] = 0;
        for (var y = 0; y < mask.Height; y++)
            data[y * width] = data[(y * width) + width - 1] = 0;
        var alive = new List<int>();
        for (var i = 0; i < data.Length; i++)
            if (data[i] != 0)
                alive.Add(i);
        Span<byte> around = stackalloc byte[8];
        var gone = new List<int>();
        for (var changed = true; changed; )
        {
            changed = false;
            for (var step = 0; step < 2; step++)
            {
                gone.Clear();
                foreach (var at in alive)
                {
                    Around(data, width, at, around);
                    if (IsLoose(around, step))
                        gone.Add(at);
                }

                foreach (var at in gone)
                    data[at] = 0;
                if (gone.Count == 0)
                    continue;
                changed = true;
                alive.RemoveAll(at => data[at] == 0);
            }
        }

        // Corners of a staircase: the pixels before and after them are connected without them.
        foreach (var at in alive)
        {
            Around(data, width, at, around);
            if (IsCorner(around))
                data[at] = 0;
        }

        var skeleton = new PixelMask(width, mask.Height);
        data.CopyTo(skeleton.Data, 0);
        return skeleton;
    }

    /// <summary>The middle lines of the bands of a mask, between ends and junctions, that have a minimum length in pixels.</summary>
    public static List<List<Vec>> Lines(PixelMask bands, double minLength)
    {
        var lines = Pieces(Skeleton(bands))
            .ConvertAll(piece => piece.ConvertAll(i => new Vec((i % bands.Width) + .5, (i / bands.Width) + .5)));
        return lines.FindAll(line => Polylines.Length(line) >= minLength);
    }

    /// <summary>Pieces of a skeleton between ends and junctions, as ordered pixel indices.</summary>
    public static List<List<int>> Pieces(PixelMask skeleton)
    {
        var width = skeleton.Width;
        int[] steps = [1, -1, width, -width, width + 1, width - 1, -width + 1, -width - 1];
        var data = skeleton.Data;
        int Degree(int at) => steps.Count(step => data[at + step] != 0);
        var used = new HashSet<(int, int)>();
        var pieces = new List<List<int>>();
        var pixels = Enumerable.Range(0, data.Length).Where(i => data[i] != 0).ToArray();
        foreach (var start in pixels.Where(i => Degree(i) != 2))
        foreach (var step in steps)
            if (data[start + step] != 0 && !used.Contains((start, start + step)))
                pieces.Add(Follow(start, start + step));
        // What remains are closed loops.
        foreach (var start in pixels.Where(i => Degree(i) == 2))
        foreach (var step in steps)
            if (data[start + step] != 0 && !used.Contains((start, start + step)))
                pieces.Add(Follow(start, start + step));
        return pieces;

        List<int> Follow(int from, int at)
        {
            var piece = new List<int> { from, at };
            var first = from;
            used.Add((from, at));
            used.Add((at, from));
            while (at != first && Degree(at) == 2)
            {
                var next = -1;
                foreach (var step in steps)
                    if (data[at + step] != 0 && at + step != from && !used.Contains((at, at + step)))
                        next = at + step;
                if (next < 0)
                    break;
                used.Add((at, next));
                used.Add((next, at));
                (from, at) = (at, next);
                piece.Add(at);
            }

            return piece;
        }
    }

    // The eight neighbours, clockwise from north.
    private static void Around(byte[] data, int width, int at, Span<byte> around)
    {
        (around[0], around[1], around[2], around[3]) = (data[at - width], data[at - width + 1], data[at + 1], data[at + width + 1]);
        (around[4], around[5], around[6], around[7]) = (data[at + width], data[at + width - 1], data[at - 1], data[at - width - 1]);
    }

    private static bool IsCorner(ReadOnlySpan<byte> p)
    {
        for (var i = 0; i < 8; i += 2)
        {
            // Two adjacent sides are set and nothing is on the opposite side.
            if (p[i] == 1 && p[(i + 2) & 7] == 1 && p[(i + 4) & 7] == 0 && p[(i + 5) & 7] == 0 && p[(i + 6) & 7] == 0)
                return true;
        }

        return false;
    }

    private static bool IsLoose(ReadOnlySpan<byte> p, int step)
    {
        var (count, turns) = (0, 0);
        for (var i = 0; i < 8; i++)
        {
            count += p[i];
            if (p[i] == 0 && p[(i + 1) & 7] == 1)
                turns++;
        }

        if (count is < 2 or > 6 || turns != 1)
            return false;
        return step == 0 ? p[0] * p[2] * p[4] == 0 && p[2] * p[4] * p[6] == 0 : p[0] * p[2] * p[6] == 0 && p[0] * p[4] * p[6] == 0;
    }
}
