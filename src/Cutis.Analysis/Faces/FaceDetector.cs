using Cutis.Analysis.Models;
using Cutis.Analysis.TfLite;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>A detected face, in pixels of the picture.</summary>
/// <param name="Score">Confidence, 0..1.</param>
/// <param name="Centre">Centre of the box.</param>
/// <param name="Width">Width of the box.</param>
/// <param name="Height">Height of the box.</param>
/// <param name="RightEye">The subject's right eye.</param>
/// <param name="LeftEye">The subject's left eye.</param>
internal sealed record Detection(double Score, Vec Centre, double Width, double Height, Vec RightEye, Vec LeftEye)
{
    /// <summary>Intersection over union of two boxes, 0..1.</summary>
    public double Overlap(Detection other)
    {
        var across = Shared(Centre.X, Width, other.Centre.X, other.Width);
        var down = Shared(Centre.Y, Height, other.Centre.Y, other.Height);
        var shared = across * down;
        return shared / ((Width * Height) + (other.Width * other.Height) - shared);
    }

    private static double Shared(double a, double sizeA, double b, double sizeB) =>
        Math.Max(0, Math.Min(a + (sizeA / 2), b + (sizeB / 2)) - Math.Max(a - (sizeA / 2), b - (sizeB / 2)));
}

/// <summary>Finds faces with BlazeFace (Bazarevsky et al. 2019, arXiv:1907.05047), in its short-range and full-range variants.</summary>
internal static class FaceDetector
{
    // Boxes that are averaged, and the best one of a face.
    private const double MinScore = 0.5;
    private const double MinBestScore = 0.75;
    private const double SameFace = 0.3;

    private static readonly Vec[] NearAnchors = [.. Anchors(16, 2), .. Anchors(8, 6)];
    private static readonly Vec[] FarAnchors = [.. Anchors(48, 1)];

    /// <summary>
    /// The faces of a picture, best first. Both variants run: the short-range one misses small faces, the full-range one large ones.
    /// </summary>
    public static List<Detection> Find(Pyramid picture)
    {
        var near = Run(ModelFiles.ShortRange, picture, NearAnchors, "regressors", "classificators");
        var far = Run(ModelFiles.FullRange, picture, FarAnchors, "reshaped_regressor_face_4", "reshaped_classifier_face_4");
        return [.. near, .. far.Where(face => near.TrueForAll(other => other.Overlap(face) < SameFace))];
    }

    private static List<Detection> Run(Graph graph, Pyramid picture, Vec[] anchors, string boxes, string scores)
    {
        var side = graph.Inputs[0].Size.Width;
        var (width, height) = (picture.Picture.Width, picture.Picture.Height);
        // The whole picture, centred in a square and padded with black.
        var toPicture = Similarity.Around(
            new Vec(side / 2.0, side / 2.0),
            new Vec(width / 2.0, height / 2.0),
            Math.Max(width, height) / (double)side,
            0
        );
        var pixels = picture.Sample(side, side, toPicture).Data;
        var input = new float[pixels.Length];
        for (var i = 0; i < input.Length; i++)
            input[i] = (pixels[i] / 127.5f) - 1;
        var outputs = graph.Run(input);
        return Blended(Read(outputs[boxes], outputs[scores], anchors, side, toPicture));
    }

    private static List<Detection> Read(float[] boxes, float[] scores, Vec[] anchors, int side, Similarity toPicture)
    {
        var found = new List<Detection>();
        for (var i = 0; i < anchors.Length; i++)
        {
            var score = 1 / (1 + Math.Exp(-Math.Clamp(scores[i], -100, 100)));
            if (score < MinScore)
                continue;
            Vec At(int k) =>
                toPicture.Map(new Vec(boxes[(16 * i) + k] + (anchors[i].X * side), boxes[(16 * i) + k + 1] + (anchors[i].Y * side)));
            found.Add(
                new Detection(score, At(0), boxes[(16 * i) + 2] * toPicture.Scale, boxes[(16 * i) + 3] * toPicture.Scale, At(4), At(6))
            );
        }

        found.Sort((a, b) => b.Score.CompareTo(a.Score));
        return found;
    }

    // Overlapping boxes of one face are averaged, weighted by their scores (section 3.4 of the paper).
    private static List<Detection> Blended(List<Detection> found)
    {
        var faces = new List<Detection>();
        while (found.Count > 0 && found[0].Score >= MinBestScore)
        {
            var best = found[0];
            var same = found.FindAll(other => other.Overlap(best) > SameFace || ReferenceEquals(other, best));
            found.RemoveAll(same.Contains);
            var sum = same.Sum(d => d.Score);
            double Mean(Func<Detection, double> of) => same.Sum(d => d.Score * of(d)) / sum;
            Vec MeanOf(Func<Detection, Vec> of) => new(Mean(d => of(d).X), Mean(d => of(d).Y));
            faces.Add(
                new Detection(
                    best.Score,
                    MeanOf(d => d.Centre),
                    Mean(d => d.Width),
                    Mean(d => d.Height),
                    MeanOf(d => d.RightEye),
                    MeanOf(d => d.LeftEye)
                )
            );
        }

        return faces;
    }

    private static IEnumerable<Vec> Anchors(int side, int copies) =>
        from y in Enumerable.Range(0, side)
        from x in Enumerable.Range(0, side)
        from _ in Enumerable.Range(0, copies)
        select new Vec((x + 0.5) / side, (y + 0.5) / side);
}
