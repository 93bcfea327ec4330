using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Masks.Results;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>A point of a photo that is to be explained.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record ExplainQuery
{
    [Range(0, 1), Description("From the left edge of the upright photo, as a part of its width.")]
    public required double X { get; init; }

    [Range(0, 1), Description("From the upper edge, as a part of its height.")]
    public required double Y { get; init; }

    [AllowedValues("original", "restored"), DefaultValue("original")]
    public string ImageType { get; init; } = "";

    [Length(1, 100), NeverNull, Description("One algorithm; all of them when missing.")]
    public string? Algorithm { get; init; }

    [Range(0, 0.1), DefaultValue(0.01), Description("How far away a shape may be, as a part of the photo's longer side.")]
    public double Near { get; init; }

    public PointQuestion ToQuestion() => new(X, Y, ImageType == "restored", string.IsNullOrEmpty(Algorithm) ? null : Algorithm, Near);
}

/// <summary>A metric of a facial area.</summary>
[SchemaName("ExplainedMetric")]
internal sealed record ExplainedMetricAnswer(
    string Name,
    string TechName,
    [property: Description("A number, a text or null.")] JsonElement Value,
    string? WidgetType
)
{
    public static ExplainedMetricAnswer? Create(Metric? metric) =>
        metric is null ? null : new(metric.Name, metric.TechName, metric.Value, metric.WidgetType);
}

/// <summary>The metrics of the face, or of a facial area that the point lies in.</summary>
[SchemaName("ExplainedArea")]
internal sealed record ExplainedAreaAnswer(
    string AreaName,
    ExplainedMetricAnswer? MainMetric,
    IReadOnlyList<ExplainedMetricAnswer> SubMetrics
);

/// <summary>A shape that covers the point or lies near it.</summary>
[SchemaName("ExplainedShape")]
internal sealed record ExplainedShapeAnswer(
    string MaskName,
    string MaskTechName,
    [property: AllowedValues("polygon_mask", "polyline_mask", "point_mask", "heatmap_mask")] string MaskType,
    [property: Description("The number of the mask in the result's list, from 0.")] int MaskIndex,
    [property: Description("The number of the GeoJSON feature in the mask, from 0.")] int FeatureIndex,
    [property: Description("The number of the shape in the feature, from 0.")] int ShapeIndex,
    double Intensity,
    [property: Description("Whether the point lies in it or on its edge. A line has no inside.")] bool Covers,
    [property: Description("In pixels of the photo; 0 when it covers the point.")] double Distance,
    [property: Description("In square pixels, without holes; null for lines.")] double? Area,
    [property: Description("In pixels; null for others than lines.")] double? Length,
    [property: Description(
        "Its part of what the mask shows, 0 to 1: of areas or lengths times intensities; of dots, of their number. A score that counts "
            + "what the mask shows counts this part of it for the shape."
    )]
        double Share
);

/// <summary>A heat map at the point.</summary>
[SchemaName("ExplainedHeat")]
internal sealed record ExplainedHeatAnswer(
    string MaskName,
    string MaskTechName,
    int MaskIndex,
    [property: Description("0 to 1, as it is drawn.")] double Intensity
);

/// <summary>What one algorithm says of the point.</summary>
[SchemaName("ExplainedAlgorithm")]
internal sealed record ExplainedAlgorithmAnswer(
    string AlgorithmTechName,
    [property: Description("Why it has no answer on this photo; null when it has one.")] string? Error,
    [property: Description("The metrics in which the shapes count: of the face, and of the facial areas that the point lies in.")]
        IReadOnlyList<ExplainedAreaAnswer> Areas,
    [property: Description("Those that cover the point first, then the nearest ones; at most 50.")]
        IReadOnlyList<ExplainedShapeAnswer> Shapes,
    [property: Description("How many shapes there are, also those that were left out.")] int ShapeCount,
    IReadOnlyList<ExplainedHeatAnswer> HeatMaps
);

/// <summary>What stands at a point of a photo.</summary>
[SchemaName("Explanation")]
internal sealed record ExplanationAnswer(
    Guid ImageId,
    [property: AllowedValues("original", "restored")] string ImageType,
    [property: Description("Of the photo, in pixels.")] int Width,
    int Height,
    [property: Description("The facial areas that the point lies in; none where `front_face_areas` was not computed.")]
        IReadOnlyList<string> AreaNames,
    IReadOnlyList<ExplainedAlgorithmAnswer> Algorithms
);

[JsonSerializable(typeof(ExplanationAnswer))]
internal sealed partial class ExplainJson : JsonSerializerContext;

/// <summary><c>…/images/{image}/explain/?x&amp;y</c>: which shapes stand behind the numbers at a point.</summary>
internal static class ExplainEndpoint
{
    private const int Digits = 4;

    private static readonly ErrorResponse NothingThere = new(
        "NothingToExplain",
        404,
        "No such image, no result of the algorithm, or no restored photo.",
        typeof(Detail)
    );

    public static void MapExplain(this IEndpointRouteBuilder app)
    {
        var explain = app.MapGroup("/api/v1/companies/{company}/images/{image}/explain")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        explain.WithTags("Results").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.ImageErased, Errors.Unavailable);
        explain
            .MapGet("/", GetAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .Describe(
                "explain_point",
                "What stands at a point of a photo",
                "Exact geometry, not drawn pixels: polygons with holes, even-odd."
            )
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery, NothingThere);
    }

    private static async Task<Results<Ok<ExplanationAnswer>, ErrorAnswer>> GetAsync(
        HttpContext http,
        InPath<Image, ImageInPath> image,
        Query<ExplainQuery> query,
        PointExplainer explainer
    )
    {
        var (found, error) = await explainer.ExplainAsync(image.Value, query.Value.ToQuestion(), http.RequestAborted);
        if (found is null)
            return Problem.From(error!);
        return TypedResults.Ok(
            new ExplanationAnswer(
                image.Value.Id,
                query.Value.ImageType,
                found.Width,
                found.Height,
                found.Areas,
                [.. found.Algorithms.Select(Create)]
            )
        );
    }

    private static ExplainedAlgorithmAnswer Create(ExplainedAlgorithm found) =>
        new(
            found.Algorithm,
            found.Error,
            [
                .. found.Areas.Select(area => new ExplainedAreaAnswer(
                    area.AreaName,
                    ExplainedMetricAnswer.Create(area.MainMetric),
                    [.. (area.SubMetrics ?? []).Select(metric => ExplainedMetricAnswer.Create(metric)!)]
                )),
            ],
            [.. found.Shapes.Select(Create)],
            found.ShapeCount,
            [
                .. found.Heats.Select(h => new ExplainedHeatAnswer(
                    h.Mask.Name,
                    h.Mask.TechName,
                    h.MaskIndex,
                    Math.Round(h.Intensity, Digits)
                )),
            ]
        );

    private static ExplainedShapeAnswer Create(ExplainedShape shape) =>
        new(
            shape.Mask.Name,
            shape.Mask.TechName,
            shape.Mask.Kind.WireName(),
            shape.MaskIndex,
            shape.FeatureIndex,
            shape.ShapeIndex,
            shape.Intensity,
            shape.Covers,
            Math.Round(shape.Distance, Digits),
            Rounded(shape.Area),
            Rounded(shape.Length),
            Math.Round(shape.Share, Digits)
        );

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, Digits) : null;
}
