using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>An upright square around a face, as a network reads it.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="ToRestored">Maps its pixels to pixels of the restored image.</param>
internal sealed record FaceCrop(RgbImage Picture, Similarity ToRestored)
{
    // The mesh ends in the middle of the forehead; the networks were trained on outlines that reach the hairline.
    private const double Lift = .075;

    /// <summary>Cuts a square out of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="points">The landmarks in pixels of the restored image.</param>
    /// <param name="toOriginal">Maps pixels of the restored image to pixels of the picture.</param>
    /// <param name="side">Side of the square, in heights or widths of the face, whichever is larger.</param>
    /// <param name="pixels">Side of the square in its own pixels.</param>
    public static FaceCrop Create(Pyramid picture, IReadOnlyList<Landmark> points, Similarity toOriginal, double side, int pixels)
    {
        var outline = AreaShapes.Face.Select(i => points[i].Place).ToArray();
        var (left, right, bottom) = (outline.Min(p => p.X), outline.Max(p => p.X), outline.Max(p => p.Y));
        var top = outline.Min(p => p.Y);
        top -= Lift * (bottom - top);
        var half = side * Math.Max(right - left, bottom - top) / 2;
        var scale = 2 * half / pixels;
        var toRestored = new Similarity(scale, 0, ((left + right) / 2) - half, ((top + bottom) / 2) - half);
        return new FaceCrop(picture.Sample(pixels, pixels, toRestored.Then(toOriginal)), toRestored);
    }

    /// <summary>What the networks read: colours relative to the middle of the face, and the place of each pixel.</summary>
    /// <remarks>
    /// Five values per pixel: red, green and blue (0..1) minus their means in the middle third of the square, divided by 2σ + 0.05, where σ
    /// is the standard deviation of the luma there, and limited to ±3; then x and y from −1 to 1.
    /// </remarks>
    /// <param name="mirrored">Whether left and right are swapped; x is that of the place in the mirror image.</param>
    public float[] Normalised(bool mirrored = false)
    {
        var (size, data) = (Picture.Width, Picture.Data);
        var (from, to) = (size / 3, size - (size / 3));
        double red = 0,
            green = 0,
            blue = 0,
            luma = 0,
            squares = 0;
        for (var y = from; y < to; y++)
        {
            for (var x = from; x < to; x++)
            {
                var i = ((y * size) + x) * 3;
                var (r, g, b) = (data[i] / 255.0, data[i + 1] / 255.0, data[i + 2] / 255.0);
                var l = (.299 * r) + (.587 * g) + (.114 * b);
                (red, green, blue, luma, squares) = (red + r, green + g, blue + b, luma + l, squares + (l * l));
            }
        }

        var count = (double)(to - from) * (to - from);
        var sigma = Math.Sqrt(Math.Max(0, (squares / count) - (luma / count * (luma / count))));
        double[] mean = [red / count, green / count, blue / count];
        var gain = 1 / ((2 * sigma) + .05);
        var table = new float[3 * 256];
        for (var c = 0; c < 3; c++)
        for (var v = 0; v < 256; v++)
            table[(c * 256) + v] = (float)Math.Clamp(((v / 255.0) - mean[c]) * gain, -3, 3);
        var values = new float[size * size * 5];
        for (int y = 0, k = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++, k += 5)
            {
                var i = ((y * size) + (mirrored ? size - 1 - x : x)) * 3;
                for (var c = 0; c < 3; c++)
                    values[k + c] = table[(c * 256) + data[i + c]];
                (values[k + 3], values[k + 4]) = ((((x + .5f) * 2) / size) - 1, (((y + .5f) * 2) / size) - 1);
            }
        }

        return values;
    }
}
