using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Cutis.Server.Endpoints;

/// <summary>Which events are asked for.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record AuditQuery
{
    [JsonPropertyName("page"), Range(1, 1_000_000), DefaultValue(1)]
    public int Number { get; init; }

    [JsonPropertyName("page_size"), Range(1, 100), DefaultValue(20)]
    public int Size { get; init; }

    [MaxLength(40), Description("What was done, such as `url_issued`.")]
    public string? Kind { get; init; }

    [Description("The user who did it.")]
    public Guid? User { get; init; }

    public Guid? Image { get; init; }

    public Guid? Subject { get; init; }

    [Description("The first moment.")]
    public DateTimeOffset? From { get; init; }

    [Description("The moment after the last one.")]
    public DateTimeOffset? To { get; init; }

    public AuditFilter ToFilter() =>
        new()
        {
            Kind = Kind,
            UserId = User,
            ImageId = Image,
            SubjectId = Subject,
            From = From,
            To = To,
        };
}

/// <summary>An event as owners see it.</summary>
[SchemaName("AuditEvent")]
internal sealed record AuditAnswer(
    long Id,
    [property: Description("With milliseconds.")] DateTimeOffset At,
    string Kind,
    [property: Description("Who did it; null for a job of the server and for a command of its operator.")] Guid? UserId,
    [property: Description("The private token that it was done with; null for a session.")] int? TokenId,
    Guid? ImageId,
    Guid? SubjectId,
    [property: Description("Of the client, where somebody signed in or tried to.")] string? Address,
    [property: Description("What else there is to say: ids and numbers.")] JsonElement? Detail
)
{
    public static AuditAnswer Create(AuditEvent e) =>
        new(e.Id, e.At, e.Kind, e.UserId, e.TokenId, e.ImageId, e.SubjectId, e.Address, Parse(e.Detail));

    private static JsonElement? Parse(string? detail)
    {
        if (detail is null)
            return null;
        using var document = JsonDocument.Parse(detail);
        return document.RootElement.Clone();
    }
}

[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(Page<AuditAnswer>)), Schema(typeof(Page<AuditAnswer>), "AuditPage")]
internal sealed partial class AuditJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/audit/</c>: who did what. Owners alone read it.</summary>
internal static class AuditEndpoints
{
    private const string MediaType = "application/x-ndjson";

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/v1/companies/{company}/audit").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        audit.WithTags("Privacy").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.WrongQuery, Errors.Unavailable);
        audit
            .MapGet("/", ListAsync)
            .ForRole(Role.Owner)
            .Describe(
                "list_audit_events",
                "Who did what",
                "Newest first: sign-ins, use of tokens, URLs, results that were read, deletions."
            )
            .Succeeds(200, "Successful Response");
        audit
            .MapGet("/export/", Export)
            .ForRole(Role.Owner)
            .Describe("export_audit_events", "Export the audit log", "All events that fit, newest first, one JSON object a line.")
            .Succeeds(200, "One object a line.", MediaType);
    }

    private static async Task<Ok<Page<AuditAnswer>>> ListAsync(HttpContext http, Query<AuditQuery> query, AuditReader audit)
    {
        var page = query.Value;
        var (skip, take) = ((page.Number - 1) * page.Size, page.Size);
        var (count, rows) = await audit.ListAsync(page.ToFilter(), skip, take, http.RequestAborted);
        return TypedResults.Ok(Pages.Create(http.Request, page.Number, take, count, rows.ConvertAll(AuditAnswer.Create)));
    }

    private static LinesAnswer Export(
        Query<AuditQuery> query,
        AuditReader audit,
        AuditTrail trail,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json
    )
    {
        trail.Add(AuditKinds.AuditExported);
        return new LinesAnswer(audit, query.Value.ToFilter(), json.Value.SerializerOptions);
    }

    private sealed class LinesAnswer(AuditReader audit, AuditFilter filter, JsonSerializerOptions json) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
            response.ContentType = MediaType;
            response.Headers.CacheControl = "no-store";
            var type = json.GetTypeInfo(typeof(AuditAnswer));
            // One at a time: an export of a year needs no more memory than one of a day.
            await foreach (var e in audit.ExportAsync(filter, stop))
            {
                await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(AuditAnswer.Create(e), type), stop);
                await response.Body.WriteAsync("\n"u8.ToArray(), stop);
            }
        }
    }
}
