using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// Where the skin is redder than the median of this face, in CIELAB a*. The measure is relative, because light and camera shift all of it
/// alike.
/// </summary>
internal sealed class Redness : IAlgorithm
{
    private const float Begin = 1.5f;
    private const float Full = 9;
    private const float Red = .35f;

    public string TechName => "redness";

    public int Version => 3;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate { get; } = new(1.3, true, true);

    public IReadOnlyList<string> Areas { get; } = ["face", "forehead", "nose", "right_cheek", "left_cheek"];

    public Finding Find(SkinFrame frame)
    {
        var skin = frame.Skin.Pixels;
        var smooth = Blur.Masked(frame.Work, frame.A, skin, .8 * frame.Unit);
        var median = Statistics.Compute(smooth, skin).Median;
        var heat = Plane.Create(
            frame.Work,
            frame.Width,
            frame.Height,
            i => skin.Data[i] == 0 ? 0 : Math.Clamp((smooth.Data[i] - median - Begin) / Full, 0, 1)
        );
        var areas = Areas.Select(area => Measures(frame, area, smooth, heat, median)).ToImmutableArray();
        var levels = HeatLevels.Create(frame, heat);
        frame.Work.Free(smooth, heat);
        return new Finding(
            areas,
            [new FoundMask(MaskKind.HeatMap, "Redness", "redness_mask", "redness_mask_original", "rgba(255,80,164,1)", levels)]
        );
    }

    private static AreaFinding Measures(SkinFrame frame, string area, Plane smooth, Plane heat, float median)
    {
        var here = frame.SkinOf(area);
        long all = 0,
            red = 0;
        double excess = 0;
        for (var i = 0; i < here.Data.Length; i++)
        {
            if (here.Data[i] == 0)
                continue;
            all++;
            if (heat.Data[i] > Red)
                red++;
            excess += Math.Max(0, smooth.Data[i] - median);
        }

        var (percent, mean) = all == 0 ? (0, 0) : (100.0 * red / all, excess / all);
        var (local, global) = (Scoring.Score("redness_area_percent", percent), Scoring.Score("redness_mean_excess", mean));
        return new AreaFinding(
            area,
            Measure.Score("redness_score", "Redness score", Math.Round((local + global) / 2, MidpointRounding.AwayFromZero)),
            [
                Measure.Score("redness_local_score", "Local redness score", local),
                Measure.Score("redness_global_score", "Global redness score", global),
                Measure.Share("redness_area_percent", "Share of red skin", percent),
                Measure.Raw("redness_mean_excess", "Mean a* above the median of the face", mean),
            ]
        );
    }
}
