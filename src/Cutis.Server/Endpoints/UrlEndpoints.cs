using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The query of the list of URLs.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record UrlListQuery : PageQuery;

/// <summary>A URL as clients see it: not the URL itself, which opens the picture.</summary>
[SchemaName("IssuedUrl")]
internal sealed record UrlAnswer(
    Guid Id,
    Guid ImageId,
    [property: AllowedValues("picture", "photo")] string Kind,
    [property: Description("The last part of its path.")] string Name,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? IssuedAt,
    [property: Description("The user who asked for it; null when the server did.")] Guid? IssuedBy,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? ExpiresAt,
    [property: Description("Whether it answers 410, because it or all of the image were revoked.")] bool IsRevoked
)
{
    public static UrlAnswer Create(IssuedUrl url, Image image) =>
        new(
            url.Id,
            url.ImageId,
            url.Kind,
            url.Name,
            url.IssuedAt,
            url.IssuedBy,
            url.ExpiresAt,
            url.RevokedAt is not null || url.AccessEpoch != image.AccessEpoch
        );
}

/// <summary>What was revoked.</summary>
[SchemaName("RevokedUrls")]
internal sealed record RevokedUrls([property: Description("Number of images whose URLs were revoked.")] int Images);

[JsonSerializable(typeof(RevokedUrls))]
[JsonSerializable(typeof(Page<UrlAnswer>)), Schema(typeof(Page<UrlAnswer>), "IssuedUrlPage")]
internal sealed partial class UrlJson : JsonSerializerContext;

/// <summary>Signed URLs of a company's images: listed and revoked.</summary>
internal static class UrlEndpoints
{
    private static readonly ErrorResponse NoUrl = new("NoUrl", 404, "No such URL in this company.", typeof(Detail));
    private static readonly ErrorResponse NoSubject = new("NoSubject", 404, "No such subject in this company.", typeof(Detail));
    private static readonly ErrorResponse SubjectErased = new("SubjectErased", 410, "The subject was erased.", typeof(Detail));

    public static void MapUrls(this IEndpointRouteBuilder app)
    {
        var company = app.MapGroup("/api/v1/companies/{company}").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        company.WithTags("Privacy").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        company
            .MapGet("/images/{image}/urls/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_urls", "List the URLs of an image", "Those that have not expired, newest first; without what opens them.")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery, Errors.NoImage, Errors.ImageErased);
        company
            .MapPost("/images/{image}/urls/revoke/", RevokeImageAsync)
            .ForRole(Role.Member)
            .Describe("revoke_image_urls", "Revoke all URLs of an image", "They answer 410 from now on. URLs that are issued later work.")
            .Succeeds(200, "Revoked.")
            .Fails(Errors.NoImage, Errors.ImageErased, Errors.DiskFull);
        company
            .MapPost("/subjects/{subject}/urls/revoke/", RevokeSubjectAsync)
            .ForRole(Role.Member)
            .Describe("revoke_subject_urls", "Revoke all URLs of a subject", "Those of all images of the subject.")
            .Succeeds(200, "Revoked.")
            .Fails(NoSubject, SubjectErased, Errors.DiskFull);
        company
            .MapDelete("/urls/{url}/", RevokeUrlAsync)
            .ForRole(Role.Member)
            .Describe("revoke_url", "Revoke one URL", "It answers 410 from now on; the same request for a picture gives another URL.")
            .Succeeds(204, "Revoked.")
            .Fails(NoUrl, Errors.DiskFull);
    }

    private static async Task<Results<Ok<Page<UrlAnswer>>, ErrorAnswer>> ListAsync(
        HttpContext http,
        InPath<Image, ImageInPath> imageInPath,
        Query<UrlListQuery> query,
        UrlRevocation urls
    )
    {
        var (page, image) = (query.Value, imageInPath.Value);
        var (count, rows) = await urls.ListAsync(image, page.Skipped, page.Size, http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, rows.ConvertAll(row => UrlAnswer.Create(row, image))));
    }

    private static async Task<Results<Ok<RevokedUrls>, ErrorAnswer>> RevokeImageAsync(
        HttpContext http,
        InPath<Image, ImageInPath> imageInPath,
        UrlRevocation urls
    ) =>
        await urls.RevokeAsync(imageInPath.Value, http.RequestAborted) is { } error
            ? Problem.From(error)
            : TypedResults.Ok(new RevokedUrls(1));

    private static async Task<Results<Ok<RevokedUrls>, ErrorAnswer>> RevokeSubjectAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subjectInPath,
        UrlRevocation urls
    ) => TypedResults.Ok(new RevokedUrls(await urls.RevokeAsync(subjectInPath.Value, http.RequestAborted)));

    private static async Task<Results<NoContent, ErrorAnswer>> RevokeUrlAsync(HttpContext http, string url, UrlRevocation urls) =>
        Guid.TryParseExact(url, "D", out var id)
            ? await urls.RevokeAsync(id, http.RequestAborted) is { } error
                ? Problem.From(error)
                : TypedResults.NoContent()
            : Problem.From(Platform.Errors.ServiceError.NotFound("URL"));
}
