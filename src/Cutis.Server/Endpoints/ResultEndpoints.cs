using Cutis.Masks.Results;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Security;

namespace Cutis.Server.Endpoints;

/// <summary><c>/api/v1/companies/{company}/images/{image}/results/</c>: bring your own masks.</summary>
internal static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder app)
    {
        var results = app.MapGroup("/api/v1/companies/{company}/images/{image}/results")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        results.MapGet("/", ListAsync);
        results.MapPut("/{algorithm}", PutAsync);
        results.MapGet("/{algorithm}", GetAsync);
        results.MapDelete("/{algorithm}", DeleteAsync).WithSpaceReserve();
    }

    private static async Task<IResult> ListAsync(HttpContext http, string image, ImageService images, ResultService results)
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is null)
            return Problem.From(error!);
        var list = await results.ListAsync(row, http.RequestAborted);
        return TypedResults.Json(list.ConvertAll(ResultAnswer.Create), Wire.Answers.ListResultAnswer);
    }

    private static async Task<IResult> PutAsync(
        HttpContext http,
        string image,
        string algorithm,
        ImageService images,
        ResultIntake intake,
        DiskObjectStore objects,
        ResultsOptions options
    )
    {
        var stop = http.RequestAborted;
        if (!AlgorithmName.TryParse(algorithm, out var name))
            return Problem.Invalid("algorithm_tech_name", "Must be 1 to 100 letters, digits, underscores, hyphens and dots.");
        var (row, error) = await images.FindAsync(image, stop);
        if (row is null)
            return Problem.From(error!);
        if (http.Request.ContentLength <= Math.Min(ResultIntake.MaxSmallBytes, options.MaxBytes))
        {
            var body = await Body.ReadAsync(http.Request, options.MaxBytes, stop);
            return body is null ? TooLong(options) : Answer(await intake.PutAsync(row, name, body, stop));
        }

        await using var staged = await Body.StageAsync(http.Request, options.MaxBytes, objects, stop);
        return staged is null ? TooLong(options) : Answer(await intake.PutAsync(row, name, staged, stop));
    }

    private static async Task<IResult> GetAsync(
        HttpContext http,
        string image,
        string algorithm,
        ImageService images,
        ResultService results
    )
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is null)
            return Problem.From(error!);
        (var document, error) = await results.OpenAsync(row, algorithm, http.RequestAborted);
        return document is null ? Problem.From(error!) : new ResultDocumentAnswer(document);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext http,
        string image,
        string algorithm,
        ImageService images,
        ResultService results
    )
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is not null)
            error = await results.DeleteAsync(row, algorithm, http.RequestAborted);
        return error is null ? TypedResults.NoContent() : Problem.From(error);
    }

    private static IResult Answer((Result? Result, ServiceError? Error) put) =>
        put.Result is { } result
            ? TypedResults.Json(ResultAnswer.Create(ResultSummary.Create(result)), Wire.Answers.ResultAnswer)
            : Problem.From(put.Error!);

    private static Problem TooLong(ResultsOptions options) =>
        new(413, $"The result is too large; at most {options.MaxBytes} bytes are allowed.", "result");
}
