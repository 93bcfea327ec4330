using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Platform.Urls;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>A photo that is announced.</summary>
[SchemaName("SignedUpload")]
internal sealed record SignedUploadBody
{
    [Description("A batch of the subject; a new one when missing.")]
    public Guid? BatchId { get; init; }

    [Range(Dictionaries.Front, Dictionaries.Left), DefaultValue(Dictionaries.Front), Description("1 front, 2 right, 3 left.")]
    public int? SideId { get; init; }

    [Range(Dictionaries.RegularLight, Dictionaries.RegularLight), DefaultValue(Dictionaries.RegularLight)]
    public int? LightId { get; init; }

    [Description("Anything, kept for the client.")]
    public JsonElement? Meta { get; init; }

    [ReadBy<TimeReader>, Description("When the photo was taken; when it comes where missing.")]
    public DateTimeOffset? CreationTime { get; init; }

    [Length(1, 255), DefaultValue("image")]
    public string? Name { get; init; }

    [Description("Ignored.")]
    public JsonElement? AppArgs { get; init; }

    public Announcement ToAnnouncement() =>
        new(SideId ?? Dictionaries.Front, LightId ?? Dictionaries.RegularLight, Name ?? "image", CreationTime, Meta?.GetRawText());
}

/// <summary>Photos of up to three sides that are announced.</summary>
[SchemaName("SidesUpload")]
internal sealed record SidesUploadBody : IChecked
{
    [Length(1, 255), Description("Any name of a file.")]
    public string? Front { get; init; }

    [Length(1, 255)]
    public string? Left { get; init; }

    [Length(1, 255)]
    public string? Right { get; init; }

    [ReadBy<TimeReader>, Description("When the photos were taken; when they come where missing.")]
    public DateTimeOffset? CreationTime { get; init; }

    [Description("Anything, kept for the client.")]
    public JsonElement? Meta { get; init; }

    /// <summary>What is announced; one photo for each side that has a name.</summary>
    public IReadOnlyList<Announcement> ToAnnouncements()
    {
        (int Side, string? Name)[] sides = [(Dictionaries.Front, Front), (Dictionaries.Left, Left), (Dictionaries.Right, Right)];
        return
        [
            .. sides
                .Where(side => side.Name is not null)
                .Select(side => new Announcement(side.Side, Dictionaries.RegularLight, side.Name!, CreationTime, Meta?.GetRawText())),
        ];
    }

    public void Check(Field self)
    {
        if (self["front"].IsAbsent && self["left"].IsAbsent && self["right"].IsAbsent)
            self["front"].Complain("One side at least must have a name", "missing");
    }
}

/// <summary>Where the photo of a side is uploaded to.</summary>
[SchemaName("SideUpload")]
internal sealed record SideUpload(
    [property: Url] string Url,
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    string ContentType,
    [property: Description("Of the image that the photo becomes.")] Guid Id
);

