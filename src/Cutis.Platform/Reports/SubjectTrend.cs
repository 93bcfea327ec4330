using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Reports;

/// <summary>Which trend is asked for.</summary>
/// <param name="Algorithm">The algorithm, as a client wrote it.</param>
/// <param name="Metric">A sub-metric of the main area; null for the main metric.</param>
/// <param name="SideId">Photos of this side alone; null for all.</param>
internal sealed record TrendQuestion(string Algorithm, string? Metric, int? SideId);

/// <summary>A photo of a trend.</summary>
/// <param name="Image">The photo.</param>
/// <param name="Metric">The metric; null where the algorithm has no answer, or not this metric.</param>
/// <param name="Uncertainty">
/// How far the metric may be off: half of its 95 % interval, in its unit; null where the result does not say so.
/// </param>
/// <param name="Error">Why it has no answer; null when it has one.</param>
/// <param name="Version">The version of the algorithm; null where it is not known.</param>
/// <param name="Problems">What the quality algorithm found wrong with the photo.</param>
/// <param name="Differences">In what it differs from the first photo that has a value, besides the skin.</param>
internal sealed record TrendPoint(
    Image Image,
    StoredMetric? Metric,
    double? Uncertainty,
    string? Error,
    string? Version,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Differences
);

/// <summary>A metric of a person over time.</summary>
internal sealed class SubjectTrend(CutisDb db)
{
    /// <summary>Photos of a trend; the newest ones.</summary>
    public const int MaxPoints = 500;

    private const string Quality = "quality";

    // Of the sub-metric beside a metric that says how far it may be off.
    private const string UncertaintySuffix = "_uncertainty";
    private static readonly string[] LightProblems = ["too_dark", "overexposed", "uneven_light", "greyscale", "colour_cast"];

    /// <summary>The photos of a subject on which the algorithm has run, the oldest first.</summary>
    /// <param name="subject">A subject of the current company.</param>
    /// <param name="asked">Which trend.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<(IReadOnlyList<TrendPoint>? Points, ServiceError? Error)> FindAsync(
        Subject subject,
        TrendQuestion asked,
        CancellationToken stop
    )
    {
        if (!AlgorithmName.TryParse(asked.Algorithm, out var name))
            return (null, ServiceError.Invalid("algorithm", "Must be 1 to 100 letters, digits, underscores, hyphens and dots."));
        var algorithm = name.Value;
        var rows = await (
            from image in db.Images.AsNoTracking()
            where image.SubjectId == subject.Id && image.ErasedAt == null && (asked.SideId == null || image.SideId == asked.SideId)
            join result in db.Results on image.Id equals result.ImageId
            where result.Algorithm == algorithm
            orderby image.CreationTime descending, image.Id descending
            select new
            {
                image,
                result.MainMetric,
                result.SubMetrics,
                result.Error,
                Envelope = result.Envelope.Length <= StoredEnvelope.MaxOwnLength ? result.Envelope : null,
                Quality = db
                    .Results.Where(q => q.ImageId == image.Id && q.Algorithm == Quality && q.Envelope.Length <= StoredEnvelope.MaxOwnLength)
                    .Select(q => q.Envelope)
                    .FirstOrDefault(),
            }
        )
            .Take(MaxPoints)
            .ToListAsync(stop);
        rows.Reverse();
        var points = rows.ConvertAll(row =>
        {
            var metric = asked.Metric is null ? row.MainMetric : Find(row.SubMetrics, asked.Metric);
            return new TrendPoint(
                row.image,
                metric,
                metric is null ? null : Find(row.SubMetrics, metric.TechName + UncertaintySuffix)?.Number,
                row.Error,
                ReadVersion(row.Envelope),
                ReadProblems(row.Quality),
                []
            );
        });
        var first = points.Find(point => point.Error is null && point.Metric is not null);
        return (first is null ? points : points.ConvertAll(point => point with { Differences = [.. Differ(first, point)] }), null);
    }

    private static StoredMetric? Find(IEnumerable<StoredMetric> metrics, string name) => metrics.FirstOrDefault(m => m.TechName == name);

    private static IEnumerable<string> Differ(TrendPoint first, TrendPoint point)
    {
        if (point.Image.SideId != first.Image.SideId)
            yield return "side";
        if (point.Image.LightId != first.Image.LightId || !Light(point).SequenceEqual(Light(first)))
            yield return "light";
        if (Camera(point.Image.Original) != Camera(first.Image.Original))
            yield return "camera";
        if (point.Version != first.Version)
            yield return "algorithm_version";
    }

    private static IEnumerable<string> Light(TrendPoint point) => point.Problems.Intersect(LightProblems).Order(StringComparer.Ordinal);

    // Metadata of cameras is not kept; another number of pixels, or another format, is another camera or another setting of it.
    private static (int Long, int Short, string Type) Camera(StoredPhoto photo) =>
        (Math.Max(photo.Width, photo.Height), Math.Min(photo.Width, photo.Height), photo.MediaType);

    private static string? ReadVersion(string? envelope)
    {
        if (envelope is null)
            return null;
        using var document = JsonDocument.Parse(envelope);
        return StoredEnvelope.Feedback(document, "algorithm_version")?.ToString();
    }

    private static IReadOnlyList<string> ReadProblems(string? envelope)
    {
        if (envelope is null)
            return [];
        using var document = JsonDocument.Parse(envelope);
        return document.RootElement.TryGetProperty("problems", out var problems) && problems.ValueKind == JsonValueKind.Array
            ? [.. problems.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.String).Select(p => p.GetString()!)]
            : [];
    }
}
