using System.Collections.Immutable;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// Local colour contrast: the energy of L*, a* and b* in the band between 0.6 and 4 mm, on skin without relief.
/// </summary>
internal sealed class Uniformness : IAlgorithm
{
    // The band is smooth, so that half or a third of the resolution is enough.
    private const double PlacesAMillimetre = 3;

    // In millimetres.
    private const double Edge = 1;
    private const double LipMargin = 7;
    private const double Soft = 1.5;

    // Heat begins above what is usual on this face, in CIELAB units.
    private const float MinBegin = 1.2f;
    private const float AboveMedian = 1.15f;
    private const float MinRange = 4;

    public string TechName => "uniformness";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate { get; } = new(1.3, true, true);

    public IReadOnlyList<string> Areas { get; } = ["face", "forehead", "right_cheek", "left_cheek"];

    public Finding Find(SkinFrame frame)
    {
        var work = frame.Work;
        var factor = Math.Max(1, (int)(frame.Unit / PlacesAMillimetre));
        var unit = frame.Unit / factor;
        var skin = frame.Skin.Pixels.Shrunk(factor);
        // Beside what is left out, the wide mean is that of one side.
        var inside = frame.Skin.Shaven.Without(Relief(frame)).Shrunk(factor).And(skin.Eroded(Edge * unit));
        var (fine, coarse) = (Blur.BlurMask(work, skin, .6 * unit), Blur.BlurMask(work, skin, 4 * unit));
        var energy = new Plane(skin.Width, skin.Height);
        Array.Clear(energy.Data);
        foreach (var channel in new[] { frame.L, frame.A, frame.B })
        {
            var small = Blur.Shrunk(work, channel, factor);
            var (near, far) = (Blur.Masked(work, small, skin, .6 * unit, fine), Blur.Masked(work, small, skin, 4 * unit, coarse));
            for (var i = 0; i < energy.Data.Length; i++)
                energy.Data[i] += (near.Data[i] - far.Data[i]) * (near.Data[i] - far.Data[i]);
            work.Free(near, far);
            if (factor > 1)
                work.Free(small);
        }

        var local = Blur.Masked(work, energy, inside, 2.5 * unit);
        for (var i = 0; i < local.Data.Length; i++)
            local.Data[i] = inside.Data[i] == 0 ? 0 : MathF.Sqrt(Math.Max(0, local.Data[i]));
        var begin = Math.Max(MinBegin, AboveMedian * Statistics.Compute(local, inside).Median);
        var heat = Plane.Create(
            work,
            local.Width,
            local.Height,
            i => Math.Clamp((local.Data[i] - begin) / Math.Max(MinRange, begin), 0, 1)
        );
        HeatLevels.Fade(work, heat, inside, Soft * unit);
        var areas = Areas.Select(area => Measures(frame, area, local, inside, factor)).ToImmutableArray();
        var whole = Blur.Grown(work, heat, frame.Width, frame.Height, factor);
        return new Finding(
            areas,
            [
                new FoundMask(
                    MaskKind.HeatMap,
                    "Uniformness",
                    "uniformness_mask",
                    "uniformness_mask_original",
                    "rgba(84,160,255,1)",
                    HeatLevels.Create(frame, whole)
                ),
            ]
        );
    }

    // The back of the nose shines, and folds, lips and lower lids cast shade: that is relief.
    private static PixelMask Relief(SkinFrame frame) =>
        frame
            .Area("nose")
            .Or(frame.Area("right_under_eye"))
            .Or(frame.Area("left_under_eye"))
            .Or(frame.Area("right_nasolabial"))
            .Or(frame.Area("left_nasolabial"))
            .Or(frame.Grown(AreaShapes.OuterLips, LipMargin));

    private static AreaFinding Measures(SkinFrame frame, string area, Plane local, PixelMask inside, int factor)
    {
        var here = frame.Area(area).Shrunk(factor).And(inside);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < here.Data.Length; i++)
        {
            if (here.Data[i] == 0)
                continue;
            sum += local.Data[i];
            count++;
        }

        var mean = count == 0 ? 0 : sum / count;
        return new AreaFinding(
            area,
            Measure.Score("uniformness_score", "Uniformness score", Scoring.Score("uniformness_delta_e", mean)),
            [Measure.Raw("uniformness_delta_e", "Mean local colour difference (CIE76)", mean)]
        );
    }
}
