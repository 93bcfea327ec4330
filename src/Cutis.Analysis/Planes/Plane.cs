namespace Cutis.Analysis.Planes;

/// <summary>One value per pixel, row by row.</summary>
internal sealed class Plane(int width, int height, float[] data)
{
    public Plane(int width, int height)
        : this(width, height, GC.AllocateUninitializedArray<float>(width * height)) { }

    public int Width { get; } = width;

    public int Height { get; } = height;

    public float[] Data { get; } = data;

    public float this[int x, int y] => Data[(y * Width) + x];

    public Span<float> Row(int y) => Data.AsSpan(y * Width, Width);

    /// <summary>
    /// The bilinearly interpolated value at a point; pixel centres lie at whole numbers here. The plane's edge values are repeated outside.
    /// </summary>
    public float At(double x, double y)
    {
        var (px, py) = (Math.Clamp(x, 0, Width - 1), Math.Clamp(y, 0, Height - 1));
        var (left, top) = ((int)px, (int)py);
        var (right, bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
        var (across, down) = ((float)(px - left), (float)(py - top));
        var upper = this[left, top] + ((this[right, top] - this[left, top]) * across);
        var lower = this[left, bottom] + ((this[right, bottom] - this[left, bottom]) * across);
        return upper + ((lower - upper) * down);
    }

    /// <summary>A new plane with a computed value for each pixel.</summary>
    public static Plane Create(Work work, int width, int height, Func<int, float> value)
    {
        var plane = work.NewPlane(width, height);
        work.Rows(
            height,
            (from, to) =>
            {
                for (var i = from * width; i < to * width; i++)
                    plane.Data[i] = value(i);
            }
        );
        return plane;
    }
}
