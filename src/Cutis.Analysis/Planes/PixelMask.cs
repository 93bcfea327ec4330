using System.Buffers;
using System.Numerics;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Planes;

/// <summary>A binary mask: 1 or 0 for each pixel.</summary>
internal sealed class PixelMask(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public byte[] Data { get; } = new byte[width * height];

    public bool this[int x, int y] => (uint)x < (uint)Width && (uint)y < (uint)Height && Data[(y * Width) + x] != 0;

    /// <summary>Sets the pixel that contains a point.</summary>
    public void Set(Vec place)
    {
        var (x, y) = ((int)place.X, (int)place.Y);
        if ((uint)x < (uint)Width && (uint)y < (uint)Height)
            Data[(y * Width) + x] = 1;
    }

    /// <summary>Number of set pixels.</summary>
    public int Count
    {
        get
        {
            var (count, sum, i) = (0, Vector<byte>.Zero, 0);
            // A byte can count 255 ones.
            for (var round = 0; i + Vector<byte>.Count <= Data.Length; i += Vector<byte>.Count)
            {
                sum += new Vector<byte>(Data, i);
                if (++round < 255)
                    continue;
                (count, sum, round) = (count + Sum(sum), Vector<byte>.Zero, 0);
            }

            count += Sum(sum);
            for (; i < Data.Length; i++)
                count += Data[i];
            return count;
        }
    }

    /// <summary>The inside of rings by the even-odd rule, tested at pixel centres.</summary>
    public static PixelMask Fill(int width, int height, params IEnumerable<IReadOnlyList<Vec>> rings)
    {
        var mask = new PixelMask(width, height);
        var all = rings.ToArray();
        if (all.Length == 0 || all.All(r => r.Count == 0))
            return mask;
        var top = Math.Max(0, (int)all.Min(r => r.Min(p => p.Y)));
        var bottom = Math.Min(height - 1, (int)all.Max(r => r.Max(p => p.Y)));
        var crossings = new List<double>();
        for (var y = top; y <= bottom; y++)
        {
            crossings.Clear();
            foreach (var ring in all)
                Cross(ring, y + 0.5, crossings);
            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var (from, to) = (
                    Math.Max(0, (int)Math.Ceiling(crossings[i] - 0.5)),
                    Math.Min(width, (int)Math.Ceiling(crossings[i + 1] - 0.5))
                );
                if (to > from)
                    mask.Data.AsSpan((y * width) + from, to - from).Fill(1);
            }
        }

        return mask;
    }

    public PixelMask And(PixelMask other) => Combined(other, static (a, b) => a & b);

    public PixelMask Or(PixelMask other) => Combined(other, static (a, b) => a | b);

    public PixelMask Without(PixelMask other) => Combined(other, Vector.AndNot);

    /// <summary>Dilation by a number of pixels with a square element, so that it is slightly more on the diagonal.</summary>
    public PixelMask Dilated(double radius) => Boxed(Data, (int)Math.Round(radius));

    /// <summary>Erosion likewise; the outside of the picture does not count.</summary>
    public PixelMask Eroded(double radius)
    {
        var turned = ArrayPool<byte>.Shared.Rent(Data.Length);
        Turn(Data, turned);
        var eroded = Boxed(turned, (int)Math.Round(radius));
        Turn(eroded.Data, eroded.Data);
        ArrayPool<byte>.Shared.Return(turned);
        return eroded;

        static void Turn(byte[] from, byte[] to)
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = (byte)(1 - from[i]);
        }
    }

    /// <summary>Enlarges the mask: each pixel becomes <paramref name="factor"/> × <paramref name="factor"/> pixels.</summary>
    public PixelMask Grown(int width, int height, int factor)
    {
        if (factor == 1)
            return this;
        var mask = new PixelMask(width, height);
        for (var y = 0; y < height; y++)
        {
            var from = Data.AsSpan(Math.Min(y / factor, Height - 1) * Width, Width);
            var row = mask.Data.AsSpan(y * width, width);
            for (var x = 0; x < row.Length; x++)
                row[x] = from[x / factor];
        }

        return mask;
    }

    /// <summary>
    /// Reduces the mask: the pixel nearest to the middle of <paramref name="factor"/> × <paramref name="factor"/> stands for all.
    /// </summary>
    public PixelMask Shrunk(int factor)
    {
        if (factor == 1)
            return this;
        var mask = new PixelMask((Width + factor - 1) / factor, (Height + factor - 1) / factor);
        for (var y = 0; y < mask.Height; y++)
        for (var x = 0; x < mask.Width; x++)
            mask.Data[(y * mask.Width) + x] = Data[
                (Math.Min((y * factor) + (factor / 2), Height - 1) * Width) + Math.Min((x * factor) + (factor / 2), Width - 1)
            ];
        return mask;
    }

    private static void Cross(IReadOnlyList<Vec> ring, double y, List<double> crossings)
    {
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            var (p, q) = (ring[i], ring[j]);
            if (p.Y > y != q.Y > y)
                crossings.Add(((q.X - p.X) * (y - p.Y) / (q.Y - p.Y)) + p.X);
        }
    }

    private static int Sum(Vector<byte> bytes)
    {
        Vector.Widen(bytes, out var low, out var high);
        return Vector.Sum(low + high);
    }

    private PixelMask Combined(PixelMask other, Func<Vector<byte>, Vector<byte>, Vector<byte>> of)
    {
        var mask = new PixelMask(Width, Height);
        var i = 0;
        for (; i + Vector<byte>.Count <= Data.Length; i += Vector<byte>.Count)
            of(new Vector<byte>(Data, i), new Vector<byte>(other.Data, i)).CopyTo(mask.Data, i);
        if (i == Data.Length)
            return mask;
        Span<byte> a = stackalloc byte[Vector<byte>.Count],
            b = stackalloc byte[Vector<byte>.Count];
        Data.AsSpan(i).CopyTo(a);
        other.Data.AsSpan(i).CopyTo(b);
        of(new Vector<byte>(a), new Vector<byte>(b)).CopyTo(a);
        a[..(Data.Length - i)].CopyTo(mask.Data.AsSpan(i));
        return mask;
    }

    // A pixel is set where any pixel of the square around it is; computed with sliding sums over the bounding box of the mask.
    private PixelMask Boxed(byte[] from, int radius)
    {
        var down = new PixelMask(Width, Height);
        if (radius <= 0)
        {
            from.AsSpan(0, Data.Length).CopyTo(down.Data);
            return down;
        }

        var across = ArrayPool<byte>.Shared.Rent(Data.Length);
        across.AsSpan(0, Data.Length).Clear();
        var (first, last, left, right) = (Height, -1, Width, -1);
        for (var y = 0; y < Height; y++)
        {
            var row = from.AsSpan(y * Width, Width);
            var start = row.IndexOf((byte)1);
            if (start < 0)
                continue;
            var end = row.LastIndexOf((byte)1);
            (first, last, left, right) = (Math.Min(first, y), y, Math.Min(left, start), Math.Max(right, end));
            Widen(row, across.AsSpan(y * Width, Width), Math.Max(0, start - radius), Math.Min(Width - 1, end + radius), radius);
        }

        if (last >= 0)
            Heighten(across, down.Data, (first, last), Math.Max(0, left - radius), Math.Min(Width - 1, right + radius), radius);
        ArrayPool<byte>.Shared.Return(across);
        return down;
    }

    private static void Widen(ReadOnlySpan<byte> row, Span<byte> to, int first, int last, int radius)
    {
        var sum = 0;
        for (var x = first - radius; x <= last; x++)
        {
            if (x + radius >= 0 && x + radius < row.Length)
                sum += row[x + radius];
            if (x - radius - 1 >= 0)
                sum -= row[x - radius - 1];
            if (x >= first && sum > 0)
                to[x] = 1;
        }
    }

    private void Heighten(byte[] across, byte[] down, (int First, int Last) rows, int left, int right, int radius)
    {
        var sums = new int[Width];
        for (var y = rows.First - radius; y <= Math.Min(Height - 1, rows.Last + radius); y++)
        {
            for (var x = left; x <= right; x++)
            {
                if (y + radius < Height)
                    sums[x] += across[((y + radius) * Width) + x];
                if (y - radius - 1 >= 0)
                    sums[x] -= across[((y - radius - 1) * Width) + x];
                if (y >= 0 && sums[x] > 0)
                    down[(y * Width) + x] = 1;
            }
        }
    }
}
