using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// Where there is more blood in the skin than in the median of this face. The measure is relative, because light and camera shift all of
/// it alike.
/// </summary>
internal sealed class Redness : IAlgorithm
{
    private const float Begin = 1.5f;
    private const float Full = 9;
    private const float Red = .35f;

    // In millimetres.
    private const double Reach = 1;
    private const double Soft = 1;

    public string TechName => "redness";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate { get; } = new(1.3, true, true);

    public IReadOnlyList<string> Areas { get; } = ["face", "forehead", "nose", "right_cheek", "left_cheek"];

    public Finding Find(SkinFrame frame)
    {
        var skin = Haemoglobin.Where(frame);
        var smooth = Haemoglobin.Compute(frame, skin, Reach * frame.Unit);
        var median = Statistics.Compute(smooth, skin).Median;
        var heat = Plane.Create(
            frame.Work,
            frame.Width,
            frame.Height,
            i => skin.Data[i] == 0 ? 0 : Math.Clamp((smooth.Data[i] - median - Begin) / Full, 0, 1)
        );
        var areas = Areas.Select(area => Measures(skin.And(frame.Area(area)), area, smooth, heat, median)).ToImmutableArray();
        HeatLevels.Fade(frame.Work, heat, skin, Soft * frame.Unit);
        var levels = HeatLevels.Create(frame, heat);
        frame.Work.Free(smooth, heat);
        return new Finding(
            areas,
            [new FoundMask(MaskKind.HeatMap, "Redness", "redness_mask", "redness_mask_original", "rgba(255,80,164,1)", levels)]
        );
    }

    private static AreaFinding Measures(PixelMask here, string area, Plane smooth, Plane heat, float median)
    {
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
                Measure.Raw("redness_mean_excess", "Mean index of blood above the median of the face, on the scale of a*", mean),
            ]
        );
    }
}
