using System.Text.Json.Serialization;
using Cutis.Platform.Errors;
using Cutis.Platform.Reports;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

[JsonSerializable(typeof(List<AuxImageAnswer>))]
[JsonSerializable(typeof(SignedUrlAnswer))]
internal sealed partial class AuxImageJson : JsonSerializerContext;

/// <summary>Pictures that were made of a photo: <c>…/images/{image}/aux_images/</c>, and <c>…/aux/</c> below a batch.</summary>
internal static class AuxImageEndpoints
{
    private static readonly ErrorResponse NoAuxImage = new("NoAuxImage", 404, "No such image or picture.", typeof(Detail));
    private static readonly ErrorResponse WrongLife = new("WrongLife", 400, "The time is wrong.", typeof(FieldErrors));

    public static void MapAuxImages(this IEndpointRouteBuilder app)
    {
        var images = app.MapGroup("/api/v1/companies/{company}/images/{image}")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        images.WithTags("Images").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable, Errors.ImageErased);
        images
            .MapGet("/aux_images/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_aux_images", "The pictures that were made of a photo")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoImage);

        var placed = app.MapGroup(ResultListEndpoints.ImagePath + "/aux").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        placed.WithTags("Images").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable, Errors.ImageErased);
        placed
            .MapGet("/", ListPlacedAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_batch_aux_images", "The pictures that were made of a photo")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoImage);
        placed
            .MapGet("/{aux}/signed_url/", GetUrlAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_aux_image_url", "A URL of such a picture", "It lives as long as is asked for, at most seven days.")
            .Succeeds(200, "Successful Response")
            .Fails(WrongLife, NoAuxImage);
    }

    private static Task<Ok<List<AuxImageAnswer>>> ListAsync(HttpContext http, InPath<Image, ImageInPath> image, AuxImages pictures) =>
        Task.FromResult(TypedResults.Ok(Answer(pictures.List(RootUrl.Find(http.Request), image.Value))));

    private static Task<Ok<List<AuxImageAnswer>>> ListPlacedAsync(
        HttpContext http,
        InPath<PlacedImage, PlacedImageInPath> image,
        AuxImages pictures
    ) => Task.FromResult(TypedResults.Ok(image.Value.Image is { } row ? Answer(pictures.List(RootUrl.Find(http.Request), row)) : []));

    private static Task<Results<Ok<SignedUrlAnswer>, ErrorAnswer>> GetUrlAsync(
        HttpContext http,
        InPath<PlacedImage, PlacedImageInPath> image,
        string aux,
        Query<AuxUrlQuery> query,
        AuxImages pictures
    )
    {
        var url =
            image.Value.Image is { } row && Guid.TryParseExact(aux, "D", out var id)
                ? pictures.FindUrl(RootUrl.Find(http.Request), row, id, TimeSpan.FromSeconds(query.Value.ExpirationSeconds))
                : null;
        return Task.FromResult<Results<Ok<SignedUrlAnswer>, ErrorAnswer>>(
            url is null ? Problem.From(ServiceError.NotFound("Aux image")) : TypedResults.Ok(new SignedUrlAnswer(url))
        );
    }

    private static List<AuxImageAnswer> Answer(IReadOnlyList<AuxImage> list) =>
        [.. list.Select(a => new AuxImageAnswer(a.Id, a.Name, new AuxImageUrls(a.Url)))];
}
