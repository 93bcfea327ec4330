using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Faces;

/// <summary>The face-aligned picture, in sRGB.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="ToOriginal">From its pixels to those of the photo, as a viewer sees it.</param>
/// <param name="PixelsPerMillimetre">On the face.</param>
/// <param name="Points">The landmarks, in its pixels.</param>
public sealed record RestoredImage(RgbImage Picture, Similarity ToOriginal, double PixelsPerMillimetre, IReadOnlyList<Landmark> Points)
{
    /// <summary>The outline of a facial area in its pixels; null for a name that is none.</summary>
    public IReadOnlyList<Vec>? Outline(string area) =>
        AreaShapes.Areas.TryGetValue(area, out var points) ? Array.ConvertAll(points, i => Points[i].Place) : null;

    /// <summary>The names of all facial areas.</summary>
    public static IEnumerable<string> AreaNames => AreaShapes.Areas.Keys;
}
