namespace Cutis.Imaging.Raster;

/// <summary>Regular polygons that stand for circles: they have the circle's area, and their edges deviate by at most 1/32 pixel.</summary>
/// <remarks>The points result from bisecting right angles with square roots, so that they are the same on every machine.</remarks>
internal static class UnitCircle
{
    private const int Coarsest = 4;
    private const int Finest = 10;
    private static readonly double[][] Xs = new double[Finest + 1][];
    private static readonly double[][] Ys = new double[Finest + 1][];
    private static readonly double[][] Slopes = new double[Finest + 1][];

    static UnitCircle()
    {
        // The right half from top to bottom, beginning with two edges.
        double[] xs = [0, 1, 0];
        double[] ys = [-1, 0, 1];
        for (var power = 3; power <= Finest; power++)
        {
            (xs, ys) = Halve(xs, ys);
            if (power < Coarsest)
                continue;
            // Twice the area of a triangle of the polygon is the sine of the angle between two neighbours.
            var sine = (xs[0] * ys[1]) - (ys[0] * xs[1]);
            var scale = Math.Sqrt(2 * Math.PI / ((1 << power) * Math.Abs(sine)));
            Xs[power] = [.. xs.Select(x => x * scale)];
            Ys[power] = [.. ys.Select(y => y * scale)];
            Slopes[power] = [.. Enumerable.Range(0, xs.Length - 1).Select(i => (xs[i + 1] - xs[i]) / (ys[i + 1] - ys[i]))];
        }
    }

    /// <summary>
    /// The right half of the polygon for a radius, from top to bottom: x ≥ 0, ascending y, and the slope dx/dy from each point to the next.
    /// </summary>
    public static (double[] X, double[] Y, double[] Slope) RightHalf(double radius)
    {
        // The sagitta r(1 − cos π/n) is about r·π²/2n².
        var power = Coarsest;
        while (power < Finest && radius * Math.PI * Math.PI / 2 > (1L << (2 * power)) / 32.0)
            power++;
        return (Xs[power], Ys[power], Slopes[power]);
    }

    private static (double[] X, double[] Y) Halve(double[] xs, double[] ys)
    {
        var x = new double[(2 * xs.Length) - 1];
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (a, b) = (i / 2, (i + 1) / 2);
            var (mx, my) = (xs[a] + xs[b], ys[a] + ys[b]);
            var length = Math.Sqrt((mx * mx) + (my * my));
            (x[i], y[i]) = (mx / length, my / length);
        }

        return (x, y);
    }
}
