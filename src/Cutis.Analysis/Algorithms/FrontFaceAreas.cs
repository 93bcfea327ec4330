using Cutis.Analysis.Skin;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>The facial areas as polygons on skin, one mask per area.</summary>
internal sealed class FrontFaceAreas : IAlgorithm
{
    private static readonly (string Area, string Name, bool IsOnPhotoOnly)[] Shown =
    [
        ("forehead", "Forehead", false),
        ("left_cheek", "Left cheek", false),
        ("right_cheek", "Right cheek", false),
        ("nose", "Nose", false),
        ("chin", "Chin", false),
        ("left_eye_area", "Left eye area", false),
        ("right_eye_area", "Right eye area", false),
        ("left_under_eye_area", "Left under-eye area", true),
        ("right_under_eye_area", "Right under-eye area", true),
    ];

    public string TechName => "front_face_areas";

    public int Version => 2;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate => Requirements.Open;

    public IReadOnlyList<string> Areas => [];

    public Finding Find(SkinFrame frame) => new([], [.. Shown.Select(shown => Mask(frame, shown.Area, shown.Name, shown.IsOnPhotoOnly))]);

    private static FoundMask Mask(SkinFrame frame, string area, string name, bool isOnPhotoOnly)
    {
        var shapes = AreaOutlines.Of(frame, area.Replace("_under_eye_area", "_under_eye", StringComparison.Ordinal));
        return new FoundMask(MaskKind.Polygon, name, area, area + "_original", null, shapes.IsEmpty ? [] : [new Feature(shapes, .5)])
        {
            IsOnPhotoOnly = isOnPhotoOnly,
        };
    }
}
