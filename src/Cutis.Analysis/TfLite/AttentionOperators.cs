namespace Cutis.Analysis.TfLite;

/// <summary>
/// Custom operator of the attention mesh: the transform from a square of 16 × 16 cells to a part of the face (an eye, the lips), computed
/// from that part's landmarks (MediaPipe, landmarks_to_transform_matrix).
/// </summary>
internal sealed class LandmarksToMatrix : Operator
{
    private readonly int _from;
    private readonly int _to;
    private readonly int[] _subset;
    private readonly (int Left, int Right) _corners;
    private readonly (double Width, double Height) _size;
    private readonly (double X, double Y) _scale;
    private readonly double _rotation;

    public LandmarksToMatrix(Tensor x, Tensor y, FlexMap options)
    {
        (_from, _to, _subset) = (x.Index, y.Index, options.Numbers("subset_idxs"));
        _corners = ((int)options.Number("left_rotation_idx"), (int)options.Number("right_rotation_idx"));
        _size = (options.Number("output_width"), options.Number("output_height"));
        _scale = (options.Number("scale_x"), options.Number("scale_y"));
        _rotation = options.Number("target_rotation_radians");
        var count = x.Length / 3;
        if (y.Length < 16 || _subset.Length == 0 || _subset.Append(_corners.Left).Append(_corners.Right).Any(i => i < 0 || i >= count))
            throw new InvalidDataException("has a Landmarks2TransformMatrix whose landmarks do not exist");
    }

    /// <summary>The landmarks of the part, in the order of the refined ones.</summary>
    public IReadOnlyList<int> Subset => _subset;

    public override void Run(float[][] tensors)
    {
        var (points, matrix) = (tensors[_from], tensors[_to]);
        double X(int i) => points[3 * i];
        double Y(int i) => points[(3 * i) + 1];
        var angle = _rotation - Math.Atan2(Y(_corners.Right) - Y(_corners.Left), X(_corners.Right) - X(_corners.Left));
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        double left = double.MaxValue,
            top = double.MaxValue,
            right = double.MinValue,
            bottom = double.MinValue;
        foreach (var i in _subset)
        {
            var (u, v) = ((cos * X(i)) - (sin * Y(i)), (sin * X(i)) + (cos * Y(i)));
            (left, right, top, bottom) = (Math.Min(left, u), Math.Max(right, u), Math.Min(top, v), Math.Max(bottom, v));
        }

        var (mx, my) = ((left + right) / 2, (top + bottom) / 2);
        var (cx, cy) = ((cos * mx) + (sin * my), (cos * my) - (sin * mx));
        var (sx, sy) = (_scale.X * (right - left) / _size.Width, _scale.Y * (bottom - top) / _size.Height);
        // translate(centre) · rotate(−angle) · scale · translate(−half the square)
        var (a, b, d, e) = (cos * sx, sin * sy, -sin * sx, cos * sy);
        Array.Clear(matrix);
        (matrix[0], matrix[1], matrix[3]) = ((float)a, (float)b, (float)(cx - (a * _size.Width / 2) - (b * _size.Height / 2)));
        (matrix[4], matrix[5], matrix[7]) = ((float)d, (float)e, (float)(cy - (d * _size.Width / 2) - (e * _size.Height / 2)));
        (matrix[10], matrix[15]) = (1, 1);
    }
}

/// <summary>Custom operator: a bilinear crop through such a transform, zero outside.</summary>
internal sealed class TransformTensor(Tensor x, Tensor matrix, Tensor y) : Operator
{
    public override void Run(float[][] tensors)
    {
        var (from, m, to) = (tensors[x.Index], tensors[matrix.Index], tensors[y.Index]);
        var ((height, width), channels, at) = (x.Size, x.Channels, 0);
        for (var row = 0; row < y.Size.Height; row++)
        {
            for (var column = 0; column < y.Size.Width; column++, at += channels)
            {
                var (u, v) = (column + 0.5f, row + 0.5f);
                var px = (m[0] * u) + (m[1] * v) + m[3] - 0.5f;
                var py = (m[4] * u) + (m[5] * v) + m[7] - 0.5f;
                var place = to.AsSpan(at, channels);
                if (px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1)
                    Sample(from, width, height, px, py, place);
                else
                    place.Clear();
            }
        }
    }

    private static void Sample(float[] from, int width, int height, float x, float y, Span<float> to)
    {
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (across, down) = (x - left, y - top);
        for (var c = 0; c < to.Length; c++)
        {
            float At(int column, int row, int channels) => from[(((row * width) + column) * channels) + c];
            var upper = (At(left, top, to.Length) * (1 - across)) + (At(right, top, to.Length) * across);
            var lower = (At(left, bottom, to.Length) * (1 - across)) + (At(right, bottom, to.Length) * across);
            to[c] = (upper * (1 - down)) + (lower * down);
        }
    }
}

/// <summary>Custom operator: maps landmarks from the square back to the face.</summary>
internal sealed class TransformLandmarks(Tensor x, Tensor matrix, Tensor y) : Operator
{
    public override void Run(float[][] tensors)
    {
        var (from, m, to) = (tensors[x.Index], tensors[matrix.Index], tensors[y.Index]);
        var step = x.Channels;
        for (var i = 0; i + 1 < x.Length; i += step)
        {
            to[i] = (m[0] * from[i]) + (m[1] * from[i + 1]) + m[3];
            to[i + 1] = (m[4] * from[i]) + (m[5] * from[i + 1]) + m[7];
            for (var k = 2; k < step; k++)
                to[i + k] = from[i + k];
        }
    }
}
