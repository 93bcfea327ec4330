using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>The orientation of a head in degrees; (0, 0, 0) faces the camera.</summary>
/// <param name="Yaw">Rotation to the side.</param>
/// <param name="Pitch">Rotation up and down, relative to the canonical face.</param>
/// <param name="Roll">Rotation in the image plane.</param>
public readonly record struct Pose(double Yaw, double Pitch, double Roll)
{
    internal static Pose Compute(IReadOnlyList<Landmark> points)
    {
        var (x, y, z) = RigidFit.Forward(points);
        var eyes = points[MeshPoints.LeftIrisCentre].Place - points[MeshPoints.RightIrisCentre].Place;
        return new Pose(
            Degrees(Math.Atan2(x, z)),
            Degrees(Math.Atan2(-y, Math.Sqrt((x * x) + (z * z)))),
            Degrees(Math.Atan2(eyes.Y, eyes.X))
        );
    }

    private static double Degrees(double radians) => radians * 180 / Math.PI;
}

/// <summary>A face found in a picture.</summary>
/// <param name="Points">The 478 landmarks, in pixels of the picture.</param>
/// <param name="Certainty">Confidence of the mesh that this is a face, 0..1.</param>
/// <param name="Pose">Orientation of the head.</param>
public sealed record Face(IReadOnlyList<Landmark> Points, double Certainty, Pose Pose)
{
    /// <summary>Distance between the centres of the irises in pixels.</summary>
    public double PupilDistance => (Points[MeshPoints.LeftIrisCentre].Place - Points[MeshPoints.RightIrisCentre].Place).Length;

    /// <summary>Bounding box of the landmarks (left, top, width, height) in pixels.</summary>
    public (double Left, double Top, double Width, double Height) Box
    {
        get
        {
            var (left, right) = (Points.Min(p => p.X), Points.Max(p => p.X));
            var (top, bottom) = (Points.Min(p => p.Y), Points.Max(p => p.Y));
            return (left, top, right - left, bottom - top);
        }
    }

    /// <summary>
    /// Pixels per millimetre: the geometric mean of two estimates, from the visible iris, 11.7 mm wide (MediaPipe Iris), and from the
    /// distance of the pupils, 63 mm on average in adults (Dodgson 2004). Where they disagree, the scale is uncertain.
    /// </summary>
    public (double PixelsPerMillimetre, double Disagreement) Scale
    {
        get
        {
            double Iris(int b) => Math.Max(Math.Abs(Points[b + 1].X - Points[b + 3].X), Math.Abs(Points[b + 2].Y - Points[b + 4].Y));
            // Measured along the picture's axes, so that the full diameter counts on a turned head.
            double Across(int b) =>
                Math.Max(
                    Iris(b),
                    Math.Max((Points[b + 1].Place - Points[b + 3].Place).Length, (Points[b + 2].Place - Points[b + 4].Place).Length)
                );
            var byIris = (Across(MeshPoints.RightIrisCentre) + Across(MeshPoints.LeftIrisCentre)) / 2 / 11.7;
            var byPupils = PupilDistance / Math.Cos(Pose.Yaw * Math.PI / 180) / 63;
            return (Math.Sqrt(byIris * byPupils), Math.Abs(Math.Log(Math.Max(byIris, 1e-9) / byPupils)));
        }
    }
}

/// <summary>The faces of a picture, largest first.</summary>
/// <param name="All">The faces; empty when there is none.</param>
public sealed record FoundFaces(IReadOnlyList<Face> All)
{
    // On some 1,200 photos, together with the detector's least score, this keeps 668 of 677 faces and 1 of 18 things that are none.
    private const double MinCertainty = 0.9;
    private const int MaxFaces = 50;

    /// <summary>Finds the faces of a picture: a detector proposes candidates, and the mesh decides.</summary>
    internal static FoundFaces In(Pyramid picture)
    {
        var faces = new List<Face>();
        foreach (var detection in FaceDetector.Find(picture).Take(MaxFaces))
        {
            var (points, certainty) = Landmarker.Find(picture, detection);
            if (certainty < MinCertainty)
                continue;
            var face = new Face(points, certainty, Pose.Compute(points));
            if (!faces.Exists(other => Same(other, face)))
                faces.Add(face);
        }

        faces.Sort((a, b) => b.Box.Height.CompareTo(a.Box.Height));
        return new FoundFaces(faces);
    }

    private static bool Same(Face a, Face b)
    {
        Vec Middle(Face f) => (f.Points[MeshPoints.LeftIrisCentre].Place + f.Points[MeshPoints.RightIrisCentre].Place) * .5;
        return (Middle(a) - Middle(b)).Length < .5 * Math.Max(a.PupilDistance, b.PupilDistance);
    }
}
