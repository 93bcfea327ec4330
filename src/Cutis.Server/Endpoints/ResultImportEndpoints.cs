using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Errors;
using Cutis.Platform.Reports;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>A list of results, for the description of the API; what reads it takes the list alone as well.</summary>
[SchemaName("ResultImport"), OpenObject]
[Description("The answer of a list of results: the list itself, or an object that has it under `results`.")]
internal sealed record ResultImportBody
{
    [MaxLength(ResultListReader.MaxItems)]
    public required IReadOnlyList<ResultItemBody> Results { get; init; }
}

/// <summary>What became of a list of results.</summary>
[SchemaName("ResultImportAnswer")]
internal sealed record ResultImportAnswer(int Stored, int Refused, IReadOnlyList<ImportedItemAnswer> Results)
{
    public static ResultImportAnswer Create(IReadOnlyList<ImportedItem> items) =>
        new(
            items.Count(i => i.Error is null),
            items.Count(i => i.Error is not null),
            [.. items.Select((item, i) => ImportedItemAnswer.Create(i, item))]
        );
}

/// <summary>What became of one item of it.</summary>
[SchemaName("ImportedResult")]
internal sealed record ImportedItemAnswer(
    [property: Description("Its place in the list, from 0.")] int Index,
    string? AlgorithmTechName,
    [property: AllowedValues("stored", "refused")] string Status,
    [property: Description("What is wrong with it, by the place in the result; null when it was stored.")]
        IReadOnlyDictionary<string, string[]>? Errors
)
{
    public static ImportedItemAnswer Create(int index, ImportedItem item) =>
        new(
            index,
            item.Algorithm,
            item.Error is null ? "stored" : "refused",
            item.Error is { } error
                ? error.Fields ?? new Dictionary<string, string[]> { [error.Field ?? "result"] = [error.Message] }
                : null
        );
}

[JsonSerializable(typeof(ResultImportAnswer))]
[JsonSerializable(typeof(ResultImportBody))]
internal sealed partial class ResultImportJson : JsonSerializerContext;

/// <summary><c>POST …/images/{image}/results/</c>: takes in a list of results as another server has answered it.</summary>
internal static class ResultImportEndpoints
{
    private static readonly ErrorResponse NoList = new("NoResultList", 400, "The body is no list of results.", typeof(FieldErrors));
    private static readonly ErrorResponse TooLarge = new("ResultListTooLarge", 413, "The list is too large.", typeof(FieldErrors));

    public static void MapResultImports(this IEndpointRouteBuilder app)
    {
        Map(app, "/api/v1/companies/{company}/images/{image}/results", "import_results", ImportAsync);
        Map(app, ResultListEndpoints.ImagePath + "/results", "import_image_results", ImportPlacedAsync);
    }

    private static void Map(IEndpointRouteBuilder app, string path, string operation, Delegate handler) =>
        app.MapGroup(path)
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany()
            .MapPost("/", handler)
            .WithTags("Results")
            .ForRole(Role.Member)
            .Describe(
                operation,
                "Import results",
                "The body is the answer of a list of results, as this or another server gives it. Each item is stored for itself under the "
                    + "algorithm that it names, in place of the result before, and keeps what stands around it; the answer says what "
                    + "became of each."
            )
            .DescribesBody(typeof(ResultImportBody))
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.ImageErased, Errors.Unavailable)
            .Fails(NoList, Errors.NoImage, TooLarge, Errors.Conflict, Errors.DiskFull);

    private static Task<Results<Ok<ResultImportAnswer>, ErrorAnswer>> ImportAsync(
        HttpContext http,
        InPath<Image, ImageInPath> image,
        ResultImport import,
        IObjectStore objects,
        ResultsOptions options
    ) => StoreAsync(http, image.Value, import, objects, options);

    private static async Task<Results<Ok<ResultImportAnswer>, ErrorAnswer>> ImportPlacedAsync(
        HttpContext http,
        InPath<PlacedImage, PlacedImageInPath> image,
        ResultImport import,
        IObjectStore objects,
        ResultsOptions options
    ) => image.Value.Image is { } row ? await StoreAsync(http, row, import, objects, options) : Problem.From(ServiceError.ImageNotFound);

    private static async Task<Results<Ok<ResultImportAnswer>, ErrorAnswer>> StoreAsync(
        HttpContext http,
        Image image,
        ResultImport import,
        IObjectStore objects,
        ResultsOptions options
    )
    {
        await using var body = await Body.StageAsync(http.Request, options.ListBytes(), objects, http.RequestAborted);
        if (body is null)
            return new Problem(413, $"The list is too large; at most {options.ListBytes()} bytes are allowed.", "results");
        var (items, error) = await import.ImportAsync(image, body, http.RequestAborted);
        return items is null ? Problem.From(error!) : TypedResults.Ok(ResultImportAnswer.Create(items));
    }
}
