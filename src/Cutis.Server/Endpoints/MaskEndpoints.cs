using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Security;

namespace Cutis.Server.Endpoints;

/// <summary><c>POST /service/rasterisation/v4/masks/</c> and <c>…/v5/svg_masks/</c>.</summary>
internal static class MaskEndpoints
{
    private const long MaxBytes = 1 << 20;

    public static void MapRasterisation(this IEndpointRouteBuilder app)
    {
        var masks = app.MapGroup("/service/rasterisation").WithMetadata(new Dialect(ErrorDialect.Service)).RequireCompany();
        masks.MapPost("/v4/masks", ApplyMaskV4Async);
        masks.MapPost("/v5/svg_masks", ApplySvgMasksV5Async);
    }

    private static Task<IResult> ApplyMaskV4Async(HttpContext http, ImageService images, MaskPlanner planner) =>
        AnswerAsync(
            http,
            images,
            isSvg: false,
            async (image, request) =>
            {
                var (answers, error) = await planner.PlanAsync(RootUrl.Find(http.Request), image, request, http.RequestAborted);
                return error is not null ? Problem.From(error) : TypedResults.Json(answers, Wire.Answers.IReadOnlyListMaskAnswer);
            }
        );

    private static Task<IResult> ApplySvgMasksV5Async(HttpContext http, ImageService images, MaskPlanner planner) =>
        AnswerAsync(
            http,
            images,
            isSvg: true,
            async (image, request) =>
            {
                var (results, error) = await planner.PlanAsync(RootUrl.Find(http.Request), image, request, http.RequestAborted);
                if (error is not null)
                    return Problem.From(error);
                var quality = await planner.QualityAsync(image, http.RequestAborted);
                return TypedResults.Json(
                    new SvgMasksAnswer(results, quality is { Error: null } ? QualityAnswer.Create(quality) : null),
                    Wire.Answers.SvgMasksAnswer
                );
            }
        );

    private static async Task<IResult> AnswerAsync(
        HttpContext http,
        ImageService images,
        bool isSvg,
        Func<Image, MaskRequest, Task<IResult>> answer
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
            return new ValidationProblem(mistakes);
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
