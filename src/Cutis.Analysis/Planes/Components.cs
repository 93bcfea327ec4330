namespace Cutis.Analysis.Planes;

/// <summary>Connected components of a mask (8-connectivity).</summary>
internal static class Components
{
    /// <summary>The components as lists of pixel indices, in the order of their first pixels.</summary>
    public static List<List<int>> Label(PixelMask mask)
    {
        var (width, height) = (mask.Width, mask.Height);
        var seen = new bool[mask.Data.Length];
        var found = new List<List<int>>();
        var open = new Stack<int>();
        for (var start = 0; start < seen.Length; start++)
        {
            if (mask.Data[start] == 0 || seen[start])
                continue;
            var pixels = new List<int>();
            open.Push(start);
            seen[start] = true;
            while (open.TryPop(out var at))
            {
                pixels.Add(at);
                var (x, y) = (at % width, at / width);
                for (var v = Math.Max(0, y - 1); v <= Math.Min(height - 1, y + 1); v++)
                {
                    for (var u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
                    {
                        var next = (v * width) + u;
                        if (mask.Data[next] == 0 || seen[next])
                            continue;
                        seen[next] = true;
                        open.Push(next);
                    }
                }
            }

            found.Add(pixels);
        }

        return found;
    }

    /// <summary>The mask without components of fewer pixels.</summary>
    public static PixelMask AtLeast(PixelMask mask, int pixels)
    {
        var kept = new PixelMask(mask.Width, mask.Height);
        foreach (var component in Label(mask).Where(c => c.Count >= pixels))
        foreach (var at in component)
            kept.Data[at] = 1;
        return kept;
    }
}
