using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Cutis.Analysis.Planes;

/// <summary>Gaussian filters. Widths are standard deviations in pixels.</summary>
internal static class Blur
{
    // A wide blur retains no fine detail and is computed on a smaller plane.
    private const double WidestDirect = 4;

    /// <summary>Gaussian filter; the plane's edge pixels are repeated outside.</summary>
    public static Plane Gaussian(Work work, Plane from, double sigma)
    {
        if (sigma < 0.3)
            return from;
        if (sigma > WidestDirect)
        {
            var factor = (int)(sigma / 2.2);
            var small = Shrunk(work, from, factor);
            // Averaging and interpolating blur as well.
            var rest = Math.Sqrt(Math.Max(0.25, (sigma * sigma / (factor * factor)) - 0.25));
            var blurred = Separable(work, small, rest);
            var whole = Grown(work, blurred, from.Width, from.Height, factor);
            work.Free(blurred);
            if (!ReferenceEquals(small, from))
                work.Free(small);
            return whole;
        }

        return Separable(work, from, sigma);
    }

    /// <summary>
    /// Gaussian filter over the pixels of a mask only: G(m·x) / G(m) (normalised convolution, Knutsson and Westin 1993); 0 far from all of
    /// them.
    /// </summary>
    public static Plane Masked(Work work, Plane from, PixelMask mask, double sigma)
    {
        var weights = BlurMask(work, mask, sigma);
        var quotient = Masked(work, from, mask, sigma, weights);
        work.Free(weights);
        return quotient;
    }

    /// <summary>Like <see cref="Masked(Work, Plane, PixelMask, double)"/>, with the blurred mask given.</summary>
    public static Plane Masked(Work work, Plane from, PixelMask mask, double sigma, Plane blurredMask)
    {
        var products = Plane.Create(work, from.Width, from.Height, i => mask.Data[i] == 0 ? 0 : from.Data[i]);
        var sums = Gaussian(work, products, sigma);
        if (!ReferenceEquals(sums, products))
            work.Free(products);
        return Quotient(work, sums, blurredMask);
    }

    /// <summary>A blurred mask.</summary>
    public static Plane BlurMask(Work work, PixelMask mask, double sigma)
    {
        var sharp = Plane.Create(work, mask.Width, mask.Height, i => mask.Data[i]);
        var blurred = Gaussian(work, sharp, sigma);
        if (!ReferenceEquals(sharp, blurred))
            work.Free(sharp);
        return blurred;
    }

    /// <summary>Reduces a plane: each new pixel is the mean of <paramref name="factor"/> × <paramref name="factor"/> old ones.</summary>
    public static Plane Shrunk(Work work, Plane from, int factor)
    {
        if (factor == 1)
            return from;
        var (width, height) = ((from.Width + factor - 1) / factor, (from.Height + factor - 1) / factor);
        var to = work.NewPlane(width, height);
        work.Rows(
            height,
            (start, end) =>
            {
                for (var y = start; y < end; y++)
                {
                    var row = to.Row(y);
                    row.Clear();
                    var lines = Math.Min(factor, from.Height - (y * factor));
                    for (var k = 0; k < lines; k++)
                    {
                        var source = from.Row((y * factor) + k);
                        for (var x = 0; x < row.Length; x++)
                        {
                            var sum = 0f;
                            var last = Math.Min(source.Length, (x + 1) * factor);
                            for (var i = x * factor; i < last; i++)
                                sum += source[i];
                            row[x] += sum / (last - (x * factor));
                        }
                    }

                    for (var x = 0; x < row.Length; x++)
                        row[x] /= lines;
                }
            }
        );
        return to;
    }

    /// <summary>Enlarges a reduced plane by interpolation.</summary>
    public static Plane Grown(Work work, Plane from, int width, int height, int factor)
    {
        var to = work.NewPlane(width, height);
        var columns = Places(width, from.Width, factor);
        var rows = Places(height, from.Height, factor);
        work.Rows(
            height,
            (start, end) =>
            {
                var between = new float[from.Width];
                for (var y = start; y < end; y++)
                {
                    var (low, high, share) = rows[y];
                    var (a, b) = (low * from.Width, high * from.Width);
                    for (var x = 0; x < between.Length; x++)
                        between[x] = from.Data[a + x] + ((from.Data[b + x] - from.Data[a + x]) * share);
                    var row = to.Row(y);
                    for (var x = 0; x < row.Length; x++)
                    {
                        var (left, right, across) = columns[x];
                        row[x] = between[left] + ((between[right] - between[left]) * across);
                    }
                }
            }
        );
        return to;
    }

