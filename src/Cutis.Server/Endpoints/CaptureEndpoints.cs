using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Platform.Photos;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>A link for a phone.</summary>
[SchemaName("NewCaptureLink")]
internal sealed record NewCaptureLink
{
    [Description("Of whom the photo is to be; a photo in no dataset when missing.")]
    public Guid? SubjectId { get; init; }

    [Range(Dictionaries.Front, Dictionaries.Left), DefaultValue(Dictionaries.Front), Description("1 front, 2 right, 3 left.")]
    public int? SideId { get; init; }

    [Length(1, 255), DefaultValue("phone")]
    public string? Name { get; init; }

    [Range(60, 3600), DefaultValue(600), Description("Seconds that it lives.")]
    public int? ExpiresIn { get; init; }
}

/// <summary>A link for a phone, as those see it who made it.</summary>
[SchemaName("CaptureLink")]
internal sealed record CaptureLinkAnswer(
    Guid Id,
    [property: AllowedValues("waiting", "opened", "uploaded", "expired", "revoked")] string State,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? ExpiresAt,
    [property: Description("The photo; null until it has come.")] Guid? ImageId
)
{
    [NeverNull, Url, Description("What the QR code shows; in the answer to its making alone.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }
}

/// <summary>A link, as the phone sees it.</summary>
[SchemaName("OpenCaptureLink")]
internal sealed record OpenCaptureLink(
    [property: AllowedValues("waiting", "opened", "uploaded", "expired", "revoked")] string State,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? ExpiresAt,
    DictionaryEntry? Side
);

[JsonSerializable(typeof(NewCaptureLink))]
[JsonSerializable(typeof(CaptureLinkAnswer))]
[JsonSerializable(typeof(OpenCaptureLink))]
internal sealed partial class CaptureJson : JsonSerializerContext;

/// <summary>
/// The hand-over from a desk to a phone: <c>…/capture_links/</c> makes a link, whose secret puts one photo
/// (<c>/api/v1/capture/{secret}/</c>).
/// </summary>
internal static class CaptureEndpoints
{
    private static readonly ErrorResponse NoLink = new("NoCaptureLink", 404, "No such link.", typeof(Detail));

    private static readonly ErrorResponse LinkEnded = new(
        "CaptureLinkEnded",
        410,
        "The link has expired or was revoked, or the subject was erased; `code` says which.",
        typeof(Detail)
    );

    private static readonly ErrorResponse WrongPhoto = new("WrongCapture", 400, "The photo is damaged or empty.", typeof(FieldErrors));
    private static readonly ErrorResponse TooLarge = new("CaptureTooLarge", 413, "Too many bytes or pixels.", typeof(FieldErrors));
    private static readonly ErrorResponse NoPhoto = new("NoCapture", 415, "Not a JPEG or PNG that is read.", typeof(FieldErrors));

    private static readonly ErrorResponse OtherPhoto = new(
        "OtherCapture",
        409,
        "Another photo has come by this link; the same one again is answered with 200.",
        typeof(Detail)
    );

    public static void MapCapture(this IEndpointRouteBuilder app)
    {
        var links = app.MapGroup("/api/v1/companies/{company}/capture_links").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        links.WithTags("Images").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        links
            .MapPost("/", CreateAsync)
            .ForRole(Role.Member)
            .Describe(
                "create_capture_link",
                "Make a link for a phone",
                "It puts one photo and opens nothing else. Show its URL as a QR code."
            )
            .RequestExample("""{"subject_id": "3f0c9b1e-5d0e-4b8e-9c57-3c0f1f1f2a10", "side_id": 1}""")
            .Succeeds(201, "Made.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, PlaceErrors.NotFound, PlaceErrors.Gone, Errors.DiskFull);
        links
            .MapGet("/{link}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_capture_link", "What has become of a link")
            .Succeeds(200, "Successful Response")
            .Fails(NoLink);
        links
            .MapDelete("/{link}/", RevokeAsync)
            .ForRole(Role.Member)
            .Describe("revoke_capture_link", "End a link", "A photo that has come stays.")
            .Succeeds(204, "Ended.")
            .Fails(NoLink, Errors.DiskFull);

        var open = app.MapGroup("/api/v1/capture/{secret}").WithMetadata(new Dialect(ErrorDialect.Api));
        open.WithTags("Images").Fails(NoLink, Errors.Unavailable, Errors.DiskFull);
        open.MapGet("/", OpenAsync)
            .Describe("open_capture_link", "Open a link on a phone", "The secret lets one in; no token is needed.")
            .Succeeds(200, "Successful Response");
        open.MapPut("/", PutAsync)
            .Describe("put_capture", "Put the photo of a link", "The secret lets one in; no token is needed. At most 30 MiB.")
            .ReadsPhoto()
            .Succeeds(200, "Stored.")
            .Fails(WrongPhoto, OtherPhoto, LinkEnded, TooLarge, NoPhoto);
    }

    private static async Task<Results<Created<CaptureLinkAnswer>, ErrorAnswer>> CreateAsync(
        HttpContext http,
        Body<NewCaptureLink>? body,
        SubjectService subjects,
        CaptureLinks links
    )
    {
        var (asked, stop) = (body?.Value ?? new NewCaptureLink(), http.RequestAborted);
        var subject = default(Subject);
        if (asked.SubjectId is { } id)
        {
            (subject, var missing) = await subjects.FindAsync($"{id:D}", stop);
            if (subject is null)
                return Problem.From(missing!);
        }

        var photo = new Announcement(asked.SideId ?? Dictionaries.Front, Dictionaries.RegularLight, asked.Name ?? "phone", null, null);
        var life = TimeSpan.FromSeconds(asked.ExpiresIn ?? 600);
        var (link, secret, error) = await links.CreateAsync(http.User.FindCaller()!.UserId, subject, photo, life, stop);
        return link is null
            ? Problem.From(error!)
            : TypedResults.Created((string?)null, Create(link) with { Url = $"{RootUrl.Find(http.Request)}/capture/{secret}" });
    }

    private static async Task<Results<Ok<CaptureLinkAnswer>, ErrorAnswer>> GetAsync(HttpContext http, string link, CaptureLinks links)
    {
        var (found, error) = await links.FindAsync(link, http.RequestAborted);
        return found is null ? Problem.From(error!) : TypedResults.Ok(Create(found));
    }

    private static async Task<Results<NoContent, ErrorAnswer>> RevokeAsync(HttpContext http, string link, CaptureLinks links) =>
        await links.RevokeAsync(link, http.RequestAborted) is { } error ? Problem.From(error) : TypedResults.NoContent();

    private static async Task<Results<Ok<OpenCaptureLink>, ErrorAnswer>> OpenAsync(HttpContext http, string secret, CaptureLinks links)
    {
        var (link, error) = await links.OpenAsync(secret, http.RequestAborted);
        return link is null ? Problem.From(error!) : TypedResults.Ok(ForPhone(link));
    }

    private static async Task<Results<Ok<OpenCaptureLink>, ErrorAnswer>> PutAsync(
        HttpContext http,
        string secret,
        CaptureLinks links,
        ImagesOptions options,
        IObjectStore store
    )
    {
        var (link, error) = await links.OpenAsync(secret, http.RequestAborted);
        if (link is null)
            return Problem.From(error!);
        if (CaptureLinks.FindProblem(link) is { } ended)
            return Problem.From(ended);
        var (file, wrong) = await PhotoBody.StageAsync(http.Request, Math.Min(options.MaxBytes, UploadService.MaxBytes), store);
        if (file is null)
            return wrong!;
        await using (file)
        {
            return await links.PutAsync(link, file, http.RequestAborted) is { } problem
                ? Problem.From(problem)
                : TypedResults.Ok(ForPhone(link with { State = CaptureState.Uploaded }));
        }
    }

    private static CaptureLinkAnswer Create(CaptureLink link) =>
        new(link.Row.Id, Name(link.State), link.Row.ExpiresAt, link.State == CaptureState.Uploaded ? link.Row.Id : null);

    private static OpenCaptureLink ForPhone(CaptureLink link) =>
        new(Name(link.State), link.Row.ExpiresAt, Dictionaries.Sides.Find(link.Row.SideId));

    private static string Name(CaptureState state) =>
        state switch
        {
            CaptureState.Waiting => "waiting",
            CaptureState.Opened => "opened",
            CaptureState.Uploaded => "uploaded",
            CaptureState.Expired => "expired",
            CaptureState.Revoked => "revoked",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };
}
