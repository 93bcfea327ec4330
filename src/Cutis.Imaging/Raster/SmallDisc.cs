using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cutis.Masks;

namespace Cutis.Imaging.Raster;

/// <summary>
/// Discs a few pixels wide: on eight lines a row, weighted so that even the ends of the disc are exact, how much of each pixel lies
/// between its two sides.
/// </summary>
/// <remarks>
/// What lies left of an x is how much of x lies within half the line's length of the centre: a sum of least values, and no branches. The
/// lines are the points of Gauss and Legendre's quadrature (Abramowitz and Stegun, table 25.4).
/// </remarks>
internal sealed class SmallDisc(LevelStrip target, StripAreas areas)
{
    // Pixels: of smaller discs the two ends are much of the area, and eight lines a row say too little of them.
    private const double Tiny = 2;
    private static readonly Vector256<float> Lines =
        Vector256.Create(.01985507f, .10166676f, .23723380f, .40828268f, .59171732f, .76276620f, .89833324f, .98014493f);

    private static readonly Vector256<float> LineWeights =
        Vector256.Create(.05061427f, .11119052f, .15685332f, .18134189f, .18134189f, .15685332f, .11119052f, .05061427f);

    // Per row: half the length of each of its lines, weighted, and how much of the row's height they stand for.
    private readonly float[] _halves = new float[8 * areas.Rows];
    private readonly float[] _heights = new float[areas.Rows];

    /// <summary>Whether a disc is small, and not too small.</summary>
    public static bool Is(in ShapeEntry shape, Disc disc) => shape.Right - shape.Left <= LevelStrip.Narrow && Math.Min(disc.RadiusX, disc.RadiusY) >= Tiny;

    /// <summary>Adds a disc as far as it lies in a strip; answers the tiles that it may touch: the first, and the one after the last.</summary>
    public (int First, int End) Add(in ShapeEntry shape, Disc disc, int strip)
    {
        var top = strip * areas.Rows;
        var (first, end) = (Math.Max(0, shape.Top - top), Math.Min(areas.Rows, shape.Bottom - top));
        // Closer than the shape's own columns, which leave room for roundings that there are none of here.
        var (left, right) = (Math.Max(shape.Left, (int)(disc.Centre.X - disc.RadiusX)), Math.Min(shape.Right, (int)Math.Ceiling(disc.Centre.X + disc.RadiusX)));
        if (left >= right) return (int.MaxValue, 0);
        var (firstTile, endTile) = (left >> StripAreas.TileBits, ((right - 1) >> StripAreas.TileBits) + 1);
        for (var row = first; row < end; row++)
        {
            // Of the first and last row, the lines are where the disc is.
            var (from, to) = (Math.Max(top + row, disc.Centre.Y - disc.RadiusY), Math.Min(top + row + 1, disc.Centre.Y + disc.RadiusY));
            var dy = Vector256.Create((float)((from - disc.Centre.Y) / disc.RadiusY)) + (Lines * (float)((to - from) / disc.RadiusY));
            var half = Vector256.Sqrt(Vector256.Max(Vector256<float>.One - (dy * dy), Vector256<float>.Zero)) * (float)disc.RadiusX;
            (half * LineWeights).CopyTo(_halves, 8 * row);
            _heights[row] = (float)(Math.Max(0, to - from) * Units.One);
        }

        for (var tile = firstTile; tile < endTile; tile++)
        {
            var near = Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f) - Vector256.Create((float)(disc.Centre.X - (tile << StripAreas.TileBits)));
            var far = near + Vector256<float>.One;
            var (l, r) = (Vector256.Abs(near), Vector256.Abs(far));
            var (l0, l1, l2, l3) = (l * LineWeights[0], l * LineWeights[1], l * LineWeights[2], l * LineWeights[3]);
            var (r0, r1, r2, r3) = (r * LineWeights[0], r * LineWeights[1], r * LineWeights[2], r * LineWeights[3]);
            for (var row = first; row < end; row++)
            {
                var halves = _halves.AsSpan(8 * row, 8);
                var sum = Vector256.CopySign(Within(r0, r1, r2, r3, halves), far) - Vector256.CopySign(Within(l0, l1, l2, l3, halves), near);
                target.Meet(tile, row, Vector256.ConvertToInt32((sum * _heights[row]) + Vector256.Create(.5f)));
            }
        }

        return (firstTile, endTile);
    }

    // The weights are the same from both ends.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Within(Vector256<float> x0, Vector256<float> x1, Vector256<float> x2, Vector256<float> x3, ReadOnlySpan<float> halves) =>
        ((Vector256.Min(x0, Vector256.Create(halves[0])) + Vector256.Min(x0, Vector256.Create(halves[7])))
            + (Vector256.Min(x1, Vector256.Create(halves[1])) + Vector256.Min(x1, Vector256.Create(halves[6]))))
        + ((Vector256.Min(x2, Vector256.Create(halves[2])) + Vector256.Min(x2, Vector256.Create(halves[5])))
            + (Vector256.Min(x3, Vector256.Create(halves[3])) + Vector256.Min(x3, Vector256.Create(halves[4]))));
}
