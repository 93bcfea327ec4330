using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Analysis.Spots;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>Pores as points. Their number depends on sharpness: compare photos of one camera only.</summary>
internal sealed class Pores : IAlgorithm
{
    // Pores with a larger radius, in millimetres, count as enlarged.
    private const double LargeRadius = .3;

    public string TechName => "pores";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Experimental;

    public Requirements Gate { get; } = new(5, true);

    public IReadOnlyList<string> Areas { get; } = ["face", "forehead", "nose", "right_cheek", "left_cheek"];

    public Finding Find(SkinFrame frame)
    {
        var pores = PoreFinder.Find(frame);
        var points = pores.Select(pore => (Shape)new PointShape(pore.Centre, pore.Radius)).ToImmutableArray();
        return new Finding(
            [.. Areas.Select(area => Measures(frame, area, pores))],
            [
                new FoundMask(
                    MaskKind.Point,
                    "Pores",
                    "pores_mask",
                    "pores_mask_original",
                    "rgba(1,11,102,.5)",
                    points.IsEmpty ? [] : [new Feature(points, 1)]
                ),
            ]
        );
    }

    private static AreaFinding Measures(SkinFrame frame, string area, List<Pore> all)
    {
        var pixels = frame.Area(area);
        var skin = frame.SkinOf(area).Count / (frame.Unit * frame.Unit * 100);
        var pores = all.Where(pore => area == "face" || pixels[(int)pore.Centre.X, (int)pore.Centre.Y]).ToArray();
        var density = skin > 0 ? pores.Length / skin : 0;
        var large = pores.Length == 0 ? 0 : 100.0 * pores.Count(pore => pore.Radius / frame.Unit > LargeRadius) / pores.Length;
        return new AreaFinding(
            area,
            Measure.Score("pores_score", "Pores score", Scoring.Score("pores_per_cm2", density)),
            [
                Measure.Raw("pores_number", "Number of pores", pores.Length),
                Measure.Share("pores_density", "Pores a square centimetre, at most 100", density) with
                {
                    Units = "1/cm2",
                },
                Measure.Share("pores_large_percent", "Share of enlarged pores", large),
            ]
        );
    }
}
