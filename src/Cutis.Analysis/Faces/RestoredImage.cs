using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>The aligned picture of the face, in sRGB.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="ToOriginal">Maps its pixels to pixels of the photo as a viewer sees it.</param>
/// <param name="PixelsPerMillimetre">Pixels per millimetre on the face.</param>
/// <param name="Points">The landmarks in its pixels.</param>
public sealed record RestoredImage(RgbImage Picture, Similarity ToOriginal, double PixelsPerMillimetre, IReadOnlyList<Landmark> Points)
{
    /// <summary>The outline of a facial area in its pixels; null when there is no area of that name.</summary>
    public IReadOnlyList<Vec>? Outline(string area) =>
        AreaShapes.Areas.TryGetValue(area, out var points) ? Array.ConvertAll(points, i => Points[i].Place) : null;

    /// <summary>The names of all facial areas.</summary>
    public static IEnumerable<string> AreaNames => AreaShapes.Areas.Keys;
}
