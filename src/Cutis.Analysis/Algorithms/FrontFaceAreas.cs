using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>The facial areas as polygons, one mask per area.</summary>
internal sealed class FrontFaceAreas : IAlgorithm
{
    private static readonly (string Area, string Name)[] Shown =
    [
        ("forehead", "Forehead"),
        ("left_cheek", "Left cheek"),
        ("right_cheek", "Right cheek"),
        ("nose", "Nose"),
        ("chin", "Chin"),
        ("left_eye_area", "Left eye area"),
        ("right_eye_area", "Right eye area"),
    ];

    public string TechName => "front_face_areas";

    public int Version => 1;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate => Requirements.Open;

    public IReadOnlyList<string> Areas => [];

    public Finding Find(SkinFrame frame) =>
        new(
            [],
            [
                .. Shown.Select(shown => new FoundMask(
                    MaskKind.Polygon,
                    shown.Name,
                    shown.Area,
                    shown.Area + "_original",
                    null,
                    [
                        new Feature(
                            [
                                new PolygonShape([
                                    [.. frame.Outline(shown.Area)],
                                ]),
                            ],
                            .5
                        ),
                    ]
                )),
            ]
        );
}
