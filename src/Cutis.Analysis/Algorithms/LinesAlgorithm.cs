using System.Collections.Immutable;
using Cutis.Analysis.Lines;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>Fine lines as polylines and deep ones as polygons, measured in millimetres of line per square centimetre of skin.</summary>
internal sealed class LinesAlgorithm : IAlgorithm
{
    // A furrow is deep by the optical density of its shade, and the longer the deeper; agrees with labels on seven lines of ten.
    private const double Deep = 1.4;
    private const double DeepLength = 8;
    private const double TypicalDepth = .08;
    private const double MaxWeight = 4;
    private const double MinFineLineResolution = 3.5;

    public string TechName => "lines";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate { get; } = new(1.5, true);

    public IReadOnlyList<string> Areas { get; } =
    [
        "face",
        "forehead",
        "right_eye_area",
        "left_eye_area",
        "right_cheek",
        "left_cheek",
        .. LineRegions.Names.Where(name => name != "forehead"),
    ];

    public Finding Find(SkinFrame frame)
    {
        var lines = frame.FindOnce(LineFinder.Find);
        var deep = lines.Where(IsDeep).ToArray();
        var fine = lines.Where(line => !IsDeep(line)).ToArray();
        var areas = Areas.Select(area => Measures(frame, area, fine, deep)).ToImmutableArray();
        return new Finding(
            areas,
            [
                new FoundMask(
                    MaskKind.Polygon,
                    "Deep lines",
                    "deep_lines_mask_restored",
                    "deep_lines_mask_original",
                    "rgba(7,221,67,.7)",
                    Features(deep, line => Bands(frame, line))
                ),
                new FoundMask(
                    MaskKind.Polyline,
                    "Fine lines",
                    "fine_lines_mask_restored",
                    "fine_lines_mask_original",
                    "rgba(255,0,122,.9)",
                    Features(fine, line => [new PolylineShape([.. line.Points])])
                ),
            ]
        )
        {
            // The finest lines are missed on a small face; those that are found count.
            Problems = frame.Unit >= MinFineLineResolution ? [] : ["fine_lines_need_resolution"],
        };
    }

    private static bool IsDeep(SkinLine line) => line.Length > DeepLength && line.Relief * Math.Sqrt(line.Length) > Deep;

    // The lines of a region are one feature.
    private static ImmutableArray<Feature> Features(SkinLine[] lines, Func<SkinLine, IEnumerable<Shape>> shapes) =>
        [
            .. lines
                .GroupBy(line => line.Region, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Feature([.. group.SelectMany(shapes)], 1))
                .Where(feature => !feature.Shapes.IsEmpty),
        ];

    private AreaFinding Measures(SkinFrame frame, string area, SkinLine[] fine, SkinLine[] deep)
    {
        var (pixels, skin) = (frame.Area(area), frame.SkinOf(area).Count / (frame.Unit * frame.Unit * 100));
        var isRegion = LineRegions.Names.Contains(area);
        bool Here(SkinLine line) => area == "face" || (isRegion ? line.Region == area : pixels[(int)line.Middle.X, (int)line.Middle.Y]);
        var (fineHere, deepHere) = (fine.Where(Here).ToArray(), deep.Where(Here).ToArray());
        var length = fineHere.Sum(l => l.Length) + deepHere.Sum(l => l.Length);
        var density = skin > 0 ? length / skin : 0;
        // A deep line counts more than a shallow one of the same length.
        var severity =
            skin > 0 ? fineHere.Concat(deepHere).Sum(l => l.Length * Math.Min(MaxWeight, .5 + (l.Depth / TypicalDepth))) / skin : 0;
        return new AreaFinding(
            area,
            Measure.Score("lines_score", "Lines score", Scoring.Score("lines_severity", severity)),
            [
                Measure.Raw("lines_length_density", "Length of lines by area", density, "mm/cm2"),
                Measure.Raw("lines_severity", "The same, weighted by depth", severity, "mm/cm2"),
                Measure.Raw("fine_lines_length", "Length of fine lines", fineHere.Sum(l => l.Length), "mm"),
                Measure.Raw("deep_lines_length", "Length of deep lines", deepHere.Sum(l => l.Length), "mm"),
                Measure.Raw("lines_number", "Number of lines", fineHere.Length + deepHere.Length),
                Measure.Raw(
                    "lines_mean_depth",
                    "Mean depth of lines, optical density × 100",
                    100 * fineHere.Concat(deepHere).Select(l => l.Depth).DefaultIfEmpty().Average()
                ),
            ]
        );
    }

    // A band of 0.7 mm on either side.
    private static IEnumerable<Shape> Bands(SkinFrame frame, SkinLine line)
    {
        var (reach, margin) = (.7 * frame.Unit, 2 + (.7 * frame.Unit));
        var (left, top) = (Math.Floor(line.Points.Min(p => p.X) - margin), Math.Floor(line.Points.Min(p => p.Y) - margin));
        var plane = new Plane((int)(line.Points.Max(p => p.X) + margin - left) + 1, (int)(line.Points.Max(p => p.Y) + margin - top) + 1);
        for (var y = 0; y < plane.Height; y++)
        for (var x = 0; x < plane.Width; x++)
            plane.Data[(y * plane.Width) + x] = (float)-Distance(line.Points, new Vec(left + x + .5, top + y + .5));
        var rings = Contours.Trace(plane, -reach, 1, .2 * frame.Unit, left, top).ToImmutableArray();
        return rings.IsEmpty ? [] : [new PolygonShape(rings)];
    }

    private static double Distance(List<Vec> line, Vec p)
    {
        var best = double.MaxValue;
        for (var i = 1; i < line.Count; i++)
        {
            var (ap, ab) = (p - line[i - 1], line[i] - line[i - 1]);
            var t = Math.Clamp(((ap.X * ab.X) + (ap.Y * ab.Y)) / Math.Max(1e-9, (ab.X * ab.X) + (ab.Y * ab.Y)), 0, 1);
            best = Math.Min(best, (ap - (ab * t)).Length);
        }

        return best;
    }
}
