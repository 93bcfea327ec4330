using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Masks.Results;
using Cutis.Platform.Errors;
using Cutis.Platform.Rendering;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>What is said of a change.</summary>
internal sealed record EditQuery
{
    [Length(1, 500), NeverNull, Description("What is said of the change. With it, or with `If-Match`, the result before is kept.")]
    public string? Note { get; init; }
}

/// <summary>A version of a result.</summary>
[SchemaName("ResultVersion")]
internal sealed record ResultVersionAnswer(
    [property: Description("From 1, which is what was there before the first edit.")] int Number,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? StoredAt,
    [property: Description("Who stored it; null for what an analysis has found, and for the first version.")] SessionUser? User,
    string? Note,
    [property: Description("Shapes that the version before did not have; null where that was not counted.")] int? Added,
    [property: Description("Shapes that it does not have any more.")] int? Removed,
    [property: Description("Shapes that are others in the same place of the list.")] int? Changed,
    [property: Description("Whether it is what the result is now.")] bool IsCurrent
);

[JsonSerializable(typeof(List<ResultVersionAnswer>))]
internal sealed partial class HistoryJson : JsonSerializerContext;

/// <summary><c>…/results/{algorithm}/history/</c>: what people have changed in a result.</summary>
internal static class HistoryEndpoints
{
    private static readonly ErrorResponse NoVersion = new("NoVersion", 404, "No such image or version.", typeof(Detail));

    public static void MapResultHistory(this IEndpointRouteBuilder app)
    {
        var history = app.MapGroup("/api/v1/companies/{company}/images/{image}/results/{algorithm}/history")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        history.WithTags("Results").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.ImageErased, Errors.Unavailable);
        history
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .Describe("list_result_versions", "The versions of a result", "The newest first; none for a result that nobody has edited.")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoImage);
        history
            .MapGet("/{number:int}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .Describe("get_result_version", "A whole version")
            .Produces<ResultBody>()
            .Succeeds(200, "Successful Response")
            .Fails(NoVersion);
        history
            .MapPost("/{number:int}/restore/", RestoreAsync)
            .ForRole(Role.Member)
            .Describe("restore_result_version", "Make a version the result again", "It becomes a new version; those in between stay.")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery, NoVersion, ResultEdits.Changed, Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Results<Ok<List<ResultVersionAnswer>>, ErrorAnswer>> ListAsync(
        HttpContext http,
        InPath<Image, ImageInPath> image,
        string algorithm,
        ResultHistory history
    )
    {
        if (!AlgorithmName.TryParse(algorithm, out var name))
            return TypedResults.Ok(new List<ResultVersionAnswer>());
        var versions = await history.ListAsync(image.Value, name, http.RequestAborted);
        return TypedResults.Ok(versions.Select((version, index) => Create(version, index == 0)).ToList());
    }

    private static async Task<Results<ResultDocumentAnswer, ErrorAnswer>> GetAsync(
        HttpContext http,
        InPath<Image, ImageInPath> image,
        string algorithm,
        int number,
        ResultHistory history
    )
    {
        if (!AlgorithmName.TryParse(algorithm, out var name))
            return Problem.From(ServiceError.NotFound("Version"));
        var (document, error) = await history.OpenAsync(image.Value, name, number, http.RequestAborted);
        return document is null ? Problem.From(error!) : new ResultDocumentAnswer(document);
    }

    private static async Task<Results<Ok<ResultAnswer>, ErrorAnswer>> RestoreAsync(
        HttpContext http,
        InPath<Image, ImageInPath> image,
        string algorithm,
        int number,
        Query<EditQuery> query,
        ResultHistory history
    )
    {
        if (!AlgorithmName.TryParse(algorithm, out var name))
            return Problem.From(ServiceError.NotFound("Version"));
        var edit = ResultEdits.Read(http.Request, query.Value.Note) with { IsKept = true };
        var (result, error) = await history.RestoreAsync(image.Value, name, number, edit, http.RequestAborted);
        if (result is null)
            return Problem.From(error!);
        ResultEdits.Tag(http.Response, ResultTags.Create(result));
        return TypedResults.Ok(ResultAnswer.Create(ResultSummary.Create(result)));
    }

    private static ResultVersionAnswer Create(KnownVersion known, bool isCurrent) =>
        new(
            known.Version.Number,
            known.Version.StoredAt,
            known.Version.UserId is { } user ? new SessionUser(user, known.Email ?? "", known.FullName ?? "") : null,
            known.Version.Note,
            known.Version.Added,
            known.Version.Removed,
            known.Version.Changed,
            isCurrent
        );
}
