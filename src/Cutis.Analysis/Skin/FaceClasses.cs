using Cutis.Analysis.Faces;
using Cutis.Analysis.Models;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>What a pixel of a picture of a face shows.</summary>
internal enum FaceClass
{
    /// <summary>Background, clothes, the inside of the mouth.</summary>
    Background,

    /// <summary>Skin of the face, the ears and the neck, with lips and lids.</summary>
    Skin,

    /// <summary>Hair of the scalp.</summary>
    Hair,

    /// <summary>A beard that hides the skin.</summary>
    FacialHair,

    /// <summary>Frames of glasses, jewellery, hands.</summary>
    Object,

    /// <summary>An eye with its lashes.</summary>
    Eye,

    /// <summary>An eyebrow.</summary>
    Brow,
}

/// <summary>
/// How probable each class is at each place of a face, from a small U-Net (Ronneberger, Fischer and Brox 2015) that was trained on
/// labelled faces by <c>bench/skin-model</c>. The mean over the picture and its mirror image, which agree on more than each alone.
/// </summary>
internal sealed class FaceClasses
{
    private const int Pixels = 288;

    private const int Grid = Pixels / 2;
    private static readonly int Count = Enum.GetValues<FaceClass>().Length;

    private readonly float[] _values; // Row by row, all classes of a place together.
    private readonly Similarity _toGrid;

    private FaceClasses(float[] values, Similarity toGrid) => (_values, _toGrid) = (values, toGrid);

    /// <summary>Finds the classes in a crop of a face.</summary>
    /// <param name="crop"><see cref="RestoredFace.ClassCrop"/>.</param>
    /// <param name="work">Threads and token.</param>
    public static FaceClasses Compute(FaceCrop crop, Work work)
    {
        var (input, graph) = (crop.Normalised(), ModelFiles.Classes);
        float[][] inputs = [input, Mirrored(input)];
        var outputs = new float[2][];
        work.Each(2, i => outputs[i] = graph.Run(inputs[i], work.Stop)["classes"]);
        var values = new float[Grid * Grid * Count];
        work.Rows(
            Grid,
            (from, to) =>
            {
                for (var y = from; y < to; y++)
                for (var x = 0; x < Grid; x++)
                {
                    var place = values.AsSpan(((y * Grid) + x) * Count, Count);
                    AddSoftmax(outputs[0].AsSpan(((y * Grid) + x) * Count, Count), place);
                    AddSoftmax(outputs[1].AsSpan(((y * Grid) + Grid - 1 - x) * Count, Count), place);
                }
            }
        );
        return new FaceClasses(values, crop.ToRestored.Inverse());
    }

    /// <summary>The probability of a class, 0..1, for each pixel of the restored image.</summary>
    public Plane Probability(FaceClass of, SkinFrame frame)
    {
        var plane = frame.Work.NewPlane(frame.Width, frame.Height);
        frame.Work.Rows(
            frame.Height,
            (from, to) =>
            {
                for (var y = from; y < to; y++)
                {
                    var row = plane.Row(y);
                    for (var x = 0; x < row.Length; x++)
                        row[x] = At(of, new Vec(x + .5, y + .5));
                }
            }
        );
        return plane;
    }

    private float At(FaceClass of, Vec restored)
    {
        var place = _toGrid.Map(restored);
        var (px, py) = (Math.Clamp((place.X / 2) - .5, 0, Grid - 1), Math.Clamp((place.Y / 2) - .5, 0, Grid - 1));
        var (left, top) = (Math.Min((int)px, Grid - 2), Math.Min((int)py, Grid - 2));
        var (across, down) = ((float)(px - left), (float)(py - top));
        var i = (((top * Grid) + left) * Count) + (int)of;
        var upper = _values[i] + ((_values[i + Count] - _values[i]) * across);
        i += Grid * Count;
        var lower = _values[i] + ((_values[i + Count] - _values[i]) * across);
        return upper + ((lower - upper) * down);
    }

    private static float[] Mirrored(float[] input)
    {
        var mirrored = new float[input.Length];
        for (var y = 0; y < Pixels; y++)
        for (var x = 0; x < Pixels; x++)
        {
            var (from, to) = (((y * Pixels) + x) * 5, ((y * Pixels) + Pixels - 1 - x) * 5);
            input.AsSpan(from, 3).CopyTo(mirrored.AsSpan(to));
            (mirrored[to + 3], mirrored[to + 4]) = (input[to + 3], input[to + 4]);
        }

        return mirrored;
    }

    private static void AddSoftmax(ReadOnlySpan<float> logits, Span<float> sum)
    {
        Span<float> exponentials = stackalloc float[logits.Length];
        var (max, total) = (float.MinValue, 0f);
        foreach (var logit in logits)
            max = Math.Max(max, logit);
        for (var i = 0; i < logits.Length; i++)
            total += exponentials[i] = MathF.Exp(logits[i] - max);
        for (var i = 0; i < logits.Length; i++)
            sum[i] += exponentials[i] / (2 * total);
    }
}
