using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Http;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>/api/v1/companies/{company}/images/</c>: quick upload, list, get, delete, and the restored photo.</summary>
internal static class ImageEndpoints
{
    private const int MaxNameLength = 255;

    // The first one is the default.
    private static readonly OrderedDictionary<string, ImageOrder> Orderings = new(StringComparer.Ordinal)
    {
        ["-creation_time"] = ImageOrder.NewestFirst,
        ["creation_time"] = ImageOrder.OldestFirst,
        ["name"] = ImageOrder.Name,
        ["-name"] = ImageOrder.NameDescending,
    };

    public static void MapImages(this IEndpointRouteBuilder app)
    {
        var images = app.MapGroup("/api/v1/companies/{company}/images").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        images.MapPost("/", UploadAsync);
        images.MapGet("/", ListAsync);
        images.MapGet("/{image}", GetAsync);
        images.MapDelete("/{image}", DeleteAsync).WithSpaceReserve();
        images.MapPut("/{image}/restored", PutRestoredAsync);
    }

    private static async Task<IResult> UploadAsync(
        HttpContext http,
        ImageService images,
        UrlSigner signer,
        ImagesOptions options,
        DiskObjectStore store
    )
    {
        var wrong = Query.Unknown(http.Request, "name");
        var name = http.Request.Query["name"].FirstOrDefault() ?? "image";
        if (name.Length is 0 or > MaxNameLength)
            wrong["name"] = [$"Must have from 1 to {MaxNameLength} characters, not {name.Length}."];
        if (wrong.Count > 0)
            return new FieldProblems(wrong);
        await using var file = await Body.StageAsync(http.Request, options.MaxBytes, store, http.RequestAborted);
        if (file is null)
            return TooLarge(options);
        var (added, error) = await images.AddAsync(name, file, http.RequestAborted);
        if (added is null)
            return Problem.From(error!);
        var answer = ImageAnswer.Create(added.Image, RootUrl.Find(http.Request), signer) with { Analysis = added.Analysis };
        return TypedResults.Json(answer, Wire.Answers.ImageAnswer, statusCode: 201);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ImageService images, UrlSigner signer)
    {
        var page = PageRequest.Read(http.Request, [.. Orderings.Keys], out var problems);
        if (page is null)
            return problems!;
        var query = new ImageQuery(page.Search, Orderings[page.Ordering], (page.Number - 1) * page.Size, page.Size);
        var (count, rows) = await images.ListAsync(query, http.RequestAborted);
        var root = RootUrl.Find(http.Request);
        return TypedResults.Json(
            page.CreatePage(http.Request, count, rows.ConvertAll(i => ImageAnswer.Create(i, root, signer))),
            Wire.Answers.PageImageAnswer
        );
    }

    private static async Task<IResult> GetAsync(HttpContext http, string image, ImageService images, UrlSigner signer)
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        return row is null ? Problem.From(error!) : Answer(http, row, signer);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string image, ImageService images) =>
        await images.EraseAsync(image, http.RequestAborted) is { } error ? Problem.From(error) : TypedResults.NoContent();

    private static async Task<IResult> PutRestoredAsync(
        HttpContext http,
        string image,
        ImageService images,
        UrlSigner signer,
        ImagesOptions options,
        DiskObjectStore store
    )
    {
        var (row, error) = await images.FindAsync(image, http.RequestAborted);
        if (row is null)
            return Problem.From(error!);
        await using var file = await Body.StageAsync(http.Request, options.MaxBytes, store, http.RequestAborted);
        if (file is null)
            return TooLarge(options);
        (var restored, error) = await images.RestoreAsync(row, file, http.RequestAborted);
        return restored is null ? Problem.From(error!) : Answer(http, restored, signer);
    }

    private static JsonHttpResult<ImageAnswer> Answer(HttpContext http, Image image, UrlSigner signer) =>
        TypedResults.Json(ImageAnswer.Create(image, RootUrl.Find(http.Request), signer), Wire.Answers.ImageAnswer);

    private static Problem TooLarge(ImagesOptions options) =>
        new(413, $"The photo is too large; at most {options.MaxBytes} bytes are allowed.", "image");
}
