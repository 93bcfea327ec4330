using Cutis.Platform.Datasets;
using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>…/subjects/{subject}/batches/</c>, computing a batch, and the images in it.</summary>
internal static class BatchEndpoints
{
    private static readonly ErrorResponse TooMany = new(
        "TooManyAnalyses",
        429,
        "Too many requests with this token, or too many analyses of this company wait.",
        typeof(Detail)
    );

    public static void MapBatches(this IEndpointRouteBuilder app)
    {
        const string subject = "/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}";
        var batches = Group(app, $"{subject}/batches");
        batches
            .MapPost("/", AddAsync)
            .ForRole(Role.Member)
            .Describe("add_batch", "Add a batch", "Announcing a photo adds a batch by itself.")
            .Succeeds(201, "Added.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.TooManyRequests, Errors.DiskFull);
        batches
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_batches", "List batches")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.WrongQuery, Errors.TooManyRequests);
        batches
            .MapGet("/{batch}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_batch", "One batch")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.TooManyRequests);
        batches
            .MapDelete("/{batch}/", DeleteAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("erase_batch", "Erase a batch", "With its images, for good.")
            .Succeeds(200, "Erased; when the request has a body, for clients that expect one in the answer too.")
            .Succeeds(204, "Erased.")
            .Fails(Errors.TooManyRequests, Errors.DiskFull);
        foreach (var (version, operation) in new[] { ("v1", "compute_batch"), ("v3", "compute_batch_v3") })
        {
            Group(app, $"/api/{version}/companies/{{company}}/batches/{{batch}}")
                .MapPost("/compute/", ComputeAsync)
                .ForRole(Role.Member)
                .Describe(
                    operation,
                    "Compute a batch",
                    "What the applications of the dataset have enabled; everything where none is attached. A body is ignored. Images that "
                        + "come later are computed as they come."
                )
                .Succeeds(200, "It is queued.")
                .Fails(TooMany, Errors.DiskFull);
        }
    }

    /// <summary>Routes of what is in a dataset.</summary>
    public static RouteGroupBuilder Group(IEndpointRouteBuilder app, string path)
    {
        var group = app.MapGroup(path).WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        return group
            .WithTags("Subjects")
            .Fails(Errors.NoToken, Errors.NoAccess, PlaceErrors.NotFound, PlaceErrors.Gone, Errors.Unavailable);
    }

    private static async Task<Results<Created<BatchAnswer>, ErrorAnswer>> AddAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subjectInPath,
        Body<NewBatchBody>? body,
        BatchService batches
    )
    {
        var (batch, error) = await batches.AddAsync(subjectInPath.Value, body?.Value.CreationTime, http.RequestAborted);
        return batch is null ? Problem.From(error!) : TypedResults.Created((string?)null, BatchAnswer.Create(batch));
    }

    private static async Task<Ok<Page<BatchAnswer>>> ListAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subjectInPath,
        Query<PlaceListQuery> query,
        BatchService batches
    )
    {
        var page = query.Value;
        var (count, rows) = await batches.ListAsync(subjectInPath.Value, page.ToListQuery(), http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, rows.ConvertAll(BatchAnswer.Create)));
    }

    private static Ok<BatchAnswer> GetAsync(InPath<ImageBatch, BatchInPath> batchInPath) =>
        TypedResults.Ok(BatchAnswer.Create(batchInPath.Value));

    private static async Task<Results<Ok<ErasedBatch>, NoContent, ErrorAnswer>> DeleteAsync(
        HttpContext http,
        InPath<ImageBatch, BatchInPath> batchInPath,
        PlaceEraser eraser
    )
    {
        if (await eraser.EraseAsync(batchInPath.Value, CancellationToken.None) is { } error)
            return Problem.From(error);
        return http.Request.HasBody() ? TypedResults.Ok(new ErasedBatch(batchInPath.Value.Id)) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<BatchComputationAnswer>, ErrorAnswer>> ComputeAsync(
        HttpContext http,
        InPath<ImageBatch, BatchInPath> batchInPath,
        BatchCompute compute
    )
    {
        var batch = batchInPath.Value;
        var (computation, error) = await compute.StartAsync(batch, http.RequestAborted);
        if (computation is null)
            return Problem.From(error!);
        return TypedResults.Ok(new BatchComputationAnswer(batch.Id, batch.Id, "queued", computation.Images, computation.Algorithms));
    }
}
