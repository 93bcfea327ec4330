using System.Text.Json.Serialization;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The query of a masks request. The company itself was looked up before the request came here.</summary>
internal sealed record CompanyQuery
{
    [Examples("0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3")]
    public required Guid CompanyId { get; init; }
}

[JsonSerializable(typeof(IReadOnlyList<MaskAnswer>)), Schema(typeof(MaskAnswer), "MaskAnswer")]
[JsonSerializable(typeof(SvgMasksAnswer)), Schema(typeof(SvgMasksAnswer), "SvgMasksAnswer")]
[Schema(typeof(QualityAnswer), "QualityAnswer"), Schema(typeof(MetricAnswer), "MaskMetric"), Schema(typeof(Feedback), "Feedback")]
[Schema(typeof(DrawnMask), "DrawnMask"), Schema(typeof(Warning), "Warning"), Schema(typeof(QualityTooltip), "QualityTooltip")]
internal sealed partial class MaskJson : JsonSerializerContext;

/// <summary><c>POST /service/rasterisation/v4/masks/</c> and <c>…/v5/svg_masks/</c>.</summary>
internal static class MaskEndpoints
{
    private static readonly ErrorResponse TooLarge = new("RequestTooLarge", 413, "The body is over 1 MiB.", typeof(Detail));

    private static readonly ErrorResponse Mistakes = new(
        "Mistakes",
        422,
        "Validation Error: every mistake of the query and the body. A combined picture with too many layers or too much JSON of masks is a "
            + "mistake of the type `scene_too_large`.",
        typeof(ValidationDetail)
    );

    public static void MapRasterisation(this IEndpointRouteBuilder app)
    {
        var masks = app.MapGroup("/service/rasterisation").WithMetadata(new Dialect(ErrorDialect.Service)).RequireCompany();
        masks
            .WithTags("Rasterisation")
            .Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.NoImage, Errors.ImageErased)
            .Fails(TooLarge, Mistakes, Errors.Unavailable);
        masks
            .MapPost("/v4/masks/", ApplyMaskV4Async)
            .ForRole(Role.ReadOnly)
            .Describe(
                "apply_mask_v4_http",
                "Apply Mask V4 Http",
                "One picture per entry of `masks`, behind a signed URL, in the order asked. An entry that cannot be drawn has its own "
                    + "`error` and code; the others are unaffected."
            )
            .RequestExample(MaskExamples.Request)
            .Succeeds(200, "Successful Response")
            .Example(MaskExamples.Answer);
        masks
            .MapPost("/v5/svg_masks/", ApplySvgMasksV5Async)
            .ForRole(Role.ReadOnly)
            .Describe(
                "apply_svg_masks_v5_http",
                "Apply Svg Masks V5 Http",
                "As v4, as SVG: small, without scripts or references, in an object with what the quality algorithm found."
            )
            .RequestExample(MaskExamples.SvgRequest)
            .Succeeds(200, "Successful Response");
    }

    private static async Task<Results<Ok<IReadOnlyList<MaskAnswer>>, ErrorAnswer>> ApplyMaskV4Async(
        HttpContext http,
        Query<CompanyQuery> _,
        Body<MaskRequestBody> body,
        ImageService images,
        MaskPlanner planner
    )
    {
        var request = MaskRequests.Create(body.Value);
        var (image, error) = await FindAsync(http, request, images);
        if (image is null)
            return Problem.From(error!);
        (var answers, error) = await planner.PlanAsync(RootUrl.Find(http.Request), image, request, http.RequestAborted);
        return error is not null ? Problem.From(error) : TypedResults.Ok<IReadOnlyList<MaskAnswer>>(answers);
    }

    private static async Task<Results<Ok<SvgMasksAnswer>, ErrorAnswer>> ApplySvgMasksV5Async(
        HttpContext http,
        Query<CompanyQuery> _,
        Body<SvgMaskRequestBody> body,
        ImageService images,
        MaskPlanner planner
    )
    {
        var request = MaskRequests.Create(body.Value);
        var (image, error) = await FindAsync(http, request, images);
        if (image is null)
            return Problem.From(error!);
        (var results, error) = await planner.PlanAsync(RootUrl.Find(http.Request), image, request, http.RequestAborted);
        if (error is not null)
            return Problem.From(error);
        var quality = await planner.QualityAsync(image, http.RequestAborted);
        return TypedResults.Ok(new SvgMasksAnswer(results, quality is { Error: null } ? QualityAnswer.Create(quality) : null));
    }

    private static Task<(Image? Image, ServiceError? Error)> FindAsync(HttpContext http, MaskRequest request, ImageService images)
    {
        http.Features.Set(new SubjectImage(request.ImageId));
        return images.FindAsync(request.ImageId, http.RequestAborted);
    }
}