    private static (int Low, int High, float Share)[] Places(int to, int from, int factor)
    {
        var places = new (int, int, float)[to];
        for (var i = 0; i < to; i++)
        {
            var at = Math.Clamp(((i + 0.5f) / factor) - 0.5f, 0, from - 1);
            var low = (int)at;
            places[i] = (low, Math.Min(low + 1, from - 1), at - low);
        }

        return places;
    }

    private static Plane Quotient(Work work, Plane sums, Plane weights)
    {
        work.Rows(
            sums.Height,
            (from, to) =>
            {
                for (var i = from * sums.Width; i < to * sums.Width; i++)
                    sums.Data[i] = weights.Data[i] > 1e-3f ? sums.Data[i] / weights.Data[i] : 0;
            }
        );
        return sums;
    }

    private static Plane Separable(Work work, Plane from, double sigma)
    {
        var radius = Math.Max(1, (int)Math.Ceiling(3 * sigma));
        var taps = Taps(sigma, radius);
        var to = work.NewPlane(from.Width, from.Height);
        work.Rows(
            from.Height,
            (start, end) =>
            {
                var padded = new float[from.Width + (2 * radius) + Vector<float>.Count];
                for (var y = start; y < end; y++)
                {
                    Down(from, padded.AsSpan(radius, from.Width), y, taps);
                    padded.AsSpan(0, radius).Fill(padded[radius]);
                    padded.AsSpan(radius + from.Width).Fill(padded[radius + from.Width - 1]);
                    Across(padded, to.Row(y), radius, taps);
                }
            }
        );
        return to;
    }

    private static float[] Taps(double sigma, int radius)
    {
        var taps = new double[radius + 1];
        for (var i = 0; i <= radius; i++)
            taps[i] = Math.Exp(-i * i / (2 * sigma * sigma));
        var sum = taps[0] + (2 * taps.Skip(1).Sum());
        return Array.ConvertAll(taps, tap => (float)(tap / sum));
    }

    private static void Down(Plane from, Span<float> to, int y, float[] taps)
    {
        var middle = from.Row(y);
        var x = 0;
        var count = Vector<float>.Count;
        Debug.Assert((uint)y < (uint)from.Height && to.Length <= from.Width && from.Data.Length >= from.Width * from.Height);
        ref var data = ref MemoryMarshal.GetArrayDataReference(from.Data);
        for (; x + count <= to.Length; x += count)
        {
            var sum = new Vector<float>(middle[x..]) * taps[0];
            for (var k = 1; k < taps.Length; k++)
            {
                var above = Vector.LoadUnsafe(ref data, (nuint)((Math.Max(y - k, 0) * from.Width) + x));
                var below = Vector.LoadUnsafe(ref data, (nuint)((Math.Min(y + k, from.Height - 1) * from.Width) + x));
                sum += (above + below) * taps[k];
            }

            sum.CopyTo(to[x..]);
        }

        for (; x < to.Length; x++)
        {
            var sum = middle[x] * taps[0];
            for (var k = 1; k < taps.Length; k++)
                sum += (from[x, Math.Max(y - k, 0)] + from[x, Math.Min(y + k, from.Height - 1)]) * taps[k];
            to[x] = sum;
        }
    }

    private static void Across(float[] padded, Span<float> to, int radius, float[] taps)
    {
        var x = 0;
        var count = Vector<float>.Count;
        Debug.Assert(taps.Length <= radius + 1 && padded.Length >= to.Length + (2 * radius), "a row is padded on both sides");
        ref var data = ref MemoryMarshal.GetArrayDataReference(padded);
        for (; x + count <= to.Length; x += count)
        {
            var sum = Vector.LoadUnsafe(ref data, (nuint)(x + radius)) * taps[0];
            for (var k = 1; k < taps.Length; k++)
                sum +=
                    (Vector.LoadUnsafe(ref data, (nuint)(x + radius - k)) + Vector.LoadUnsafe(ref data, (nuint)(x + radius + k))) * taps[k];
            sum.CopyTo(to[x..]);
        }

        for (; x < to.Length; x++)
        {
            var sum = padded[x + radius] * taps[0];
            for (var k = 1; k < taps.Length; k++)
                sum += (padded[x + radius - k] + padded[x + radius + k]) * taps[k];
            to[x] = sum;
        }
    }
}
