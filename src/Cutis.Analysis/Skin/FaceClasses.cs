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
/// labelled faces by <c>bench/skin-model</c>. The mean over a tight crop and the mirror image of a wide one: the two agree on what is
/// there, and less on their mistakes.
/// </summary>
internal sealed class FaceClasses
{
    // The network answers on half the pixels of its crop. The joint grid has the extent of the wide crop and the cells of the tight one, so
    // that the tight one's answer fills its middle cell by cell.
    private const int Answer = 144;
    private const int Grid = 176;
    private const int Border = (Grid - Answer) / 2;

    // The tight crop's answer comes in over so many cells.
    private const float Fade = 8;
    private static readonly int Count = Enum.GetValues<FaceClass>().Length;

    // What a mistake costs: skin that is taken for something else is only lost, hair that is taken for skin becomes lines and spots.
    // In the order of the classes; skin counts 1.
    private static readonly float[] Costs = [1, 1, 1.3f, 1, 1.7f, 1, 1];

    // Who has a beard has stubble around it as well; marks on the chin of who has none are no stubble. The cost rises with the share
    // of the grid, three times the face's, that is a beard beyond doubt.
    private const float MarkCost = .5f;
    private const float BeardCost = 2.5f;
    private const float NoBeard = .006f;
    private const float Beard = .018f;

    // The share of the surroundings that is smooth: below the first there is a beard, above the second there is none.
    private const float MinSmooth = .75f;
    private const float SureSmooth = .85f;
    private const float SureSkin = .95f;
    private const float MinHair = .05f;
    private const float MinSkin = .3f;

    private readonly float[] _values; // Row by row, all classes of a place together.
    private readonly Similarity _toGrid;
    private readonly float[] _costs;

    private FaceClasses(float[] values, Similarity toGrid)
    {
        (_values, _toGrid, _costs) = (values, toGrid, [.. Costs]);
        var beard = 0;
        for (var at = 0; at < values.Length; at += Count)
            if (values[at + (int)FaceClass.FacialHair] > .5f)
                beard++;
        var share = (float)beard / (Grid * Grid);
        HasBeard = share >= NoBeard;
        _costs[(int)FaceClass.FacialHair] =
            share < NoBeard
                ? MarkCost + ((1 - MarkCost) * share / NoBeard)
                : 1 + (BeardCost * Math.Clamp((share - NoBeard) / (Beard - NoBeard), 0, 1));
    }

    /// <summary>Whether there is more facial hair than marks on the chin can be taken for.</summary>
    public bool HasBeard { get; }

    /// <summary>Finds the classes of a face.</summary>
    public static FaceClasses Compute(RestoredFace face, Work work)
    {
        var graph = ModelFiles.Classes;
        float[][] inputs = [face.NearCrop.Normalised(), face.FarCrop.Normalised(mirrored: true)];
        var answers = new float[2][];
        work.Each(
            2,
            i =>
            {
                answers[i] = graph.Run(inputs[i], work.Stop)["classes"];
                for (var at = 0; at < answers[i].Length; at += Count)
                    Softmax(answers[i].AsSpan(at, Count));
            }
        );
        var values = new float[Grid * Grid * Count];
        for (var y = 0; y < Grid; y++)
        for (var x = 0; x < Grid; x++)
            Join(answers[0], answers[1], x, y, values.AsSpan(((y * Grid) + x) * Count, Count));
        if (face.PixelsPerMillimetre >= HairTexture.MinUnit)
            ShaveSmooth(values, face, work);
        return new FaceClasses(values, face.FarCrop.ToRestored.Inverse());
    }

    /// <summary>How probable a class is, 0..1, on a part of the restored image's pixels.</summary>
    /// <param name="of">The class.</param>
    /// <param name="frame">The face.</param>
    /// <param name="step">Pixels of the restored image per value.</param>
    public Plane Probability(FaceClass of, SkinFrame frame, int step) => Sampled(values => values[(int)of], frame, step);

    /// <summary>
    /// How far a class leads all others, −1..1, with the costs of mistakes; above 0 where the class is taken to be. Parameters as for
    /// <see cref="Probability"/>.
    /// </summary>
    public Plane Lead(FaceClass of, SkinFrame frame, int step) =>
        Sampled(
            values =>
            {
                var (mine, other) = (values[(int)of] * _costs[(int)of], 0f);
                for (var i = 0; i < values.Length; i++)
                    if (i != (int)of)
                        other = Math.Max(other, values[i] * _costs[i]);
                return (mine - other) / (mine + other);
            },
            frame,
            step
        );

