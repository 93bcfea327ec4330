using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>A face cut out of a picture, upright and at most as large as the analysis needs: the "restored" image.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="ToOriginal">Maps its pixels to pixels of the whole picture.</param>
/// <param name="Points">The landmarks in its pixels.</param>
/// <param name="PixelsPerMillimetre">Pixels per millimetre on the face.</param>
/// <param name="NearCrop">A tight crop in which the classes of pixels are found.</param>
/// <param name="FarCrop">A wide crop in which they are found once more.</param>
/// <param name="LineCrop">The crop in which lines are found.</param>
internal sealed record RestoredFace(
    RgbImage Picture,
    Similarity ToOriginal,
    Landmark[] Points,
    double PixelsPerMillimetre,
    FaceCrop NearCrop,
    FaceCrop FarCrop,
    FaceCrop LineCrop
)
{
    /// <summary>Sides of the squares in which classes are found, in sizes of the face; the network was trained on 1.4 on average.</summary>
    public const double NearSide = 1.26;

    /// <inheritdoc cref="NearSide"/>
    public const double FarSide = 1.54;

    private const int ClassPixels = 288;
    private const double LineSide = 1.2;
    private const int LinePixels = 448;

    /// <summary>
    /// Cuts a face out with the eyes level and the pupils at most <paramref name="limit"/> pixels apart; never enlarges it.
    /// </summary>
    public static RestoredFace Create(Pyramid picture, Face face, double limit)
    {
        var across = face.PupilDistance / Math.Max(.5, Math.Cos(face.Pose.Yaw * Math.PI / 180));
        var scale = Math.Max(1, across / limit);
        var angle = face.Pose.Roll * Math.PI / 180;
        var level = Similarity.Around(default, default, 1 / scale, -angle);
        var turned = face.Points.Take(MeshPoints.MeshCount).Select(p => level.Map(p.Place)).ToArray();
        var (left, right) = (turned.Min(p => p.X), turned.Max(p => p.X));
        var (top, bottom) = (turned.Min(p => p.Y), turned.Max(p => p.Y));
        var (width, height) = (right - left, bottom - top);
        (left, right, top, bottom) = (left - (.12 * width), right + (.12 * width), top - (.25 * height), bottom + (.10 * height));
        var back = level.Inverse();
        var corner = back.Map(new Vec(left, top));
        var toOriginal = back with { X = corner.X, Y = corner.Y };
        var size = (Width: Math.Max(1, (int)Math.Round(right - left)), Height: Math.Max(1, (int)Math.Round(bottom - top)));
        var toRestored = toOriginal.Inverse();
        Landmark[] points =
        [
            .. face.Points.Select(p =>
            {
                var place = toRestored.Map(p.Place);
                return new Landmark(place.X, place.Y, p.Z / scale);
            }),
        ];
        return new RestoredFace(
            picture.Sample(size.Width, size.Height, toOriginal),
            toOriginal,
            points,
            face.Scale.PixelsPerMillimetre / scale,
            FaceCrop.Create(picture, points, toOriginal, NearSide, ClassPixels),
            FaceCrop.Create(picture, points, toOriginal, FarSide, ClassPixels),
            FaceCrop.Create(picture, points, toOriginal, LineSide, LinePixels)
        );
    }

    /// <summary>The same face with its colours in sRGB.</summary>
    public RestoredFace InSrgb(Photo photo) =>
        this with
        {
            Picture = photo.ToSrgb(Picture),
            NearCrop = NearCrop with { Picture = photo.ToSrgb(NearCrop.Picture) },
            FarCrop = FarCrop with { Picture = photo.ToSrgb(FarCrop.Picture) },
            LineCrop = LineCrop with { Picture = photo.ToSrgb(LineCrop.Picture) },
        };
}
