using System.Collections.Immutable;
using Cutis.Analysis.Skin;
using Cutis.Analysis.Spots;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>Spots of one colour: brown ones are pigmentation, red ones are what the contract calls acne. Neither is a diagnosis.</summary>
internal abstract class SpotAlgorithm(SpotColour colour) : IAlgorithm
{
    public abstract string TechName { get; }

    public int Version => 5;

    public AlgorithmStatus Status => AlgorithmStatus.Beta;

    public Requirements Gate { get; } = new(4, true, true);

    public abstract IReadOnlyList<string> Areas { get; }

    public Finding Find(SkinFrame frame)
    {
        var spots = frame.FindOnce(SpotFinder.Find).Where(spot => spot.Colour == colour).ToArray();
        var shapes = spots.Select(spot => (Shape)new PolygonShape([spot.Outline])).ToImmutableArray();
        return new Finding([.. Areas.Select(area => Create(frame, area, spots))], [Mask(shapes.IsEmpty ? [] : [new Feature(shapes, 1)])]);
    }

    protected abstract FoundMask Mask(ImmutableArray<Feature> features);

    /// <summary>The metrics of an area, computed from its spots.</summary>
    /// <param name="percent">Share of the area's skin that the spots cover.</param>
    /// <param name="spots">The spots of the area.</param>
    /// <param name="intensity">Mean optical density of the spots above the surrounding skin, times 100.</param>
    protected abstract (Measure Main, ImmutableArray<Measure> Others) Measures(double percent, Spot[] spots, double intensity);

    private AreaFinding Create(SkinFrame frame, string area, Spot[] all)
    {
        var (pixels, skin) = (frame.Area(area), frame.SkinOf(area).Count / (frame.Unit * frame.Unit));
        var spots = all.Where(spot => area == "face" || pixels[(int)spot.Centre.X, (int)spot.Centre.Y]).ToArray();
        var percent = skin > 0 ? 100 * spots.Sum(spot => spot.Area) / skin : 0;
        var intensity =
            spots.Length == 0
                ? 0
                : 100
                    * spots.Average(spot =>
                        colour == SpotColour.Red ? spot.Density.G - spot.Density.R : (spot.Density.R + spot.Density.G + spot.Density.B) / 3
                    );
        var (main, others) = Measures(percent, spots, intensity);
        return new AreaFinding(area, main, others);
    }
}

/// <summary>Brown spots.</summary>
internal sealed class Pigmentation() : SpotAlgorithm(SpotColour.Brown)
{
    public override string TechName => "pigmentation";

    public override IReadOnlyList<string> Areas { get; } =
    ["face", "nose_upper_triangle", "right_cheek_wide", "left_cheek_wide", "forehead", "chin_wide"];

    protected override FoundMask Mask(ImmutableArray<Feature> features) =>
        new(MaskKind.Polygon, "Pigmentation", "pigmentation_mask", "pigmentation_mask_origin", "rgba(42,16,74,.5)", features);

    protected override (Measure Main, ImmutableArray<Measure> Others) Measures(double percent, Spot[] spots, double intensity)
    {
        var mean = spots.Length == 0 ? 0 : spots.Average(spot => spot.Area);
        var deviation = spots.Length == 0 ? 0 : Math.Sqrt(spots.Average(spot => (spot.Area - mean) * (spot.Area - mean)));
        return (
            Measure.Score("pigmentation_score", "Pigmentation score", Scoring.Score("pigmentation_area_percent", percent)),
            [
                Measure.Raw("number_of_regions", "Number of brown spots", spots.Length),
                Measure.Share("density_score", "Share of skin", percent),
                Measure.Raw("average_region_size", "Mean size", mean, "mm2"),
                Measure.Raw("region_size_std", "Standard deviation of the size", deviation, "mm2"),
                Measure.Share("average_intensity_score", "Mean optical density × 100", intensity),
            ]
        );
    }
}

/// <summary>Red spots.</summary>
internal sealed class Acne() : SpotAlgorithm(SpotColour.Red)
{
    public override string TechName => "acne";

    public override IReadOnlyList<string> Areas { get; } =
    ["face", "nose_bridge", "right_cheek_large", "left_cheek_large", "forehead_n_bridge", "chin_wide"];

    protected override FoundMask Mask(ImmutableArray<Feature> features) =>
        new(MaskKind.Polygon, "Red spots", "acne_mask", "acne_mask_origin", "rgba(255,0,0,.5)", features);

    protected override (Measure Main, ImmutableArray<Measure> Others) Measures(double percent, Spot[] spots, double intensity) =>
        (
            Measure.Score("acne_score", "Red spots score", Scoring.Score("acne_area_percent", percent)),
            [
                Measure.Raw("number_of_regions", "Number of red spots", spots.Length),
                Measure.Share("density_score", "Share of skin", percent),
                Measure.Share("average_intensity_score", "Mean density of green above red × 100", intensity),
            ]
        );
}
