using Cutis.Platform.Datasets;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>/api/v1/companies/{company}/datasets/</c>, and the dictionary of image types.</summary>
internal static class DatasetEndpoints
{
    public static void MapDatasets(this IEndpointRouteBuilder app)
    {
        var datasets = app.MapGroup("/api/v1/companies/{company}/datasets").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        datasets.WithTags("Datasets").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        datasets
            .MapPost("/", AddAsync)
            .ForRole(Role.Member)
            .Describe("add_dataset", "Add a dataset", "One for each app or study, not one for each analysis.")
            .RequestExample("""{"name": "Study 7", "expire_images_after_days": 30}""")
            .Succeeds(201, "Added.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.DiskFull);
        datasets
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_datasets", "List datasets")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.WrongQuery);
        datasets
            .MapGet("/{dataset}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_dataset", "One dataset")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.NotFound, PlaceErrors.Gone);
        foreach (var (method, operation) in new[] { (HttpMethods.Patch, "change_dataset"), (HttpMethods.Put, "put_dataset") })
        {
            datasets
                .MapMethods("/{dataset}/", [method], ChangeAsync)
                .ForRole(Role.Member)
                .Describe(operation, "Change a dataset", "What is not written stays as it is.")
                .Succeeds(200, "Successful Response")
                .Fails(Errors.WrongField, PlaceErrors.NotFound, PlaceErrors.Gone, Errors.BodyTooLarge, Errors.Conflict, Errors.DiskFull);
        }

        datasets
            .MapDelete("/{dataset}/", DeleteAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("erase_dataset", "Erase a dataset", "Erases its subjects and everything that is known of them, for good.")
            .Succeeds(204, "Erased.")
            .Fails(PlaceErrors.NotFound, PlaceErrors.Gone, Errors.DiskFull);
        app.MapGet("/api/v1/dicts/image_types/", () => TypedResults.Ok(Types()))
            .WithTags("Datasets")
            .Describe("list_image_types", "What photos may show")
            .Succeeds(200, "Successful Response");
    }

    private static IReadOnlyList<ImageTypeAnswer> Types() => [.. Dictionaries.ImageTypes.Select(type => ImageTypeAnswer.Create(type.Id))];

    private static async Task<Created<DatasetAnswer>> AddAsync(HttpContext http, Body<NewDatasetBody> body, DatasetService datasets)
    {
        var dataset = await datasets.AddAsync(body.Value.Name, body.Value.Apply, http.RequestAborted);
        return TypedResults.Created((string?)null, DatasetAnswer.Create(dataset, []));
    }

    private static async Task<Ok<Page<DatasetAnswer>>> ListAsync(
        HttpContext http,
        Query<PlaceListQuery> query,
        DatasetService datasets,
        ApplicationService applications
    )
    {
        var page = query.Value;
        var (count, rows) = await datasets.ListAsync(page.ToListQuery(), http.RequestAborted);
        var runs = await applications.ListAsync(rows.ConvertAll(d => d.Id), http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, rows.ConvertAll(d => DatasetAnswer.Create(d, runs))));
    }

    private static async Task<Results<Ok<DatasetAnswer>, ErrorAnswer>> GetAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        ApplicationService applications
    ) => await AnswerAsync(http, datasetInPath.Value, applications);

    private static async Task<Results<Ok<DatasetAnswer>, ErrorAnswer>> ChangeAsync(
        HttpContext http,
        string dataset,
        Body<DatasetChangeBody> body,
        DatasetService datasets,
        ApplicationService applications
    )
    {
        var (changed, error) = await datasets.ChangeAsync(dataset, body.Value.ApplyAll, http.RequestAborted);
        return changed is null ? Problem.From(error!) : await AnswerAsync(http, changed, applications);
    }

    private static async Task<Results<NoContent, ErrorAnswer>> DeleteAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        PlaceEraser eraser
    ) => await eraser.EraseAsync(datasetInPath.Value, CancellationToken.None) is { } error ? Problem.From(error) : TypedResults.NoContent();

    private static async Task<Ok<DatasetAnswer>> AnswerAsync(HttpContext http, Dataset dataset, ApplicationService applications) =>
        TypedResults.Ok(DatasetAnswer.Create(dataset, await applications.ListAsync([dataset.Id], http.RequestAborted)));
}
