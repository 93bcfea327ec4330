using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// Under-eye contrast: how much darker the skin under the eyes is than the cheek. Bags and grooves are relief, which a single photo does
/// not reveal.
/// </summary>
internal sealed class EyeAreaCondition : IAlgorithm
{
    private const float MinContrast = 4.5f;
    private const double MinArea = 12;

    public string TechName => "eye_area_condition";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate { get; } = new(1.3, true, true);

    public IReadOnlyList<string> Areas { get; } = ["face", "left_eye_area_outer", "right_eye_area_outer"];

    public Finding Find(SkinFrame frame)
    {
        var smooth = Blur.Masked(frame.Work, frame.L, frame.Skin.Pixels, 1.2 * frame.Unit);
        var (left, right) = (Side(frame, smooth, "left"), Side(frame, smooth, "right"));
        var shapes = left.Rings.Concat(right.Rings).Select(ring => (Shape)new PolygonShape([ring])).ToImmutableArray();
        // The side that a turned head hides does not count.
        UnderEye[] seen = [.. new[] { left, right }.Where(side => side.IsSeen)];
        double Mean(Func<UnderEye, double> of) => seen.Select(of).DefaultIfEmpty().Average();
        return new Finding(
            [
                Measures("face", Mean(s => s.Lightness), Mean(s => s.A), Mean(s => s.B), left.Area + right.Area),
                Measures("left_eye_area_outer", left.Lightness, left.A, left.B, left.Area),
                Measures("right_eye_area_outer", right.Lightness, right.A, right.B, right.Area),
            ],
            [
                new FoundMask(
                    MaskKind.Polygon,
                    "Dark circles",
                    "dark_circles_mask",
                    "dark_circles_original_mask",
                    "rgba(252,255,84,.5)",
                    shapes.IsEmpty ? [] : [new Feature(shapes, 1)]
                ),
            ]
        );
    }

    private static AreaFinding Measures(string area, double lightness, double a, double b, double size)
    {
        var score = Scoring.Score("dark_circles_delta_l", Math.Max(0, lightness - 1));
        return new AreaFinding(
            area,
            Measure.Score("eye_area_condition", "Eye area condition", score),
            [
                Measure.Score("dark_circles_score", "Dark circles score", score),
                Measure.Score("eyes_bags_score", "Eye bags score (not measured)", null),
                Measure.Score("lacrimal_groove_score", "Lacrimal groove score (not measured)", null),
                Measure.Raw("under_eye_delta_l", "L* of the cheek above that under the eye", lightness),
                Measure.Raw("under_eye_delta_a", "a* under the eye above that of the cheek", a),
                Measure.Raw("under_eye_delta_b", "b* under the eye above that of the cheek", b),
                Measure.Raw("dark_circles_area", "Area of dark circles", size, "mm2"),
            ]
        );
    }

    private static UnderEye Side(SkinFrame frame, Plane smooth, string side)
    {
        var (under, cheek) = (frame.SkinOf(side + "_under_eye"), frame.SkinOf(side + "_cheek"));
        var (here, there) = (Statistics.Compute(frame.L, under), Statistics.Compute(frame.L, cheek));
        if (here.IsEmpty || there.IsEmpty)
            return new UnderEye(0, 0, 0, 0, [], false);
        var level = there.Rank(.6) - MinContrast;
        var dark = new PixelMask(frame.Width, frame.Height);
        for (var i = 0; i < dark.Data.Length; i++)
            dark.Data[i] = (byte)(under.Data[i] != 0 && smooth.Data[i] < level ? 1 : 0);
        var largest = Components.Label(dark).MaxBy(c => c.Count);
        var area = (largest?.Count ?? 0) / (frame.Unit * frame.Unit);
        var rings = largest is not null && area > MinArea ? Rings(frame, largest) : [];
        return new UnderEye(
            there.Rank(.6) - here.Median,
            Statistics.Compute(frame.A, under).Median - Statistics.Compute(frame.A, cheek).Median,
            Statistics.Compute(frame.B, under).Median - Statistics.Compute(frame.B, cheek).Median,
            area > MinArea ? area : 0,
            rings,
            true
        );
    }

    private static List<ImmutableArray<Vec>> Rings(SkinFrame frame, List<int> pixels)
    {
        var (left, top) = (pixels.Min(at => at % frame.Width), pixels.Min(at => at / frame.Width));
        var plane = new Plane(pixels.Max(at => at % frame.Width) - left + 1, pixels.Max(at => at / frame.Width) - top + 1);
        Array.Clear(plane.Data);
        foreach (var at in pixels)
            plane.Data[(((at / frame.Width) - top) * plane.Width) + (at % frame.Width) - left] = 1;
        return [Contours.Trace(plane, .5, 1, .4 * frame.Unit, left, top).MaxBy(ring => Contours.Area(ring))];
    }

    private sealed record UnderEye(double Lightness, double A, double B, double Area, List<ImmutableArray<Vec>> Rings, bool IsSeen);
}
