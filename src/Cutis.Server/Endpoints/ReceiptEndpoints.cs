using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Errors;
using Cutis.Platform.Privacy;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The query of the list of receipts.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record ReceiptListQuery : PageQuery
{
    [AllowedValues("-number", "number"), DefaultValue("-number"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";
}

/// <summary>A receipt as clients see it.</summary>
[SchemaName("Receipt")]
internal sealed record ReceiptAnswer(
    Guid Id,
    [property: Description("From 1 on, without gaps in each company.")] int Number,
    string Kind,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? ErasedAt,
    [property: Description("The user who asked for it; null when nobody did.")] Guid? AskedBy,
    [property: Description("SHA-256 of `jws`; the next receipt has it as `previous`.")] string Sha256,
    [property: Description("The signed statement: a JSON Web Signature in compact form, ES256.")] string Jws,
    [property: Description("The statement, decoded.")] JsonElement Statement
)
{
    public static ReceiptAnswer Create(Receipt receipt)
    {
        using var statement = JsonDocument.Parse(Platform.Privacy.Jws.Parse(receipt.Jws)?.Payload ?? "null"u8.ToArray());
        return new ReceiptAnswer(
            receipt.Id,
            receipt.Number,
            receipt.Kind,
            receipt.ErasedAt,
            receipt.AskedBy,
            receipt.Sha256,
            receipt.Jws,
            statement.RootElement.Clone()
        );
    }
}

/// <summary>A key that verifies receipts, as RFC 7517 has it.</summary>
[SchemaName("ReceiptKey")]
internal sealed record ReceiptKeyAnswer(
    [property: AllowedValues("EC")] string Kty,
    [property: AllowedValues("P-256")] string Crv,
    string X,
    string Y,
    [property: Description("Its thumbprint (RFC 7638).")] string Kid,
    [property: AllowedValues("ES256")] string Alg,
    [property: AllowedValues("sig")] string Use
);

/// <summary>A set of keys.</summary>
[SchemaName("ReceiptKeys")]
internal sealed record ReceiptKeysAnswer(IReadOnlyList<ReceiptKeyAnswer> Keys);

[JsonSerializable(typeof(ReceiptAnswer))]
[JsonSerializable(typeof(ReceiptKeysAnswer))]
[JsonSerializable(typeof(Page<ReceiptAnswer>)), Schema(typeof(Page<ReceiptAnswer>), "ReceiptPage")]
internal sealed partial class ReceiptJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/receipts/</c>: signed statements of what was erased.</summary>
internal static class ReceiptEndpoints
{
    private static readonly ErrorResponse NoReceipt = new("NoReceipt", 404, "No such receipt in this company.", typeof(Detail));

    public static void MapReceipts(this IEndpointRouteBuilder app)
    {
        var receipts = app.MapGroup("/api/v1/companies/{company}/receipts").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        receipts.WithTags("Privacy").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        receipts
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_receipts", "List the receipts of erasures", "Each names the one before by its digest.")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery);
        receipts
            .MapGet("/keys/", KeysAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_receipt_keys", "Keys that verify receipts", "A JSON Web Key Set. Keep a copy of it elsewhere.")
            .Succeeds(200, "Successful Response");
        receipts
            .MapGet("/{receipt}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_receipt", "One receipt", "Its id is in the header `X-Erasure-Receipt` of the answer to the erasure.")
            .Succeeds(200, "Successful Response")
            .Fails(NoReceipt);
    }

    private static async Task<Ok<Page<ReceiptAnswer>>> ListAsync(HttpContext http, Query<ReceiptListQuery> query, Receipts receipts)
    {
        var page = query.Value;
        var (count, rows) = await receipts.ListAsync(page.Ordering == "number", page.Skipped, page.Size, http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, rows.ConvertAll(ReceiptAnswer.Create)));
    }

    private static async Task<Ok<ReceiptKeysAnswer>> KeysAsync(HttpContext http, Receipts receipts)
    {
        var keys = await receipts.ListKeysAsync(http.RequestAborted);
        return TypedResults.Ok(
            new ReceiptKeysAnswer([.. keys.Select(k => new ReceiptKeyAnswer("EC", "P-256", k.X, k.Y, k.Id, "ES256", "sig"))])
        );
    }

    private static async Task<Results<Ok<ReceiptAnswer>, ErrorAnswer>> GetAsync(HttpContext http, string receipt, Receipts receipts)
    {
        var row = Guid.TryParseExact(receipt, "D", out var id) ? await receipts.FindAsync(id, http.RequestAborted) : null;
        return row is null ? Problem.From(ServiceError.NotFound("Receipt")) : TypedResults.Ok(ReceiptAnswer.Create(row));
    }
}
