namespace Cutis.Analysis.Faces;

/// <summary>The rotation of a head: the rigid motion that brings the canonical mesh closest to the landmarks.</summary>
/// <remarks>Source: Horn, "Closed-form solution of absolute orientation using unit quaternions" (JOSA A 4, 1987).</remarks>
internal static class RigidFit
{
    // Points that neither speech nor a smile nor a beard moves: eyes, bridge of the nose, forehead, temples, cheekbones.
    private static readonly int[] Stable =
    [
        33,
        133,
        362,
        263,
        168,
        6,
        197,
        195,
        5,
        4,
        1,
        9,
        8,
        10,
        151,
        127,
        356,
        234,
        454,
        116,
        345,
        50,
        280,
        70,
        300,
        107,
        336,
        2,
        98,
        327,
    ];

    /// <summary>Where a face looks: a unit vector, x to the right as seen, y up, z towards the viewer.</summary>
    public static (double X, double Y, double Z) Forward(IReadOnlyList<Landmark> points)
    {
        var from = Array.ConvertAll(Stable, i => (Vector)CanonicalMesh.Shared.Vertices[i]);
        // Landmarks have y down, and z away from the viewer.
        var to = Array.ConvertAll(Stable, i => new Vector(points[i].X, -points[i].Y, -points[i].Z));
        var (w, x, y, z) = Quaternion(Correlation(from, to));
        return (2 * ((x * z) + (w * y)), 2 * ((y * z) - (w * x)), 1 - (2 * ((x * x) + (y * y))));
    }

    private static double[,] Correlation(Vector[] from, Vector[] to)
    {
        var (a, b) = (Mean(from), Mean(to));
        var sums = new double[3, 3];
        for (var i = 0; i < from.Length; i++)
        {
            double[] u = [from[i].X - a.X, from[i].Y - a.Y, from[i].Z - a.Z];
            double[] v = [to[i].X - b.X, to[i].Y - b.Y, to[i].Z - b.Z];
            for (var r = 0; r < 3; r++)
            for (var c = 0; c < 3; c++)
                sums[r, c] += u[r] * v[c];
        }

        return sums;
    }

    private static Vector Mean(Vector[] all) => new(all.Average(v => v.X), all.Average(v => v.Y), all.Average(v => v.Z));

    // The eigenvector of the largest eigenvalue of Horn's matrix, by Jacobi rotations.
    private static (double W, double X, double Y, double Z) Quaternion(double[,] s)
    {
        double[,] n =
        {
            { s[0, 0] + s[1, 1] + s[2, 2], s[1, 2] - s[2, 1], s[2, 0] - s[0, 2], s[0, 1] - s[1, 0] },
            { s[1, 2] - s[2, 1], s[0, 0] - s[1, 1] - s[2, 2], s[0, 1] + s[1, 0], s[2, 0] + s[0, 2] },
            { s[2, 0] - s[0, 2], s[0, 1] + s[1, 0], s[1, 1] - s[0, 0] - s[2, 2], s[1, 2] + s[2, 1] },
            { s[0, 1] - s[1, 0], s[2, 0] + s[0, 2], s[1, 2] + s[2, 1], s[2, 2] - s[0, 0] - s[1, 1] },
        };
        double[,] vectors =
        {
            { 1, 0, 0, 0 },
            { 0, 1, 0, 0 },
            { 0, 0, 1, 0 },
            { 0, 0, 0, 1 },
        };
        const int enough = 12;
        for (var sweep = 0; sweep < enough; sweep++)
        for (var p = 0; p < 3; p++)
        for (var q = p + 1; q < 4; q++)
            Rotate(n, vectors, p, q);
        var best = Enumerable.Range(0, 4).MaxBy(i => n[i, i]);
        return (vectors[0, best], vectors[1, best], vectors[2, best], vectors[3, best]);
    }

    private static void Rotate(double[,] n, double[,] vectors, int p, int q)
    {
        if (n[p, q] == 0)
            return;
        var angle = Math.Atan2(2 * n[p, q], n[q, q] - n[p, p]) / 2;
        var (c, s) = (Math.Cos(angle), Math.Sin(angle));
        for (var k = 0; k < 4; k++)
            (n[k, p], n[k, q]) = ((c * n[k, p]) - (s * n[k, q]), (s * n[k, p]) + (c * n[k, q]));
        for (var k = 0; k < 4; k++)
            (n[p, k], n[q, k]) = ((c * n[p, k]) - (s * n[q, k]), (s * n[p, k]) + (c * n[q, k]));
        for (var k = 0; k < 4; k++)
            (vectors[k, p], vectors[k, q]) = ((c * vectors[k, p]) - (s * vectors[k, q]), (s * vectors[k, p]) + (c * vectors[k, q]));
    }

    private readonly record struct Vector(double X, double Y, double Z)
    {
        public static implicit operator Vector((float X, float Y, float Z) v) => new(v.X, v.Y, v.Z);
    }
}
