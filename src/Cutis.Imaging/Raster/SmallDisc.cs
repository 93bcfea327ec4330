using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cutis.Imaging.Raster;

/// <summary>
/// Discs a few pixels wide. Coverage is integrated along eight horizontal lines per pixel row, whose weights make even the area at the ends
/// of the disc accurate.
/// </summary>
/// <remarks>
/// For a line of half-length h, the length inside the disc to the left of x (relative to the centre) is clamp(x, −h, h) + h, summed over
/// the eight lines without branches. The lines are the nodes of Gauss–Legendre quadrature (Abramowitz and Stegun, table 25.4).
/// </remarks>
internal sealed class SmallDisc(LevelStrip target, StripAreas areas)
{
    // In pixels. Smaller discs consist mostly of their two ends, for which eight lines per row are too few.
    private const double Tiny = 2;
    private static readonly Vector256<float> Lines = Vector256.Create(
        .01985507f,
        .10166676f,
        .23723380f,
        .40828268f,
        .59171732f,
        .76276620f,
        .89833324f,
        .98014493f
    );

    private static readonly Vector256<float> LineWeights = Vector256.Create(
        .05061427f,
        .11119052f,
        .15685332f,
        .18134189f,
        .18134189f,
        .15685332f,
        .11119052f,
        .05061427f
    );

    // For each row: the weighted half-lengths of its lines, and the part of the row's height that they represent.
    private readonly float[] _halves = new float[8 * areas.Rows];
    private readonly float[] _heights = new float[areas.Rows];

    // For each row: how much of it lies to the left of each pixel boundary of a tile, measured from the centre.
    private readonly Vector256<float>[] _before = new Vector256<float>[areas.Rows];

    /// <summary>Whether a disc is small, but not too small.</summary>
    public static bool Is(in ShapeEntry shape) =>
        shape.Right - shape.Left <= LevelStrip.Narrow && shape.Disc.RadiusX >= Tiny && shape.Disc.RadiusY >= Tiny;

    /// <summary>Adds a disc as far as it lies in a strip; returns the range of tiles that it may touch.</summary>
    public (int First, int End) Add(in ShapeEntry shape, int strip)
    {
        var disc = shape.Disc;
        var top = strip * areas.Rows;
        var (first, end) = (Math.Max(0, shape.Top - top), Math.Min(areas.Rows, shape.Bottom - top));
        // Tighter than the shape's own columns, which allow for rounding that does not happen here.
        var (left, right) = (
            Math.Max(shape.Left, (int)(disc.X - disc.RadiusX)),
            Math.Min(shape.Right, (int)Math.Ceiling(disc.X + disc.RadiusX))
        );
        if (left >= right)
            return (int.MaxValue, 0);
        var (firstTile, endTile) = (left >> StripAreas.TileBits, ((right - 1) >> StripAreas.TileBits) + 1);
        for (var row = first; row < end; row++)
        {
            // In the first and last row, the lines span only the disc's extent.
            var (from, to) = (double.MaxNative(top + row, disc.Y - disc.RadiusY), double.MinNative(top + row + 1, disc.Y + disc.RadiusY));
            var dy = Vector256.Create((float)((from - disc.Y) / disc.RadiusY)) + (Lines * (float)((to - from) / disc.RadiusY));
            var half = Vector256.Sqrt(Vector256.MaxNative(Vector256<float>.One - (dy * dy), Vector256<float>.Zero)) * (float)disc.RadiusX;
            (half * LineWeights).CopyTo(_halves, 8 * row);
            _heights[row] = (float)(double.MaxNative(0, to - from) * Units.One);
        }

        for (var tile = firstTile; tile <= endTile; tile++)
        {
            // The left boundaries of the tile's pixels. The first one is also the right boundary of the tile before.
            var side = Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f) - Vector256.Create((float)(disc.X - (tile << StripAreas.TileBits)));
            var x = Vector256.Abs(side);
            var (x0, x1, x2, x3) = (x * LineWeights[0], x * LineWeights[1], x * LineWeights[2], x * LineWeights[3]);
            for (var row = first; row < end; row++)
            {
                var halves = _halves.AsSpan(8 * row, 8);
                var until = Vector256.CopySign(Within(x0, x1, x2, x3, halves), side);
                ref var before = ref _before[row];
                if (tile > firstTile)
                {
                    var own = (Next(before, until) - before) * _heights[row];
                    target.Unite(tile - 1, row, Vector256.ConvertToInt32Native(own + Vector256.Create(.5f)));
                }

                before = until;
            }
        }

        return (firstTile, endTile);
    }

    // Shifts by one element.
    private static Vector256<float> Next(Vector256<float> a, Vector256<float> b)
    {
        if (!Avx2.IsSupported)
            return Vector256.Shuffle(a, Vector256.Create(1, 2, 3, 4, 5, 6, 7, 8)).WithElement(7, b[0]);
        return Avx2.AlignRight(Avx2.Permute2x128(a.AsByte(), b.AsByte(), 0x21), a.AsByte(), 4).AsSingle();
    }

    // The weights are symmetric.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Within(
        Vector256<float> x0,
        Vector256<float> x1,
        Vector256<float> x2,
        Vector256<float> x3,
        ReadOnlySpan<float> halves
    ) =>
        (
            (Vector256.MinNative(x0, Vector256.Create(halves[0])) + Vector256.MinNative(x0, Vector256.Create(halves[7])))
            + (Vector256.MinNative(x1, Vector256.Create(halves[1])) + Vector256.MinNative(x1, Vector256.Create(halves[6])))
        )
        + (
            (Vector256.MinNative(x2, Vector256.Create(halves[2])) + Vector256.MinNative(x2, Vector256.Create(halves[5])))
            + (Vector256.MinNative(x3, Vector256.Create(halves[3])) + Vector256.MinNative(x3, Vector256.Create(halves[4])))
        );
}
