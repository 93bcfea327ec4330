using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>POST /service/rasterisation/v4/masks/</c> and <c>…/v5/svg_masks/</c>.</summary>
internal static class MaskEndpoints
{
    private const long MaxBytes = 1 << 20;

    private static readonly QueryParameter Company = new("company_id")
    {
        IsRequired = true,
        Format = "uuid",
        Example = "0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3",
    };

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
            .Query(Company)
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
            .ReadsJson(typeof(MaskRequestBody), MaskExamples.Request)
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
            .ReadsJson(typeof(SvgMaskRequestBody), MaskExamples.SvgRequest)
            .Succeeds(200, "Successful Response");
    }

    private static Task<Results<Ok<IReadOnlyList<MaskAnswer>>, ErrorAnswer>> ApplyMaskV4Async(
        HttpContext http,
        ImageService images,
        MaskPlanner planner
    ) =>
        AnswerAsync<IReadOnlyList<MaskAnswer>>(
            http,
            images,
            isSvg: false,
            async (image, request) =>
            {
                var (answers, error) = await planner.PlanAsync(RootUrl.Find(http.Request), image, request, http.RequestAborted);
                return error is not null ? Problem.From(error) : TypedResults.Ok<IReadOnlyList<MaskAnswer>>(answers);
            }
        );

    private static Task<Results<Ok<SvgMasksAnswer>, ErrorAnswer>> ApplySvgMasksV5Async(
        HttpContext http,
        ImageService images,
        MaskPlanner planner
    ) =>
        AnswerAsync<SvgMasksAnswer>(
            http,
            images,
            isSvg: true,
            async (image, request) =>
            {
                var (results, error) = await planner.PlanAsync(RootUrl.Find(http.Request), image, request, http.RequestAborted);
                if (error is not null)
                    return Problem.From(error);
                var quality = await planner.QualityAsync(image, http.RequestAborted);
                return TypedResults.Ok(new SvgMasksAnswer(results, quality is { Error: null } ? QualityAnswer.Create(quality) : null));
            }
        );

    private static async Task<Results<Ok<TAnswer>, ErrorAnswer>> AnswerAsync<TAnswer>(
        HttpContext http,
        ImageService images,
        bool isSvg,
        Func<Image, MaskRequest, Task<Results<Ok<TAnswer>, ErrorAnswer>>> answer
    )
    {
        var stop = http.RequestAborted;
        var mistakes = new ValidationErrors();
        CheckQuery(http.Request, mistakes);
        var body = await Body.ReadAsync(http.Request, MaxBytes, stop);
        if (body is null)
            return new Problem(413, $"The body is too large; at most {MaxBytes} bytes are allowed");
        using var document = JsonText.Parse(body);
        if (document is null)
            mistakes.Add(["body"], "JSON decode error", "json_invalid");
        var request = document is null ? null : MaskRequestReader.Read(new Field(document.RootElement, ["body"], mistakes), isSvg);
        if (mistakes.Any || request is null)
            return new UnprocessableProblem(mistakes);
        http.Features.Set(new SubjectImage(request.ImageId));

        var (image, error) = await images.FindAsync(request.ImageId, stop);
        return image is null ? Problem.From(error!) : await answer(image, request);
    }

    // The company itself was looked up before the request came here.
    private static void CheckQuery(HttpRequest request, ValidationErrors mistakes)
    {
        foreach (var key in request.Query.Keys)
            if (key != "company_id")
                mistakes.Add(["query", key], "Extra inputs are not permitted", "extra_forbidden");
        if (request.Query["company_id"].FirstOrDefault() is not { } text)
            mistakes.Add(["query", "company_id"], "Field required", "missing");
        else if (!Guid.TryParseExact(text, "D", out _))
            mistakes.Add(["query", "company_id"], "Input should be a valid UUID", "uuid_parsing");
    }
}
