using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Results;

/// <summary>
/// Says what stands at a point of a photo: the shapes of all masks that cover it or lie near it, its facial areas, and the metrics that
/// they count in. Masks are read in one turn of admission, one set after the other.
/// </summary>
internal sealed class PointExplainer(CutisDb db, VerifiedObjects objects, HeavyWork heavy)
{
    /// <summary>Shapes of one algorithm that are told; the nearest ones.</summary>
    public const int MaxShapes = 50;

    // Where the facial areas are.
    private const string AreasAlgorithm = "front_face_areas";
    private const string Face = "face";

    // Reading and measuring take some hundred nanoseconds a byte.
    private const double TicksOfByte = 1;

    /// <summary>Explains a point.</summary>
    /// <param name="image">An image of the current company.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<(Explanation? Found, ServiceError? Error)> ExplainAsync(Image image, PointQuestion asked, CancellationToken stop)
    {
        if ((asked.IsRestored ? image.Restored : image.Original) is not { } photo)
            return (null, ServiceError.NotFound("Restored photo"));
        var named = default(AlgorithmName);
        if (asked.Algorithm is not null && !AlgorithmName.TryParse(asked.Algorithm, out named))
            return (null, ServiceError.NotFound("Result"));
        var wanted = asked.Algorithm is null ? null : named.Value;
        var rows = await db
            .Results.AsNoTracking()
            .Where(r => r.ImageId == image.Id && (wanted == null || r.Algorithm == wanted || r.Algorithm == AreasAlgorithm))
            .OrderBy(r => r.Algorithm)
            .ToListAsync(stop);
        if (wanted is not null && rows.All(r => r.Algorithm != wanted))
            return (null, ServiceError.NotFound("Result"));
        var sizes = rows.Select(row => Masks(row, asked)?.Bytes ?? 0).DefaultIfEmpty(0).ToArray();
        var envelopes = rows.Sum(row => (long)row.Envelope.Length);
        var work = new Work(image.CompanyId, SceneCost.EstimateReading(Math.Max(sizes.Max(), envelopes)))
        {
            Expected = TimeSpan.FromTicks((long)((sizes.Sum() + envelopes) * TicksOfByte)),
        };
        var outcome = await heavy.RunAsync(
            work,
            turn => ReadAsync(rows, asked, wanted, (photo.Width, photo.Height), turn.Stop),
            stop,
            $"{image.Id:N} explain {asked.IsRestored} {wanted}"
        );
        return outcome.Refusal is { } refusal ? (null, refusal.ToError()) : (outcome.Value!.Found, outcome.Value.Fault?.ToError());
    }

    private static StoredMasks? Masks(Result row, PointQuestion asked) => asked.IsRestored ? row.MasksRestored : row.MasksOriginal;

    private async Task<Read> ReadAsync(
        List<Result> rows,
        PointQuestion asked,
        string? wanted,
        (int Width, int Height) size,
        CancellationToken stop
    )
    {
        var point = new Vec(asked.X * size.Width, asked.Y * size.Height);
        var areas = new List<string>();
        // The areas first: metrics of others are told by them.
        if (rows.Find(r => r.Algorithm == AreasAlgorithm) is { } areaRow)
        {
            var (masks, fault) = await ReadMasksAsync(areaRow, asked, stop);
            if (fault is not null)
                return new Read(null, fault);
            areas.AddRange(FindAreas(masks, point, size, stop));
        }

        var algorithms = new List<ExplainedAlgorithm>();
        foreach (var row in rows.Where(r => wanted is null ? r.Algorithm != AreasAlgorithm : r.Algorithm == wanted))
        {
            var (masks, fault) = await ReadMasksAsync(row, asked, stop);
            if (fault is not null)
                return new Read(null, fault);
            algorithms.Add(Explain(row, masks, areas, (point, asked.Near * Math.Max(size.Width, size.Height)), size, stop));
        }

        return new Read(new Explanation(size.Width, size.Height, areas, algorithms), null);
    }

    private async Task<(ImmutableArray<Mask> Masks, ObjectFault? Fault)> ReadMasksAsync(
        Result row,
        PointQuestion asked,
        CancellationToken stop
    )
    {
        if (Masks(row, asked) is not { } stored)
            return ([], null);
        var (bytes, fault) = await objects.ReadAsync(ObjectKey.Masks(row.CompanyId, row.ImageId, stored.Digest), stop);
        if (bytes is null)
            return ([], fault);
        return ResultJson.TryReadMasks(bytes, out var masks, out _, stop) ? (masks, null) : ([], null);
    }

