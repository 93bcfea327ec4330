using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Reports;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The report of a batch under the name of its application.</summary>
[SchemaName("BatchResults")]
internal sealed record BatchReportAnswer([property: JsonPropertyName("face_skin_metrics_3")] BatchReport FaceSkinMetrics3);

[JsonSerializable(typeof(BatchReportAnswer))]
[Schema(typeof(BatchReport), "BatchReport")]
[Schema(typeof(SkinParameters), "SkinParameters")]
[Schema(typeof(SkinParameter), "SkinParameter")]
[Schema(typeof(AreaParameter), "AreaParameter")]
[Schema(typeof(SidePictures), "SidePictures")]
internal sealed partial class BatchReportJson : JsonSerializerContext;

/// <summary>Finds the batch that a path names; 404, or 410 when it was erased.</summary>
internal sealed class ReportedBatchInPath : IPathFinder<ImageBatch>
{
    public static Task<(ImageBatch? Found, ServiceError? Error)> FindAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<BatchService>().FindAsync((string)http.Request.RouteValues["batch"]!, http.RequestAborted);
}

/// <summary><c>/api/v3/companies/{company}/batches/{batch}/results/</c>.</summary>
internal static class BatchReportEndpoints
{
    private static readonly ErrorResponse NoBatch = new("NoReportedBatch", 404, "No such batch in this company.", typeof(Detail));
    private static readonly ErrorResponse BatchErased = new("ReportedBatchErased", 410, "The batch was erased.", typeof(Detail));

    public static void MapBatchReports(this IEndpointRouteBuilder app)
    {
        var batches = app.MapGroup("/api/v3/companies/{company}/batches/{batch}")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        batches.WithTags("Results").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        batches
            .MapGet("/results/", GetAsync)
            .ForRole(Role.ReadOnly)
            .NotesReading()
            .Describe(
                "get_batch_results",
                "The results of a batch, with masks as pictures",
                "Poll it until `all_algorithms_calculated` is true. Every parameter has its key, which is null where it was "
                    + "not measured. A mask lies on the photo that `predicted_images` has under the same side and key, pixel on pixel."
            )
            .Succeeds(200, "Successful Response")
            .Fails(NoBatch, BatchErased);
    }

    private static async Task<Ok<BatchReportAnswer>> GetAsync(
        HttpContext http,
        InPath<ImageBatch, ReportedBatchInPath> batch,
        BatchReports reports
    ) => TypedResults.Ok(new BatchReportAnswer(await reports.CreateAsync(RootUrl.Find(http.Request), batch.Value, http.RequestAborted)));
}
