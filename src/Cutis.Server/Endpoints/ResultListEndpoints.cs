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

[JsonSerializable(typeof(List<ResultItemBody>))]
[JsonSerializable(typeof(List<SmoothedAnswer>))]
internal sealed partial class ResultListJson : JsonSerializerContext;

/// <summary>Finds the image that a path names where it says that it is; one that was announced is there too.</summary>
internal sealed class PlacedImageInPath : IPathFinder<PlacedImage>
{
    public static Task<(PlacedImage? Found, ServiceError? Error)> FindAsync(HttpContext http)
    {
        string Part(string name) => (string)http.Request.RouteValues[name]!;
        var path = new ImagePath(Part("dataset"), Part("subject"), Part("batch"), Part("image"));
        return http.RequestServices.GetRequiredService<ImageResults>().FindAsync(path, http.RequestAborted);
    }
}

/// <summary>
/// <c>…/datasets/{dataset}/subjects/{subject}/batches/{batch}/images/{image}/results/</c> and <c>smoothed_results/</c>: the results of an
/// image in one list, which grows while they are computed.
/// </summary>
internal static class ResultListEndpoints
{
    /// <summary>The path of an image in its batch.</summary>
    public const string ImagePath = "/api/v1/companies/{company}/datasets/{dataset}/subjects/{subject}/batches/{batch}/images/{image}";

    private static readonly ErrorResponse WrongParameter = new("WrongParameter", 400, "A parameter is wrong.", typeof(FieldErrors));

    public static void MapResultLists(this IEndpointRouteBuilder app)
    {
        var image = app.MapGroup(ImagePath).WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        image.WithTags("Results").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        image.Fails(Errors.NoImage, Errors.ImageErased, WrongParameter);
        image
            .MapGet("/results/", ListAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .WithMetadata(new TakesTokenFromQuery())
            .Describe(
                "list_image_results",
                "The results of a photo with their masks",
                "Empty until something is computed; it never says that there is nothing yet. Poll it, or have a webhook."
            )
            .Produces<List<ResultItemBody>>()
            .Succeeds(200, "Successful Response");
        image
            .MapGet("/smoothed_results/", SmoothAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .WithMetadata(new TakesTokenFromQuery())
            .Describe(
                "list_smoothed_results",
                "Metrics over the photos of a while",
                "The mean or median of each main metric that is a number, over the photos of the same subject and side up to this one."
            )
            .Succeeds(200, "Successful Response");
    }

    private static async Task<ResultListAnswer> ListAsync(
        HttpContext http,
        InPath<PlacedImage, PlacedImageInPath> image,
        Query<ResultListQuery> query,
        ImageResults results,
        VerifiedObjects objects
    )
    {
        var asked = query.Value;
        var filter = new ResultFilter(asked.ApplicationRunId, asked.ApplicationName, asked.ApplicationId);
        return new ResultListAnswer(
            image.Value.Image is { } row ? await results.ListAsync(row, filter, http.RequestAborted) : new ResultListDocument(objects)
        );
    }

    private static async Task<Ok<List<SmoothedAnswer>>> SmoothAsync(
        HttpContext http,
        InPath<PlacedImage, PlacedImageInPath> image,
        Query<SmoothedQuery> query,
        ImageResults results
    )
    {
        if (image.Value.Image is not { } row)
            return TypedResults.Ok(new List<SmoothedAnswer>());
        var (asked, isMedian) = (query.Value, query.Value.SmoothingMethod == "median");
        var metrics = await results.SmoothAsync(row, asked.SampleTimeWindow, asked.SampleMaxSize, isMedian, http.RequestAborted);
        return TypedResults.Ok(metrics.ConvertAll(m => new SmoothedAnswer(m.AlgorithmTechName, m.Value)));
    }
}

/// <summary>A list of results on its way to a client.</summary>
internal sealed class ResultListAnswer(ResultListDocument document) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.ContentLength = document.Length;
        await document.WriteAsync(httpContext.Response.Body, httpContext.RequestAborted);
    }
}
