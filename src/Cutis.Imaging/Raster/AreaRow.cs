namespace Cutis.Imaging.Raster;

/// <summary>Sums the exact areas that edges cut from the pixels of one row.</summary>
/// <remarks>
/// Each cell holds the change of coverage from the pixel to its left; a running sum gives the coverage. The method of
/// signed areas, as in Levien's font-rs and FreeType's smooth rasteriser.
/// </remarks>
internal sealed class AreaRow(int width)
{
    private readonly double[] _change = new double[width + 2];

    /// <summary>Adds the area to the right of an edge that falls by <paramref name="height"/> from one x to the other.</summary>
    /// <param name="xa">X at one end.</param>
    /// <param name="xb">X at the other.</param>
    /// <param name="height">Height, negative to take area away.</param>
    public void Add(double xa, double xb, double height)
    {
        var (left, right) = xa < xb ? (xa, xb) : (xb, xa);
        if (right <= 0) Vertical(0, height);
        else if (left >= width) return;
        else if (left < 0)
        {
            var share = -left / (right - left);
            Vertical(0, height * share);
            Add(0, right, height * (1 - share));
        }
        else if (right > width)
        {
            Sloped(left, width, height * (width - left) / (right - left));
        }
        else
        {
            Sloped(left, right, height);
        }
    }

    /// <summary>Coverage of the pixels from <paramref name="from"/> on, in order; the row is empty afterwards.</summary>
    /// <param name="from">First pixel; nothing may have been added to the left of it.</param>
    /// <param name="coverage">0..1 for each pixel.</param>
    public void Take(int from, Span<float> coverage)
    {
        var sum = 0.0;
        for (var i = 0; i < coverage.Length; i++)
        {
            sum += _change[from + i];
            _change[from + i] = 0;
            coverage[i] = (float)Math.Clamp(sum, 0, 1);
        }

        // What lies beyond belongs to pixels that are not asked for.
        var end = from + coverage.Length;
        for (var i = end; i < Math.Min(end + 2, _change.Length); i++) _change[i] = 0;
    }

    private void Vertical(int pixel, double height) => _change[pixel] += height;

    private void Sloped(double left, double right, double height)
    {
        var first = (int)left;
        var last = (int)Math.Ceiling(right);
        if (last <= first + 1)
        {
            var middle = ((left + right) / 2) - first;
            _change[first] += height * (1 - middle);
            _change[first + 1] += height * middle;
            return;
        }

        // The coverage grows quadratically in the first and last pixel and linearly between.
        var perPixel = 1 / (right - left);
        var inFirst = 1 - (left - first);
        var area = 0.5 * perPixel * inFirst * inFirst;
        var reached = area;
        _change[first] += height * area;
        for (var x = first + 1; x < last - 1; x++)
        {
            area = perPixel * (x + 0.5 - left);
            _change[x] += height * (area - reached);
            reached = area;
        }

        var inLast = right - (last - 1);
        area = 1 - (0.5 * perPixel * inLast * inLast);
        _change[last - 1] += height * (area - reached);
        _change[last] += height * (1 - area);
    }
}
