using Cutis.Server.Accounts;
using Cutis.Server.Computation;
using Cutis.Server.Database;
using Cutis.Server.Files;
using Cutis.Server.Http;
using Cutis.Server.Objects;
using Cutis.Server.Rasterisation;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Images;

/// <summary><c>/api/v1/companies/{company}/images/</c>: quick upload, list, get, delete, and the restored photo.</summary>
internal static class ImageEndpoints
{
    private const int LongestName = 255;
    private static readonly string[] Orderings = ["-creation_time", "creation_time", "name", "-name"];

    public static void MapImages(this IEndpointRouteBuilder app)
    {
        var images = app.MapGroup("/api/v1/companies/{company}/images").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompanyOfPath();
        images.MapPost("/", UploadAsync);
        images.MapGet("/", ListAsync);
        images.MapGet("/{image}", GetAsync);
        images.MapDelete("/{image}", DeleteAsync).WithSpaceReserve();
        images.MapPut("/{image}/restored", PutRestoredAsync);
    }

    private static async Task<IResult> UploadAsync(
        HttpContext http, CutisDb db, ImageRecords records, ImageEraser eraser, CurrentCompany company, PhotoStore photos, UrlSigner signer,
        ImagesOptions options, TimeProvider clock, JobQueue queue, PluginFolder plugins, DiskObjectStore store)
    {
        var stop = http.RequestAborted;
        var wrong = Query.Unknown(http.Request, "name");
        var name = http.Request.Query["name"].FirstOrDefault() ?? "image";
        if (name.Length is 0 or > LongestName) wrong["name"] = [$"Must have from 1 to {LongestName} characters, not {name.Length}."];
        if (wrong.Count > 0) return new FieldProblems(wrong);
        await using var file = await Body.StageAsync(http.Request, options.MaxBytes, store, stop);
        if (file is null) return TooLarge(options);

        var id = Ids.New();
        var (photo, problem) = await photos.PutAsync(company.Id!.Value, id, file, stop);
        if (problem is not null) return problem;
        var image = new Image { Id = id, CompanyId = company.Id.Value, Name = name, CreatedAt = clock.GetUtcNow(), Original = photo! };
        var analysis = default(UploadAnalysis?);
        try
        {
            // The photo is stored: from here on a client that leaves changes nothing.
            await records.AddAsync(image, async () => analysis = await AnalyseAsync(image, db, queue, plugins), CancellationToken.None);
        }
        catch
        {
            await eraser.DiscardAsync(image.CompanyId, id);
            throw;
        }

        if (analysis == UploadAnalysis.Queued) queue.Announce();
        return TypedResults.Json(ImageAnswer.Of(image, http.Request, signer) with { Analysis = analysis }, Wire.Answers.ImageAnswer, statusCode: 201);
    }

    // In the transaction of the image: it is stored with its analysis, or not at all. A queue that is full is no reason to refuse a photo.
    private static async Task<UploadAnalysis?> AnalyseAsync(Image image, CutisDb db, JobQueue queue, PluginFolder plugins)
    {
        if (!await db.Companies.AnyAsync(c => c.Id == image.CompanyId && c.AnalyseUploads)) return null;
        var (_, full) = await queue.AddWithinAsync(image, ComputeEndpoints.Usual(plugins), CancellationToken.None);
        return full is null ? UploadAnalysis.Queued : UploadAnalysis.QueueFull;
    }

    private static async Task<IResult> ListAsync(HttpContext http, CutisDb db, UrlSigner signer)
    {
        var page = PageRequest.Read(http.Request, Orderings, out var problems);
        if (page is null) return problems!;
        var all = db.Images.AsNoTracking().Where(i => i.ErasedAt == null && (page.Search == "" || EF.Functions.Like(i.Name, $"%{Escaped(page.Search)}%", "\\")));
        var ordered = page.Ordering switch
        {
            "creation_time" => all.OrderBy(i => i.CreatedAt).ThenBy(i => i.Id),
            "name" => all.OrderBy(i => i.Name).ThenBy(i => i.Id),
            "-name" => all.OrderByDescending(i => i.Name).ThenBy(i => i.Id),
            _ => all.OrderByDescending(i => i.CreatedAt).ThenBy(i => i.Id),
        };
        var count = await all.CountAsync(http.RequestAborted);
        var rows = await ordered.Skip((page.Number - 1) * page.Size).Take(page.Size).ToListAsync(http.RequestAborted);
        return TypedResults.Json(page.Of(http.Request, count, rows.ConvertAll(i => ImageAnswer.Of(i, http.Request, signer))), Wire.Answers.PageImageAnswer);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string image, CutisDb db, UrlSigner signer)
    {
        var (row, problem) = await db.FindImageAsync(image, http.RequestAborted);
        return problem ?? (IResult)TypedResults.Json(ImageAnswer.Of(row!, http.Request, signer), Wire.Answers.ImageAnswer);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string image, CutisDb db, ImageEraser eraser)
    {
        var (row, problem) = await db.FindImageAsync(image, http.RequestAborted);
        if (problem is not null) return problem;
        return await eraser.EraseAsync(row!.CompanyId, row.Id) == Recorded.Done ? TypedResults.NoContent() : Problem.Gone;
    }

    private static async Task<IResult> PutRestoredAsync(
        HttpContext http, string image, CutisDb db, ImageRecords records, ImageEraser eraser, PhotoStore photos, UrlSigner signer,
        ImagesOptions options, DiskObjectStore store)
    {
        var stop = http.RequestAborted;
        var (row, problem) = await db.FindImageAsync(image, stop);
        if (problem is not null) return problem;
        await using var file = await Body.StageAsync(http.Request, options.MaxBytes, store, stop);
        if (file is null) return TooLarge(options);
        (var photo, problem) = await photos.PutAsync(row!.CompanyId, row.Id, file, stop);
        if (problem is not null) return problem;
        if (await records.PutRestoredAsync(row.Id, photo!, CancellationToken.None) != Recorded.Done)
        {
            await eraser.DeleteObjectsAsync(row.CompanyId, row.Id);
            return Problem.Gone;
        }

        row.Restored = photo;
        return TypedResults.Json(ImageAnswer.Of(row, http.Request, signer), Wire.Answers.ImageAnswer);
    }

    /// <summary>The image of a path; 404 when there is none, 410 when it was erased.</summary>
    public static async Task<(Image? Image, Problem? Problem)> FindImageAsync(this CutisDb db, string id, CancellationToken stop)
    {
        var row = Guid.TryParseExact(id, "D", out var guid)
            ? await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == guid, stop)
            : null;
        if (row is null) return (null, Problem.NotFound("Image"));
        return row.ErasedAt is null ? (row, null) : (null, Problem.Gone);
    }

    private static Problem TooLarge(ImagesOptions options) => new(413, $"The photo is too large; at most {options.MaxBytes} bytes are allowed.", "image");

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
