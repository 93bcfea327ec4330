using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Rendering;
using Cutis.Platform.Reports;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The query of a trend.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record TrendQuery
{
    [Length(1, 100), Examples("lines")]
    public required string Algorithm { get; init; }

    [Length(1, 255), NeverNull, Description("A sub-metric of the main area, by its technical name; the main metric when missing.")]
    public string? Metric { get; init; }

    [Range(1, 3), Description("Photos of this side alone: 1 front, 2 right, 3 left.")]
    public int? SideId { get; init; }

    public TrendQuestion ToQuestion() => new(Algorithm, string.IsNullOrEmpty(Metric) ? null : Metric, SideId);
}

/// <summary>A photo of a trend.</summary>
[SchemaName("TrendPoint")]
internal sealed record TrendPointAnswer(
    Guid ImageId,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime,
    [property: Description("The metric as a number; null where the algorithm has no answer, or a text.")] double? Value,
    [property: JsonConverter(typeof(StoredValue)), Description("The metric as it was stored; null where there is none.")] string? RawValue,
    [property: Description("Why the algorithm has no answer; null when it has one.")] string? Error,
    [property: Description("Null where it is not known.")] string? AlgorithmVersion,
    int? SideId,
    int? LightId,
    [property: Description("What the quality algorithm found wrong with the photo.")] IReadOnlyList<string> Problems,
    [property: Description(
        "In what it differs from the first photo with a value, besides the skin: `side`, `light` (the light that was named, or problems "
            + "with it), `camera` (size or format of the photo), `algorithm_version`."
    )]
        IReadOnlyList<string> Differences
)
{
    public static TrendPointAnswer Create(TrendPoint point) =>
        new(
            point.Image.Id,
            point.Image.CreationTime,
            point.Metric?.Number,
            point.Metric?.Value,
            point.Error,
            point.Version,
            point.Image.SideId,
            point.Image.LightId,
            point.Problems,
            point.Differences
        );
}

/// <summary>A metric of a person over time.</summary>
[SchemaName("Trend")]
internal sealed record TrendAnswer(
    Guid SubjectId,
    string AlgorithmTechName,
    [property: Description("Display name of the metric; null when no photo has it.")] string? MetricName,
    string? MetricTechName,
    [property: Description(
        "How much the metric differs between photos of the same skin that were taken after one another (one standard deviation), in its "
            + "unit; null where that was not measured."
    )]
        double? Repeatability,
    [property: Description("The oldest first; at most the 500 newest photos.")] IReadOnlyList<TrendPointAnswer> Points
);

[JsonSerializable(typeof(TrendAnswer))]
internal sealed partial class TrendJson : JsonSerializerContext;

/// <summary><c>…/subjects/{subject}/trend/</c>.</summary>
internal static class TrendEndpoint
{
    // 95 % of a normal distribution lie within so many standard deviations.
    private const double NormalQuantile = 1.96;

    public static void MapTrend(this IEndpointRouteBuilder app)
    {
        var trend = app.MapGroup("/api/v1/companies/{company}/subjects/{subject}/trend")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        trend.WithTags("Subjects").Fails(Errors.NoToken, Errors.NoAccess, PlaceErrors.NotFound, PlaceErrors.Gone);
        trend
            .MapGet("/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_trend", "A metric of a subject over time")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.WrongQuery, Errors.TooManyRequests, Errors.Unavailable);
    }

    private static async Task<Results<Ok<TrendAnswer>, ErrorAnswer>> GetAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subject,
        Query<TrendQuery> query,
        SubjectTrend trend
    )
    {
        var (points, error) = await trend.FindAsync(subject.Value, query.Value.ToQuestion(), http.RequestAborted);
        if (points is null)
            return Problem.From(error!);
        var metric = points.LastOrDefault(point => point.Metric is not null)?.Metric;
        return TypedResults.Ok(
            new TrendAnswer(
                subject.Value.Id,
                query.Value.Algorithm,
                metric?.Name,
                metric?.TechName,
                points.Max(point => point.Uncertainty) / NormalQuantile,
                [.. points.Select(TrendPointAnswer.Create)]
            )
        );
    }
}
