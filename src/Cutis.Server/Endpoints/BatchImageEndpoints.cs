using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>…/batches/{batch}/images/</c>: the older upload, which computes by itself; list, get, delete.</summary>
internal static class BatchImageEndpoints
{
    private const string PhotoKey = "b64data";

    private static readonly ErrorResponse WrongImage = new("WrongBatchImage", 400, "A field or the photo is wrong.", typeof(FieldErrors));
    private static readonly ErrorResponse TooLarge = new("PhotoTooLarge", 413, "Too many bytes or pixels.", typeof(FieldErrors));

    private static readonly ErrorResponse WrongFormat = new(
        "WrongFormat",
        415,
        "Not a JPEG or PNG, or one with a feature that is not read.",
        typeof(FieldErrors)
    );

    public static void MapBatchImages(this IEndpointRouteBuilder app)
    {
        var images = BatchEndpoints.Group(app, "/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/batches/{batch}/images");
        images
            .MapPost("/", AddAsync)
            .ForRole(Role.Member)
            .Describe(
                "add_batch_image",
                "Upload a photo into a batch",
                "As JSON with the photo in base64, or as a form with the photo as a file. It is computed without being asked for."
            )
            .DescribesBody(typeof(BatchImageBody))
            .Succeeds(201, "Stored, and to be computed.")
            .Fails(WrongImage, TooLarge, WrongFormat, Errors.TooManyRequests, Errors.DiskFull);
        images
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_batch_images", "List the images of a batch")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.WrongQuery, Errors.TooManyRequests);
        images
            .MapGet("/{image}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_batch_image", "One image of a batch")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.TooManyRequests);
        images
            .MapDelete("/{image}/", DeleteAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("erase_batch_image", "Erase an image of a batch")
            .Succeeds(204, "Erased.")
            .Fails(Errors.TooManyRequests, Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Results<Created<ImageAnswer>, ErrorAnswer>> AddAsync(
        HttpContext http,
        InPath<ImageBatch, BatchInPath> batchInPath,
        BatchCompute compute,
        ImagesOptions options,
        IObjectStore store,
        ImageAnswers answers
    )
    {
        var (photo, wrong) = await FormPhoto.StageAsync(http.Request, PhotoKey, Math.Min(options.MaxBytes, UploadService.MaxBytes), store);
        if (photo is null)
            return wrong!;
        await using var file = photo.File;
        var (fields, mistakes) = FieldReading.Read<BatchImageBody>(http, photo.Fields);
        if (mistakes is not null)
            return mistakes;
        var (added, error) = await compute.AddAsync(batchInPath.Value, fields.ToAnnouncement(), file, http.RequestAborted);
        if (added is null)
            return Problem.From(error!);
        var answer = await answers.CreateAsync(http, added.Image);
        return TypedResults.Created((string?)null, answer with { Analysis = added.Analysis });
    }

    private static async Task<Ok<Page<ImageAnswer>>> ListAsync(
        HttpContext http,
        InPath<ImageBatch, BatchInPath> batchInPath,
        Query<ImageListQuery> query,
        ImageService images,
        ImageAnswers answers
    )
    {
        var page = query.Value;
        var (count, rows) = await images.ListAsync(page.ToImageQuery() with { BatchId = batchInPath.Value.Id }, http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, await answers.CreateAsync(http, rows)));
    }

    private static async Task<Ok<ImageAnswer>> GetAsync(
        HttpContext http,
        InPath<Image, BatchImageInPath> imageInPath,
        ImageAnswers answers
    ) => TypedResults.Ok(await answers.CreateAsync(http, imageInPath.Value));

    private static async Task<Results<NoContent, ErrorAnswer>> DeleteAsync(
        HttpContext http,
        InPath<Image, BatchImageInPath> imageInPath,
        ImageService images
    ) =>
        await images.EraseAsync($"{imageInPath.Value.Id:D}", http.RequestAborted) is { } error
            ? Problem.From(error)
            : TypedResults.NoContent();
}
