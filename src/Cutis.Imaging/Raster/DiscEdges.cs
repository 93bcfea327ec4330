namespace Cutis.Imaging.Raster;

/// <summary>Adds the boundary of a disc as straight segments; the left and the right side are symmetric and added together.</summary>
internal static class DiscEdges
{
    /// <summary>Adds a disc as far as it lies in the strip.</summary>
    /// <param name="areas">The strip.</param>
    /// <param name="disc">The disc.</param>
    /// <param name="top">The strip's top in units of <see cref="Units"/>.</param>
    /// <param name="end">The row after the shape's last one, relative to the strip. Areas below it would never be summed and
    /// cleared.</param>
    public static void Add(StripAreas areas, Ellipse disc, int top, int end)
    {
        var (xs, ys, slopes) = UnitCircle.RightHalf(Math.Max(disc.RadiusX, disc.RadiusY));
        var (cx, cy, rx, ry) = (disc.X, disc.Y, disc.RadiusX, disc.RadiusY);
        var bottom = top + (Math.Min(areas.Rows, end) << Units.Bits);
        var first = Array.BinarySearch(ys, (((double)top / Units.One) - cy) / ry);
        var i = first < 0 ? Math.Max(0, ~first - 1) : first;
        var (y, half) = (Units.FromPixels(cy + (ys[i] * ry)), xs[i] * rx);
        var perUnit = rx / ry / Units.One;
        var isNear = (2 * rx) + 4 < LevelStrip.Narrow && cx - rx > 2 && cx + rx < areas.Width - 2;
        for (i++; i < ys.Length && y < bottom; i++)
        {
            var (endY, endHalf) = (Units.FromPixels(cy + (ys[i] * ry)), xs[i] * rx);
            if (endY > Math.Max(y, top))
            {
                var slope = slopes[i - 1] * perUnit;
                if (y < top)
                    (y, half) = (top, half + (slope * (top - y)));
                var last = Math.Min(endY, bottom);
                while (y < last)
                {
                    var row = (y - top) >> Units.Bits;
                    var next = Math.Min(top + ((row + 1) << Units.Bits), last);
                    var nextHalf = half + (slope * (next - y));
                    var (near, far) = half < nextHalf ? (half, nextHalf) : (nextHalf, half);
                    if (isNear)
                    {
                        areas.AddUnmarked(row * areas.Stride, cx - far, cx - near, next - y);
                        areas.AddUnmarked(row * areas.Stride, cx + near, cx + far, y - next);
                    }
                    else
                    {
                        areas.Add(row * areas.Stride, cx - far, cx - near, next - y);
                        areas.Add(row * areas.Stride, cx + near, cx + far, y - next);
                    }

                    (y, half) = (next, nextHalf);
                }
            }

            (y, half) = (endY, endHalf);
        }
    }
}
