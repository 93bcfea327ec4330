using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
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

/// <summary>The query of an upload.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record UploadQuery
{
    [Length(1, 255), DefaultValue("image"), Examples("selfie.jpg")]
    public string Name { get; init; } = "";
}

/// <summary>The query of the list of images.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record ImageListQuery : PageQuery
{
    [AllowedValues("-creation_time", "creation_time", "name", "-name"), DefaultValue("-creation_time"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";

    [Description("Images of this dataset alone.")]
    public Guid? DatasetId { get; init; }

    [Description("Images of this subject alone.")]
    public Guid? SubjectId { get; init; }

    [Description("Images of this batch alone.")]
    public Guid? BatchId { get; init; }

    [Range(1, 3), Description("Images of this side alone: 1 front, 2 right, 3 left.")]
    public int? SideId { get; init; }

    public ImageQuery ToImageQuery() =>
        new(
            Search,
            Ordering switch
            {
                "creation_time" => ImageOrder.OldestFirst,
                "name" => ImageOrder.Name,
                "-name" => ImageOrder.NameDescending,
                _ => ImageOrder.NewestFirst,
            },
            Skipped,
            Size
        )
        {
            DatasetId = DatasetId,
            SubjectId = SubjectId,
            BatchId = BatchId,
            SideId = SideId,
        };
}

[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(Page<ImageAnswer>)), Schema(typeof(Page<ImageAnswer>), "ImagePage")]
internal sealed partial class ImageJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/images/</c>: quick upload, list, get, delete, and the restored photo.</summary>
internal static class ImageEndpoints
{
    private static readonly ErrorResponse WrongUpload = new("WrongUpload", 400, "A parameter or the photo is wrong.", typeof(FieldErrors));
    private static readonly ErrorResponse Damaged = new("DamagedPhoto", 400, "The photo is damaged.", typeof(FieldErrors));
    private static readonly ErrorResponse TooLargePhoto = new("PhotoTooLarge", 413, "Too many bytes or pixels.", typeof(FieldErrors));

    private static readonly ErrorResponse WrongFormat = new(
        "WrongFormat",
        415,
        "Not a JPEG or PNG, or one with a feature that is not read.",
        typeof(FieldErrors)
    );

    private static readonly ErrorResponse UploadUnavailable = new(
        "UploadUnavailable",
        503,
        "The server is busy; or reading the photo took longer than is allowed, which is remembered for a while.",
        typeof(Detail)
    );

    public static void MapImages(this IEndpointRouteBuilder app)
    {
        var images = app.MapGroup("/api/v1/companies/{company}/images").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        images.WithTags("Images").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests);
        images
            .MapPost("/", UploadAsync)
            .ForRole(Role.Member)
            .Describe(
                "upload_image",
                "Upload a photo",
                "The body is the photo: JPEG (baseline, extended or progressive) or PNG. Its type is found from the bytes."
            )
            .ReadsPhoto()
            .Succeeds(201, "Stored.")
            .Fails(WrongUpload, TooLargePhoto, WrongFormat, UploadUnavailable, Errors.DiskFull);
        images
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_images", "List photos")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery, Errors.Unavailable);

        images
            .MapGet("/{image}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_image", "One photo")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoImage, Errors.ImageErased, Errors.Unavailable);
        images
            .MapDelete("/{image}/", DeleteAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe(
                "erase_image",
                "Erase a photo",
                "Deletes the photo, its restored version, its results and masks. URLs that were issued stop working."
            )
            .Succeeds(204, "Erased.")
            .Fails(Errors.NoImage, Errors.ImageErased, Errors.Conflict, Errors.Unavailable, Errors.DiskFull);
        images
            .MapPost("/{image}/delete-photos/", DeletePhotosAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe(
                "delete_photos",
                "Delete the photos of an image",
                "Its results and masks stay. URLs that were issued stop working; no photo takes the place of those."
            )
            .Succeeds(200, "The image, without photos.")
            .Fails(Errors.NoImage, Errors.ImageErased, Errors.Unavailable, Errors.DiskFull);
        images
            .MapPut("/{image}/restored/", PutRestoredAsync)
            .ForRole(Role.Member)
            .Describe("put_restored", "Store the face-aligned photo")
            .ReadsPhoto()
            .Succeeds(200, "Successful Response")
            .Fails(Damaged, Errors.NoImage, Errors.ImageErased, TooLargePhoto, WrongFormat, UploadUnavailable)
            .Fails(Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Results<Created<ImageAnswer>, ErrorAnswer>> UploadAsync(
        HttpContext http,
        Query<UploadQuery> query,
        ImageService images,
        ImageAnswers answers,
        ImagesOptions options,
        IObjectStore store
    )
    {
        await using var file = await Body.StageAsync(http.Request, options.MaxBytes, store, http.RequestAborted);
        if (file is null)
            return TooLarge(options);
        var (added, error) = await images.AddAsync(query.Value.Name, file, http.RequestAborted);
        if (added is null)
            return Problem.From(error!);
        var answer = await answers.CreateAsync(http, added.Image) with { Analysis = added.Analysis };
        return TypedResults.Created((string?)null, answer);
    }

    private static async Task<Results<Ok<Page<ImageAnswer>>, ErrorAnswer>> ListAsync(
        HttpContext http,
        Query<ImageListQuery> query,
        ImageService images,
        ImageAnswers answers
    )
    {
        var page = query.Value;
        var (count, rows) = await images.ListAsync(page.ToImageQuery(), http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, await answers.CreateAsync(http, rows)));
    }

    private static async Task<Results<Ok<ImageAnswer>, ErrorAnswer>> GetAsync(
        HttpContext http,
        string image,
        ImageService images,
        UploadService uploads,
        ImageAnswers answers
    )
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is null && await uploads.FindPendingAsync(image, http.RequestAborted) is { } pending)
            return TypedResults.Ok(answers.Create(pending));
        return row is null ? Problem.From(error!) : TypedResults.Ok(await answers.CreateAsync(http, row));
    }

    private static async Task<Results<NoContent, ErrorAnswer>> DeleteAsync(HttpContext http, string image, ImageService images) =>
        await images.EraseAsync(image, http.RequestAborted) is { } error ? Problem.From(error) : TypedResults.NoContent();

    private static async Task<Results<Ok<ImageAnswer>, ErrorAnswer>> DeletePhotosAsync(
        HttpContext http,
        InPath<Image, ImageInPath> imageInPath,
        PhotoDeletion deletion,
        ImageAnswers answers
    )
    {
        var (image, error) = await deletion.DeleteAsync(imageInPath.Value, CancellationToken.None);
        return image is null ? Problem.From(error!) : TypedResults.Ok(await answers.CreateAsync(http, image));
    }

    private static async Task<Results<Ok<ImageAnswer>, ErrorAnswer>> PutRestoredAsync(
        HttpContext http,
        string image,
        ImageService images,
        ImageAnswers answers,
        ImagesOptions options,
        IObjectStore store
    )
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is null)
            return Problem.From(error!);
        await using var file = await Body.StageAsync(http.Request, options.MaxBytes, store, http.RequestAborted);
        if (file is null)
            return TooLarge(options);
        (var restored, error) = await images.RestoreAsync(row, file, http.RequestAborted);
        return restored is null ? Problem.From(error!) : TypedResults.Ok(await answers.CreateAsync(http, restored));
    }

    private static Problem TooLarge(ImagesOptions options) =>
        new(413, $"The photo is too large; at most {options.MaxBytes} bytes are allowed.", "image");
}
