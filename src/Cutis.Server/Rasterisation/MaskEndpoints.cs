using Cutis.Server.Accounts;
using Cutis.Server.Database;
using Cutis.Server.Http;
using Cutis.Server.Images;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Rasterisation;

/// <summary><c>POST /service/rasterisation/v4/masks/</c> and <c>…/v5/svg_masks/</c>.</summary>
internal static class MaskEndpoints
{
    private const long MostBytes = 1 << 20;

    public static void MapRasterisation(this IEndpointRouteBuilder app)
    {
        app.MapPost("/service/rasterisation/v4/masks", ApplyMaskV4Async)
            .WithMetadata(new NeedsToken(), new Dialect(ErrorDialect.Service));
        app.MapPost("/service/rasterisation/v5/svg_masks", ApplySvgMasksV5Async)
            .WithMetadata(new NeedsToken(), new Dialect(ErrorDialect.Service));
    }

    private static Task<IResult> ApplyMaskV4Async(HttpContext http, CutisDb db, MaskPlanner planner) =>
        AnswerAsync(http, db, isSvg: false, async (image, request) =>
        {
            var (answers, problem) = await planner.PlanAsync(http.Request, image, request, http.RequestAborted);
            return problem ?? TypedResults.Json(answers, Wire.Answers.IReadOnlyListMaskAnswer);
        });

    private static Task<IResult> ApplySvgMasksV5Async(HttpContext http, CutisDb db, MaskPlanner planner) =>
        AnswerAsync(http, db, isSvg: true, async (image, request) =>
        {
            var (results, problem) = await planner.PlanAsync(http.Request, image, request, http.RequestAborted);
            if (problem is not null) return problem;
            var quality = await db.Results.Where(r => r.ImageId == image.Id && r.Algorithm == "quality").Select(ResultSummary.Columns)
                .FirstOrDefaultAsync(http.RequestAborted);
            return TypedResults.Json(new SvgMasksAnswer(results, quality is { Error: null } ? QualityAnswer.Of(quality) : null), Wire.Answers.SvgMasksAnswer);
        });

    private static async Task<IResult> AnswerAsync(HttpContext http, CutisDb db, bool isSvg, Func<Image, MaskRequest, Task<IResult>> answer)
    {
        var stop = http.RequestAborted;
        var mistakes = new Mistakes();
        var company = ReadCompany(http.Request, mistakes);
        if (company is { } id && !await Access.EnterAsync(http, id)) return Access.Refused;

        var body = await Body.ReadAsync(http.Request, MostBytes, stop);
        if (body is null) return new Problem(413, $"The body is too large; at most {MostBytes} bytes are allowed");
        using var document = Body.Parse(body);
        if (document is null) mistakes.Add(["body"], "JSON decode error", "json_invalid");
        var request = document is null ? null : MaskRequest.Read(new Field(document.RootElement, ["body"], mistakes), isSvg);
        if (mistakes.Any || request is null) return new ValidationProblem(mistakes);
        http.Features.Set(new SubjectImage(request.ImageId));

        var image = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == request.ImageId, stop);
        if (image is null) return Problem.NotFound("Image");
        if (image.ErasedAt is not null) return Problem.Gone;
        return await answer(image, request);
    }

    private static Guid? ReadCompany(HttpRequest request, Mistakes mistakes)
    {
        foreach (var key in request.Query.Keys)
            if (key != "company_id") mistakes.Add(["query", key], "Extra inputs are not permitted", "extra_forbidden");
        if (request.Query["company_id"].FirstOrDefault() is not { } text) mistakes.Add(["query", "company_id"], "Field required", "missing");
        else if (!Guid.TryParseExact(text, "D", out var id)) mistakes.Add(["query", "company_id"], "Input should be a valid UUID", "uuid_parsing");
        else return id;
        return null;
    }
}
