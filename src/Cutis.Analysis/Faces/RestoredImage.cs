using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>The face as the analysis sees it, in sRGB: level, and scaled down where the photo has more pixels than it needs.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="ToOriginal">Maps its pixels to pixels of the photo as a viewer sees it.</param>
/// <param name="PixelsPerMillimetre">Pixels per millimetre on the face.</param>
/// <param name="Points">The landmarks in its pixels.</param>
public sealed record RestoredImage(RgbImage Picture, Similarity ToOriginal, double PixelsPerMillimetre, IReadOnlyList<Landmark> Points)
{
    /// <summary>
    /// The photo that clients get as the restored one, in whose pixels the restored masks are; null where that is the picture itself.
    /// </summary>
    public AlignedPhoto? Aligned { get; init; }

    /// <summary>Maps pixels of the picture to those of the restored photo.</summary>
    public Similarity ToAligned => Aligned is { } photo ? ToOriginal.Then(photo.ToOriginal.Inverse()) : new Similarity(1, 0, 0, 0);

    /// <summary>Width and height of the restored photo.</summary>
    public (int Width, int Height) Size => Aligned is { Side: var side } ? (side, side) : (Picture.Width, Picture.Height);

    /// <summary>The restored photo as a JPEG.</summary>
    public byte[] EncodeFile() => Aligned?.File ?? Picture.EncodeJpeg(AlignedPhoto.Quality);

    /// <summary>The outline of a facial area in its pixels; null when there is no area of that name.</summary>
    public IReadOnlyList<Vec>? Outline(string area) =>
        AreaShapes.Areas.TryGetValue(area, out var points) ? Array.ConvertAll(points, i => Points[i].Place) : null;

    /// <summary>The names of all facial areas.</summary>
    public static IEnumerable<string> AreaNames => AreaShapes.Areas.Keys;
}