    private static IEnumerable<string> FindAreas(
        ImmutableArray<Mask> masks,
        Vec point,
        (int Width, int Height) size,
        CancellationToken stop
    ) =>
        from mask in masks
        let probe = Probe(mask, size)
        where mask.Features.Any(f => f.Shapes.Any(s => s is PolygonShape && probe.Measure(s, point, stop).Covers))
        select mask.TechName.EndsWith("_original", StringComparison.Ordinal) ? mask.TechName[..^"_original".Length] : mask.TechName;

    private static ExplainedAlgorithm Explain(
        Result row,
        ImmutableArray<Mask> masks,
        List<string> areas,
        (Vec At, double Near) point,
        (int Width, int Height) size,
        CancellationToken stop
    )
    {
        var shapes = masks.SelectMany((mask, index) => FindShapes(mask, index, point, size, stop)).ToList();
        var heats = masks
            .Select((mask, index) => new ExplainedHeat(mask, index, Heat(mask, point.At, size, stop)))
            .Where(heat => heat.Mask.Kind == MaskKind.HeatMap);
        return new ExplainedAlgorithm(
            row.Algorithm,
            row.Error,
            [.. ReadAreas(row.Envelope, stop).Where(area => area.AreaName == Face || areas.Contains(area.AreaName))],
            [.. shapes.OrderByDescending(s => s.Covers).ThenBy(s => s.Distance).Take(MaxShapes)],
            shapes.Count,
            [.. heats]
        );
    }

    private static List<ExplainedShape> FindShapes(
        Mask mask,
        int maskIndex,
        (Vec At, double Near) point,
        (int Width, int Height) size,
        CancellationToken stop
    )
    {
        var (found, whole, probe) = (new List<ExplainedShape>(), 0.0, Probe(mask, size));
        for (var f = 0; f < mask.Features.Length; f++)
        for (var s = 0; s < mask.Features[f].Shapes.Length; s++)
        {
            var (shape, intensity) = (mask.Features[f].Shapes[s], mask.Features[f].Intensity);
            var facts = probe.Measure(shape, point.At, stop);
            var weight = shape is PointShape ? 1 : (facts.Area ?? facts.Length ?? 0) * intensity;
            whole += weight;
            if (facts.Covers || facts.Distance <= point.Near)
                found.Add(
                    new ExplainedShape
                    {
                        Mask = mask,
                        MaskIndex = maskIndex,
                        FeatureIndex = f,
                        ShapeIndex = s,
                        Intensity = intensity,
                        Covers = facts.Covers,
                        Distance = facts.Distance,
                        Area = facts.Area,
                        Length = facts.Length,
                        Share = weight,
                    }
                );
        }

        return whole > 0 ? found.ConvertAll(shape => shape with { Share = shape.Share / whole }) : found;
    }

    // Levels add up, and so does the grid: its value between the centres of its cells is interpolated, as it is drawn.
    private static double Heat(Mask mask, Vec point, (int Width, int Height) size, CancellationToken stop)
    {
        if (mask.Kind != MaskKind.HeatMap)
            return 0;
        var probe = Probe(mask, size);
        var sum = mask.Features.Where(f => f.Shapes.Any(s => probe.Measure(s, point, stop).Covers)).Sum(f => f.Intensity);
        if (mask.Grid is not { } grid)
            return Math.Clamp(sum, 0, 1);
        var (x, y) = ((point.X / size.Width * grid.Width) - .5, (point.Y / size.Height * grid.Height) - .5);
        var (left, up) = (Math.Floor(x), Math.Floor(y));
        double At(double column, double row) =>
            grid.Values[((int)Math.Clamp(row, 0, grid.Height - 1) * grid.Width) + (int)Math.Clamp(column, 0, grid.Width - 1)];
        double Row(double row) => (At(left, row) * (1 - (x - left))) + (At(left + 1, row) * (x - left));
        return Math.Clamp(sum + (Row(up) * (1 - (y - up))) + (Row(up + 1) * (y - up)), 0, 1);
    }

    private static ShapeProbe Probe(Mask mask, (int Width, int Height) size) =>
        new(
            mask.Box ?? ViewBox.FromPixels(size.Width, size.Height),
            size.Width,
            size.Height,
            MaskStyle.DefaultPointRadius * Math.Max(size.Width, size.Height)
        );

    private static ImmutableArray<AreaResult> ReadAreas(string envelope, CancellationToken stop)
    {
        if (JsonNode.Parse(envelope) is not JsonObject document)
            return [];
        document.Remove(ResultEnvelope.Restored);
        document.Remove(ResultEnvelope.Original);
        return ResultJson.TryRead(JsonSerializer.SerializeToElement(document), out var result, out _, stop) ? result.Areas ?? [] : [];
    }

    private sealed record Read(Explanation? Found, ObjectFault? Fault);
}
