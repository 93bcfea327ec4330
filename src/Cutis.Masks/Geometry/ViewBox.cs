using System.Globalization;

namespace Cutis.Masks.Geometry;

/// <summary>The rectangle in whose coordinates a mask is written: an SVG viewBox, <c>"x y w h"</c>.</summary>
/// <remarks>Width and height are always finite and above 0.</remarks>
public readonly record struct ViewBox
{
    /// <summary>Maximum absolute value of a view-box number and of every coordinate.</summary>
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

    /// <summary>The view box of a picture with a size in pixels.</summary>
    public static ViewBox FromPixels(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return new(0, 0, width, height);
    }

    /// <summary>Parses <c>"x y w h"</c>; numbers are separated by white space or commas (SVG 2, 8.6).</summary>
    /// <returns>False unless there are four finite numbers within ±1e7 and the sizes are above 0.</returns>
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
