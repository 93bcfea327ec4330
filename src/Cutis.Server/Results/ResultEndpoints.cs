using Cutis.Masks;
using Cutis.Server.Accounts;
using Cutis.Server.Database;
using Cutis.Server.Http;
using Cutis.Server.Images;
using Cutis.Server.Objects;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Results;

/// <summary><c>/api/v1/companies/{company}/images/{image}/results/</c>: bring your own masks.</summary>
internal static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder app)
    {
        var results = app.MapGroup("/api/v1/companies/{company}/images/{image}/results").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompanyOfPath();
        results.MapGet("/", ListAsync);
        results.MapPut("/{algorithm}", PutAsync);
        results.MapGet("/{algorithm}", GetAsync);
        results.MapDelete("/{algorithm}", DeleteAsync).WithSpaceReserve();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string image, CutisDb db)
    {
        var (row, problem) = await db.FindImageAsync(image, http.RequestAborted);
        if (problem is not null) return problem;
        var results = await db.Results.Where(r => r.ImageId == row!.Id).OrderBy(r => r.Algorithm).Select(ResultSummary.Columns)
            .ToListAsync(http.RequestAborted);
        return TypedResults.Json(results.ConvertAll(ResultAnswer.Of), Wire.Answers.ListResultAnswer);
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string image, string algorithm, CutisDb db, ResultIntake intake, DiskObjectStore objects, ResultsOptions options)
    {
        var stop = http.RequestAborted;
        if (!AlgorithmName.TryParse(algorithm, out var name)) return Problem.Invalid("algorithm_tech_name", "Must be 1 to 100 letters, digits, underscores, hyphens and dots.");
        var (row, problem) = await db.FindImageAsync(image, stop);
        if (problem is not null) return problem;
        if (http.Request.ContentLength <= Math.Min(ResultIntake.MaxSmallBytes, options.MaxBytes))
        {
            var body = await Body.ReadAsync(http.Request, options.MaxBytes, stop);
            return body is null ? TooLong(options) : Answer(await intake.PutAsync(row!, name, body, stop));
        }

        await using var staged = await Body.StageAsync(http.Request, options.MaxBytes, objects, stop);
        return staged is null ? TooLong(options) : Answer(await intake.PutAsync(row!, name, staged, stop));
    }

    private static IResult Answer((Result? Result, IResult? Problem) put) =>
        put.Problem ?? TypedResults.Json(ResultAnswer.Of(ResultSummary.Of(put.Result!)), Wire.Answers.ResultAnswer);

    private static Problem TooLong(ResultsOptions options) =>
        new(413, $"The result is too large; at most {options.MaxBytes} bytes are allowed.", "result");

    private static async Task<IResult> GetAsync(HttpContext http, string image, string algorithm, CutisDb db, ResultStore store)
    {
        var stop = http.RequestAborted;
        var (owner, problem) = await db.FindImageAsync(image, stop);
        if (problem is not null) return problem;
        var row = AlgorithmName.TryParse(algorithm, out var name)
            ? await db.Results.AsNoTracking().FirstOrDefaultAsync(r => r.ImageId == owner!.Id && r.Algorithm == name.Value, stop)
            : null;
        if (row is null) return Problem.NotFound("Result");
        var (document, fault) = await store.OpenAsync(row, stop);
        return document is null ? Problem.Of(fault!.Value) : new ResultDocumentAnswer(document);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string image, string algorithm, CutisDb db, ImageRecords records)
    {
        var (owner, problem) = await db.FindImageAsync(image, http.RequestAborted);
        if (problem is not null) return problem;
        if (!AlgorithmName.TryParse(algorithm, out var name)) return Problem.NotFound("Result");
        return await records.DeleteResultAsync(owner!.Id, name.Value, http.RequestAborted) switch
        {
            Recorded.Done => TypedResults.NoContent(),
            Recorded.Erased => Problem.Gone,
            _ => Problem.NotFound("Result"),
        };
    }
}
