namespace Cutis.Imaging.Core;

/// <summary>3 × 3 matrices, row by row.</summary>
internal static class Matrix3
{
    /// <summary>The product of a matrix and a column vector.</summary>
    public static double[] Multiply(double[] m, double[] v) =>
        [
            (m[0] * v[0]) + (m[1] * v[1]) + (m[2] * v[2]),
            (m[3] * v[0]) + (m[4] * v[1]) + (m[5] * v[2]),
            (m[6] * v[0]) + (m[7] * v[1]) + (m[8] * v[2]),
        ];

    /// <summary>The product <paramref name="second"/> · <paramref name="first"/>, which applies <paramref name="first"/> first.</summary>
    public static double[] Product(double[] second, double[] first)
    {
        var product = new double[9];
        for (var i = 0; i < 9; i++)
        for (var k = 0; k < 3; k++)
            product[i] += second[(i / 3 * 3) + k] * first[(k * 3) + (i % 3)];
        return product;
    }

    /// <summary>The inverse; null when the matrix is singular.</summary>
    public static double[]? Inverse(double[] m)
    {
        var determinant =
            (m[0] * ((m[4] * m[8]) - (m[5] * m[7]))) - (m[1] * ((m[3] * m[8]) - (m[5] * m[6]))) + (m[2] * ((m[3] * m[7]) - (m[4] * m[6])));
        if (!(Math.Abs(determinant) >= 1e-9))
            return null;
        double[] cofactors =
        [
            (m[4] * m[8]) - (m[5] * m[7]),
            (m[2] * m[7]) - (m[1] * m[8]),
            (m[1] * m[5]) - (m[2] * m[4]),
            (m[5] * m[6]) - (m[3] * m[8]),
            (m[0] * m[8]) - (m[2] * m[6]),
            (m[2] * m[3]) - (m[0] * m[5]),
            (m[3] * m[7]) - (m[4] * m[6]),
            (m[1] * m[6]) - (m[0] * m[7]),
            (m[0] * m[4]) - (m[1] * m[3]),
        ];
        return Array.ConvertAll(cofactors, value => value / determinant);
    }
}
