using System.Globalization;

namespace Cutis.Masks.Geometry;

/// <summary>The box in which a mask's coordinates are written: an SVG viewBox, <c>"x y w h"</c>.</summary>
/// <remarks>Width and height are finite and above 0; the type cannot hold anything else.</remarks>
public readonly record struct ViewBox
{
    /// <summary>Largest absolute value of a number of a view box, and of every coordinate.</summary>
    public const double MaxCoordinate = 1e7;

    private ViewBox(double x, double y, double width, double height) => (X, Y, Width, Height) = (x, y, width, height);

    /// <summary>Left edge.</summary>
    public double X { get; }

    /// <summary>Top edge.</summary>
    public double Y { get; }

    /// <summary>Width, above 0.</summary>
    public double Width { get; }

    /// <summary>Height, above 0.</summary>
    public double Height { get; }

    /// <summary>The box of a picture of that many pixels.</summary>
    public static ViewBox FromPixels(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return new(0, 0, width, height);
    }

    /// <summary>Reads <c>"x y w h"</c>; numbers are separated by white space or commas (SVG 2, 8.6).</summary>
    /// <returns>False when there are not four finite numbers, a size is not above 0, or a number is beyond ±1e7.</returns>
    public static bool TryParse(string text, out ViewBox box)
    {
        box = default;
        var parts = text.Split([' ', ',', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 4)
            return false;
        Span<double> n = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out n[i]))
                return false;
            if (!(Math.Abs(n[i]) <= MaxCoordinate))
                return false;
        }

        if (!(n[2] > 0 && n[3] > 0))
            return false;
        box = new ViewBox(n[0], n[1], n[2], n[3]);
        return true;
    }

    /// <summary>The text form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X:R} {Y:R} {Width:R} {Height:R}");
}
