using Cutis.Analysis.Models;
using Cutis.Analysis.TfLite;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>A point of the face mesh.</summary>
/// <param name="X">Horizontal position in pixels.</param>
/// <param name="Y">Vertical position in pixels.</param>
/// <param name="Z">Depth on the same scale; smaller is nearer to the camera. The irises have none.</param>
public readonly record struct Landmark(double X, double Y, double Z)
{
    /// <summary>Its position in the picture.</summary>
    public Vec Place => new(X, Y);
}

/// <summary>Finds 478 landmarks with the attention mesh (Grishchenko et al. 2020, arXiv:2006.10962).</summary>
internal static class Landmarker
{
    private const double Margin = 1.5;

    /// <summary>
    /// The landmarks of a detected face, in pixels of the picture, and the confidence of the mesh that there is a face, 0..1.
    /// </summary>
    public static (Landmark[] Points, double Flag) Find(Pyramid picture, Detection face)
    {
        var eyes = face.LeftEye - face.RightEye;
        var (points, _) = Run(picture, face.Centre, Margin * Math.Max(face.Width, face.Height), Math.Atan2(eyes.Y, eyes.X));
        // A second pass, on the region that the first landmarks give.
        var line = points[MeshPoints.LeftEyeOuter].Place - points[MeshPoints.RightEyeOuter].Place;
        var angle = Math.Atan2(line.Y, line.X);
        var level = Similarity.Around(default, default, 1, -angle);
        var turned = points.Take(MeshPoints.MeshCount).Select(p => level.Map(p.Place)).ToArray();
        var (left, right, top, bottom) = (turned.Min(p => p.X), turned.Max(p => p.X), turned.Min(p => p.Y), turned.Max(p => p.Y));
        var centre = level.Inverse().Map(new Vec((left + right) / 2, (top + bottom) / 2));
        return Run(picture, centre, Margin * Math.Max(right - left, bottom - top), angle);
    }

    private static (Landmark[] Points, double Flag) Run(Pyramid picture, Vec centre, double size, double angle)
    {
        var graph = ModelFiles.Landmarks;
        var side = graph.Inputs[0].Size.Width;
        var toPicture = Similarity.Around(new Vec(side / 2.0, side / 2.0), centre, Math.Max(size, 1) / side, angle);
        var pixels = picture.Sample(side, side, toPicture).Data;
        var input = new float[pixels.Length];
        for (var i = 0; i < input.Length; i++)
            input[i] = pixels[i] / 255f;
        var outputs = graph.Run(input);

        var points = new Landmark[MeshPoints.Count];
        var mesh = outputs["output_mesh_identity"];
        Landmark Place(float x, float y, double z)
        {
            var at = toPicture.Map(new Vec(x, y));
            return new Landmark(at.X, at.Y, z);
        }

        for (var i = 0; i < MeshPoints.MeshCount; i++)
            points[i] = Place(mesh[3 * i], mesh[(3 * i) + 1], mesh[(3 * i) + 2] * toPicture.Scale);
        void Refine(string name, ReadOnlySpan<int> of)
        {
            var refined = outputs[name];
            for (var i = 0; i < of.Length; i++)
                points[of[i]] = Place(refined[2 * i], refined[(2 * i) + 1], points[of[i]].Z);
        }

        // The network's output names use left as in the picture, which is the subject's right.
        Refine("output_lips", MeshPoints.Lips);
        Refine("output_left_eye", MeshPoints.RightEyeRegion);
        Refine("output_right_eye", MeshPoints.LeftEyeRegion);
        Refine("output_left_iris", MeshPoints.RightIris);
        Refine("output_right_iris", MeshPoints.LeftIris);
        return (points, 1 / (1 + Math.Exp(-Math.Clamp(outputs["conv_faceflag"][0], -100, 100))));
    }
}
