using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>
/// The photo turned until the eyes are level, and cropped to a square around the face; never scaled. It is what clients get as the
/// restored photo, while the analysis works on a <see cref="RestoredFace"/>, which may be smaller.
/// </summary>
/// <param name="Side">Its width and height in pixels.</param>
/// <param name="ToOriginal">Maps its pixels to pixels of the photo as a viewer sees it.</param>
/// <param name="File">A JPEG in sRGB; black where the square reaches beyond the photo.</param>
/// <param name="Anonymised">The same with the eyes and their surroundings replaced, encoded anew from the replaced pixels.</param>
public sealed record AlignedPhoto(int Side, Similarity ToOriginal, byte[] File, byte[] Anonymised)
{
    // A margin of 14.3 % above and below the landmarks.
    private const double SideOfFace = 1.4;
    internal const int Quality = 92;

    /// <summary>Cuts the square out of the photo.</summary>
    internal static (RgbImage Picture, Similarity ToOriginal) Cut(Pyramid picture, Face face)
    {
        var level = Similarity.Around(default, default, 1, -face.Pose.Roll * Math.PI / 180);
        var turned = face.Points.Take(MeshPoints.MeshCount).Select(p => level.Map(p.Place)).ToArray();
        var (left, right) = (turned.Min(p => p.X), turned.Max(p => p.X));
        var (top, bottom) = (turned.Min(p => p.Y), turned.Max(p => p.Y));
        // A square larger than the photo would show nothing more of it.
        var side = Math.Min(Math.Round(SideOfFace * (bottom - top)), Math.Max(picture.Picture.Width, picture.Picture.Height));
        side = Math.Max(1, side);
        var back = level.Inverse();
        var corner = back.Map(new Vec((left + right - side) / 2, (top + bottom - side) / 2));
        var toOriginal = back with { X = corner.X, Y = corner.Y };
        return (picture.Sample((int)side, (int)side, toOriginal), toOriginal);
    }

    /// <summary>Encodes the square. Its pixels are changed.</summary>
    internal static AlignedPhoto Create(RgbImage picture, Similarity toOriginal, Face face)
    {
        var file = picture.EncodeJpeg(Quality);
        var toSquare = toOriginal.Inverse();
        EyeCover.Paint(picture, [.. face.Points.Select(p => toSquare.Map(p.Place))]);
        return new AlignedPhoto(picture.Width, toOriginal, file, picture.EncodeJpeg(Quality));
    }
}