    private delegate float Of(ReadOnlySpan<float> values);

    private Plane Sampled(Of value, SkinFrame frame, int step)
    {
        var grid = new Plane(Grid, Grid);
        for (var i = 0; i < grid.Data.Length; i++)
            grid.Data[i] = value(_values.AsSpan(i * Count, Count));
        var plane = frame.Work.NewPlane((frame.Width + step - 1) / step, (frame.Height + step - 1) / step);
        frame.Work.Rows(
            plane.Height,
            (from, to) =>
            {
                for (var y = from; y < to; y++)
                {
                    var row = plane.Row(y);
                    for (var x = 0; x < row.Length; x++)
                    {
                        var place = _toGrid.Map(new Vec((x + .5) * step, (y + .5) * step));
                        row[x] = grid.At((place.X * Grid / (2 * Answer)) - .5, (place.Y * Grid / (2 * Answer)) - .5);
                    }
                }
            }
        );
        return plane;
    }

    // Spots close to one another pass for a beard, and below the hairline for hair: what is smooth around them is skin.
    private static void ShaveSmooth(float[] values, RestoredFace face, Work work)
    {
        const int Skin = (int)FaceClass.Skin;
        var (sure, doubtful) = (new List<Vec>(), new List<(int At, FaceClass Of, Vec Place)>());
        for (var i = 0; i < Grid * Grid; i++)
        {
            var place = face.FarCrop.ToRestored.Map(new Vec((i % Grid) + .5, (i / Grid) + .5) * (2.0 * Answer / Grid));
            var here = values.AsSpan(i * Count, Count);
            if (here[Skin] > SureSkin)
                sure.Add(place);
            if (here[(int)FaceClass.FacialHair] > MinHair)
                doubtful.Add((i * Count, FaceClass.FacialHair, place));
            // Black hair is smooth as well, but there is no doubt about it.
            if (here[(int)FaceClass.Hair] > MinHair && here[Skin] > MinSkin)
                doubtful.Add((i * Count, FaceClass.Hair, place));
        }

        if (doubtful.Count == 0)
            return;
        var texture = HairTexture.Compute(face, sure, work);
        foreach (var (at, of, place) in doubtful)
        {
            var share = Math.Clamp((texture.Smoothness(place) - MinSmooth) / (SureSmooth - MinSmooth), 0, 1);
            var moved = share * values[at + (int)of];
            values[at + (int)of] -= moved;
            values[at + Skin] += moved;
        }
    }

    private static void Join(float[] near, float[] far, int x, int y, Span<float> to)
    {
        // The wide crop was mirrored.
        var (px, py) = (Answer - 1 - Place(x), Place(y));
        var (left, top) = (Math.Min((int)px, Answer - 2), Math.Min((int)py, Answer - 2));
        var (across, down) = (px - left, py - top);
        var at = ((top * Answer) + left) * Count;
        for (var i = 0; i < to.Length; i++, at++)
        {
            var upper = far[at] + ((far[at + Count] - far[at]) * across);
            var below = at + (Answer * Count);
            var lower = far[below] + ((far[below + Count] - far[below]) * across);
            to[i] = upper + ((lower - upper) * down);
        }

        var (u, v) = (x - Border, y - Border);
        var edge = Math.Min(Math.Min(u, v), Math.Min(Answer - 1 - u, Answer - 1 - v)) + 1;
        if (edge <= 0)
            return;
        var share = .5f * Math.Min(1, edge / Fade);
        for (var i = 0; i < to.Length; i++)
            to[i] += (near[(((v * Answer) + u) * Count) + i] - to[i]) * share;

        static float Place(int at) => Math.Clamp(((at + .5f) * Answer / Grid) - .5f, 0, Answer - 1);
    }

    private static void Softmax(Span<float> values)
    {
        var (max, total) = (float.MinValue, 0f);
        foreach (var value in values)
            max = Math.Max(max, value);
        foreach (ref var value in values)
            total += value = MathF.Exp(value - max);
        foreach (ref var value in values)
            value /= total;
    }
}
