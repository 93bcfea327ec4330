using System.Text.Json.Serialization;
using Cutis.Masks.Results;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

[JsonSerializable(typeof(ResultAnswer))]
[JsonSerializable(typeof(List<ResultAnswer>))]
internal sealed partial class ResultEndpointJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/images/{image}/results/</c>: bring your own masks.</summary>
internal static class ResultEndpoints
{
    private static readonly ErrorResponse Mistakes = new(
        "ResultMistakes",
        400,
        "Mistakes, by the place in the document.",
        typeof(FieldErrors)
    );

    private static readonly ErrorResponse NoResult = new("NoResult", 404, "No such image or result.", typeof(Detail));
    private static readonly ErrorResponse TooLarge = new("ResultTooLarge", 413, "The document is too large.", typeof(FieldErrors));

    public static void MapResults(this IEndpointRouteBuilder app)
    {
        var results = app.MapGroup("/api/v1/companies/{company}/images/{image}/results")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        results.WithTags("Results").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.ImageErased, Errors.Unavailable);
        results
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .Describe("list_results", "What is stored for a photo")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoImage);
        results
            .MapPut("/{algorithm}/", PutAsync)
            .ForRole(Role.Member)
            .Describe(
                "put_result",
                "Store a result",
                "Replacing a result never changes what a URL that was issued shows. Keys that are not described are kept and given back. "
                    + "With `If-Match` (the ETag of the result, or `*`) it is replaced only if it is what the client knows; "
                    + "`If-None-Match: *` only where there is none. With `If-Match` or `note` the version before is kept."
            )
            .DescribesBody(typeof(ResultBody))
            .Succeeds(200, "Successful Response")
            .Fails(Mistakes, Errors.NoImage, ResultEdits.Changed, TooLarge, Errors.Conflict, Errors.DiskFull);
        results
            .MapGet("/{algorithm}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .Describe("get_result", "The whole result")
            .Produces<ResultBody>()
            .Succeeds(200, "Successful Response")
            .Fails(NoResult);
        results
            .MapDelete("/{algorithm}/", DeleteAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("delete_result", "Forget a result")
            .Succeeds(204, "Deleted.")
            .Fails(NoResult, Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Results<Ok<List<ResultAnswer>>, ErrorAnswer>> ListAsync(
        HttpContext http,
        string image,
        ImageService images,
        ResultService results
    )
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is null)
            return Problem.From(error!);
        var list = await results.ListAsync(row, http.RequestAborted);
        return TypedResults.Ok(list.ConvertAll(ResultAnswer.Create));
    }

    private static async Task<Results<Ok<ResultAnswer>, ErrorAnswer>> PutAsync(
        HttpContext http,
        string image,
        string algorithm,
        Query<EditQuery> query,
        ImageService images,
        ResultIntake intake,
        IObjectStore objects,
        ResultsOptions options
    )
    {
        var stop = http.RequestAborted;
        if (!AlgorithmName.TryParse(algorithm, out var name))
            return Problem.Invalid("algorithm_tech_name", "Must be 1 to 100 letters, digits, underscores, hyphens and dots.");
        var (row, error) = await images.FindAsync(image, stop);
        if (row is null)
            return Problem.From(error!);
        var edit = ResultEdits.Read(http.Request, query.Value.Note);
        if (http.Request.ContentLength <= Math.Min(ResultIntake.MaxSmallBytes, options.MaxBytes))
        {
            var body = await Body.ReadAsync(http.Request, options.MaxBytes, stop);
            return body is null ? TooLong(options) : Answer(http, await intake.PutAsync(row, name, body, stop, edit));
        }

        await using var staged = await Body.StageAsync(http.Request, options.MaxBytes, objects, stop);
        return staged is null ? TooLong(options) : Answer(http, await intake.PutAsync(row, name, staged, stop, edit));
    }

    private static async Task<Results<ResultDocumentAnswer, ErrorAnswer>> GetAsync(
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

    private static async Task<Results<NoContent, ErrorAnswer>> DeleteAsync(
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

    private static Results<Ok<ResultAnswer>, ErrorAnswer> Answer(HttpContext http, (Result? Result, ServiceError? Error) put)
    {
        if (put.Result is not { } result)
            return Problem.From(put.Error!);
        ResultEdits.Tag(http.Response, ResultTags.Create(result));
        return TypedResults.Ok(ResultAnswer.Create(ResultSummary.Create(result)));
    }

    private static Problem TooLong(ResultsOptions options) =>
        new(413, $"The result is too large; at most {options.MaxBytes} bytes are allowed.", "result");
}