/// <summary>Where the photos are uploaded to; sides that were not announced are left out.</summary>
[SchemaName("SidesUploads")]
internal sealed record SidesUploads
{
    [NeverNull, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SideUpload? Front { get; init; }

    [NeverNull, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SideUpload? Left { get; init; }

    [NeverNull, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SideUpload? Right { get; init; }

    public required Guid ImageBatchId { get; init; }
}

/// <summary>A photo that has come.</summary>
[SchemaName("Uploaded")]
internal sealed record UploadedAnswer(Guid Id, long Bytes, string Sha256);

[JsonSerializable(typeof(SignedUploadBody))]
[JsonSerializable(typeof(SidesUploadBody))]
[JsonSerializable(typeof(SidesUploads))]
[JsonSerializable(typeof(UploadedAnswer))]
internal sealed partial class UploadJson : JsonSerializerContext;

/// <summary>Announcing photos, and the signed URLs that take them.</summary>
internal static class UploadEndpoints
{
    private static readonly ErrorResponse WrongPhoto = new("WrongPhoto", 400, "The photo is damaged or empty.", typeof(FieldErrors));
    private static readonly ErrorResponse TooLarge = new("PhotoTooLarge", 413, "Too many bytes or pixels.", typeof(FieldErrors));

    private static readonly ErrorResponse WrongUrl = new("WrongUrl", 403, "The URL is altered or has expired.", typeof(Detail));

    private static readonly ErrorResponse OtherPhoto = new(
        "OtherPhoto",
        409,
        "Another photo was uploaded for this image; the same one again is answered with 200.",
        typeof(Detail)
    );

    private static readonly ErrorResponse NoPhoto = new(
        "NoPhoto",
        415,
        "Not a JPEG or PNG, or one with a feature that is not read; or the header says that it is something else.",
        typeof(FieldErrors)
    );

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        Announces(app.MapGroup("/api/v1/companies/{company}/subjects/{subject}"))
            .MapPost("/signed_upload_url/", AnnounceAsync)
            .ForRole(Role.Member)
            .Describe(
                "announce_image",
                "Announce a photo",
                "The answer has the URL, the method and the headers of the upload. Computing is asked for after it."
            )
            .RequestExample("""{"side_id": 1, "name": "front.jpg"}""")
            .Succeeds(201, "The image, which has no photo yet.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.DiskFull);
        Announces(app.MapGroup("/api/v3/companies/{company}/subjects/{subject}"))
            .MapPost("/upload/", AnnounceSidesAsync)
            .ForRole(Role.Member)
            .Describe("announce_sides", "Announce the photos of a batch")
            .RequestExample("""{"front": "front.jpg", "left": "left.jpg", "right": "right.jpg"}""")
            .Succeeds(200, "Where each photo is uploaded to.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.DiskFull);
        app.MapPut("/files/companies/{company:guid}/images/{image:guid}/upload", PutAsync)
            .WithTags("Files")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .Describe("put_image", "Upload an announced photo", "The signature lets one in; no token is needed. At most 30 MiB.")
            .DescribesQuery(typeof(SignatureQuery))
            .ReadsPhoto()
            .Succeeds(200, "Stored.")
            .Fails(
                WrongPhoto,
                WrongUrl,
                Errors.NoImage,
                OtherPhoto,
                PlaceErrors.Gone,
                TooLarge,
                NoPhoto,
                Errors.Unavailable,
                Errors.DiskFull
            );
    }

    private static RouteGroupBuilder Announces(RouteGroupBuilder group)
    {
        group.WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        return group
            .WithTags("Subjects")
            .Fails(Errors.NoToken, Errors.NoAccess, PlaceErrors.NotFound, PlaceErrors.Gone)
            .Fails(Errors.TooManyRequests, Errors.Unavailable);
    }

    private static async Task<Results<Created<ImageAnswer>, ErrorAnswer>> AnnounceAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subjectInPath,
        Body<SignedUploadBody>? body,
        BatchService batches,
        UploadService uploads,
        UrlSigner signer,
        ImageAnswers answers
    )
    {
        var (subject, asked, stop) = (subjectInPath.Value, body?.Value ?? new SignedUploadBody(), http.RequestAborted);
        var batch = default(ImageBatch);
        if (asked.BatchId is { } id)
        {
            (batch, var wrong) = await batches.FindAsync(subject, $"{id:D}", stop);
            if (batch is null)
                return Problem.From(wrong!);
        }

        var (announced, error) = await uploads.AnnounceAsync(subject, batch, [asked.ToAnnouncement()], stop);
        if (announced is null)
            return Problem.From(error!);
        var answer = answers.Create(announced[0]) with
        {
            Url = UploadTargets.Url(http, signer, announced[0]),
            Method = UploadTargets.Method,
            Headers = UploadTargets.Headers,
            ContentType = UploadTargets.ContentType,
        };
        return TypedResults.Created((string?)null, answer);
    }

    private static async Task<Results<Ok<SidesUploads>, ErrorAnswer>> AnnounceSidesAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subjectInPath,
        Body<SidesUploadBody> body,
        UploadService uploads,
        UrlSigner signer
    )
    {
        var photos = body.Value.ToAnnouncements();
        var (announced, error) = await uploads.AnnounceAsync(subjectInPath.Value, null, photos, http.RequestAborted);
        if (announced is null)
            return Problem.From(error!);
        return TypedResults.Ok(
            new SidesUploads
            {
                Front = Of(Dictionaries.Front),
                Left = Of(Dictionaries.Left),
                Right = Of(Dictionaries.Right),
                ImageBatchId = announced[0].BatchId,
            }
        );

        SideUpload? Of(int side) =>
            announced.FirstOrDefault(upload => upload.SideId == side) is { } upload
                ? new SideUpload(
                    UploadTargets.Url(http, signer, upload),
                    UploadTargets.Method,
                    UploadTargets.Headers,
                    UploadTargets.ContentType,
                    upload.Id
                )
                : null;
    }

    private static async Task<Results<Ok<UploadedAnswer>, ErrorAnswer>> PutAsync(
        HttpContext http,
        Guid company,
        Guid image,
        UrlSigner signer,
        CurrentCompany current,
        UploadService uploads,
        ImagesOptions options,
        IObjectStore store
    )
    {
        // The same for altered, swapped and expired URLs: nothing is learned from the difference.
        if (signer.Verify(http.Request, UploadTargets.Method) is null)
            return new Problem(403, "The URL is not valid or has expired");
        current.Id = company;
        if (await uploads.CheckAsync(image, http.RequestAborted) is { } early)
            return Problem.From(early);
        var (file, wrong) = await PhotoBody.StageAsync(http.Request, Math.Min(options.MaxBytes, UploadService.MaxBytes), store);
        if (file is null)
            return wrong!;
        await using (file)
        {
            var (added, error) = await uploads.StoreAsync(image, file, http.RequestAborted);
            return added is null ? Problem.From(error!) : TypedResults.Ok(new UploadedAnswer(image, file.Length, file.Digest));
        }
    }
}
