using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>The 478 landmarks of the face mesh, in the mesh's order.</summary>
internal sealed class FacialLandmarks : IAlgorithm
{
    public string TechName => "facial_landmarks";

    public int Version => 1;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate => Requirements.Open;

    public IReadOnlyList<string> Areas => [];

    public Finding Find(SkinFrame frame)
    {
        var points = frame.Points.Select(p => (Shape)new PointShape(p.Place, 0));
        return new Finding(
            [],
            [
                new FoundMask(
                    MaskKind.Point,
                    "Facial landmarks",
                    "facial_landmarks_mask",
                    "facial_landmarks_mask_original",
                    null,
                    [new Feature([.. points], 1)]
                ),
            ]
        );
    }
}
