using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Cutis.Platform.Accounts;
using Cutis.Platform.Errors;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>A private token that is to be made.</summary>
[SchemaName("NewPrivateToken")]
internal sealed record NewPrivateToken
{
    [Length(1, PrivateTokens.MaxNameLength), Examples("clinic app")]
    public required string Name { get; init; }

    [Description("In the future; made with a private token, not after that one's end.")]
    public required DateTimeOffset ExpirationTime { get; init; }
}

/// <summary>The query of the list of private tokens.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record PrivateTokenListQuery : PageQuery
{
    [AllowedValues("-id", "id", "name", "-name", "expiration_time", "-expiration_time"), DefaultValue("-id"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";

    public TokenQuery ToTokenQuery() =>
        new(
            Search,
            Ordering switch
            {
                "id" => TokenOrder.OldestFirst,
                "name" => TokenOrder.Name,
                "-name" => TokenOrder.NameDescending,
                "expiration_time" => TokenOrder.ExpiresFirst,
                "-expiration_time" => TokenOrder.ExpiresLast,
                _ => TokenOrder.NewestFirst,
            },
            Skipped,
            Size
        );
}

/// <summary>A private token as lists have it: without its secret.</summary>
[SchemaName("PrivateToken")]
internal sealed record PrivateTokenAnswer(
    int Id,
    string Name,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? ExpirationTime
);

/// <summary>A private token that was made.</summary>
[SchemaName("CreatedPrivateToken")]
internal sealed record CreatedPrivateToken(
    int Id,
    string Name,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? ExpirationTime,
    [property: Description("The token, for `Authorization: Bearer …`. It is shown here and never again.")] string Data
);

[JsonSerializable(typeof(NewPrivateToken))]
[JsonSerializable(typeof(CreatedPrivateToken))]
[JsonSerializable(typeof(Page<PrivateTokenAnswer>)), Schema(typeof(Page<PrivateTokenAnswer>), "PrivateTokenPage")]
internal sealed partial class PrivateTokenJson : JsonSerializerContext;

/// <summary><c>/api/v1/auth/private_tokens/</c>: the caller's own.</summary>
internal static class PrivateTokenEndpoints
{
    private static readonly ErrorResponse NoToken = new("NoSuchToken", 404, "The user has no such token.", typeof(Detail));

    public static void MapPrivateTokens(this IEndpointRouteBuilder app)
    {
        var tokens = app.MapGroup("/api/v1/auth/private_tokens").WithMetadata(new Dialect(ErrorDialect.Api)).RequireUser();
        tokens.WithTags("Accounts").Fails(Errors.NoToken, Errors.TooManyRequests, Errors.Unavailable);
        tokens
            .MapPost("/", CreateAsync)
            .Describe(
                "create_private_token",
                "Make a private token",
                "It works for all companies of the user, until it ends or is revoked."
            )
            .RequestExample("""{"name": "clinic app", "expiration_time": "2030-01-01T00:00:00Z"}""")
            .Succeeds(201, "Made.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.DiskFull);
        tokens
            .MapGet("/", ListAsync)
            .Describe("list_private_tokens", "List the own private tokens", "Without those that are revoked.")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery);
        tokens
            .MapDelete("/{id}/", RevokeAsync)
            .Describe("revoke_private_token", "Revoke a private token")
            .Succeeds(204, "Revoked.")
            .Fails(NoToken, Errors.DiskFull);
    }

    private static async Task<Results<Created<CreatedPrivateToken>, ErrorAnswer>> CreateAsync(
        HttpContext http,
        Body<NewPrivateToken> body,
        PrivateTokens tokens
    )
    {
        var asked = body.Value;
        var (token, secret, error) = await tokens.CreateAsync(
            http.User.FindCaller()!,
            asked.Name,
            asked.ExpirationTime,
            http.RequestAborted
        );
        return token is null
            ? Problem.From(error!)
            : TypedResults.Created((string?)null, new CreatedPrivateToken(token.Id, token.Name, token.ExpiresAt, secret));
    }

    private static async Task<Ok<Page<PrivateTokenAnswer>>> ListAsync(
        HttpContext http,
        Query<PrivateTokenListQuery> query,
        PrivateTokens tokens
    )
    {
        var (count, rows) = await tokens.ListAsync(http.User.FindCaller()!.UserId, query.Value.ToTokenQuery(), http.RequestAborted);
        return TypedResults.Ok(query.Value.CreatePage(http.Request, count, rows.ConvertAll(Answer)));
    }

    private static async Task<Results<NoContent, ErrorAnswer>> RevokeAsync(HttpContext http, string id, PrivateTokens tokens)
    {
        var number = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var error = await tokens.RevokeAsync(http.User.FindCaller()!.UserId, number, http.RequestAborted);
        return error is null ? TypedResults.NoContent() : Problem.From(error);
    }

    private static PrivateTokenAnswer Answer(PrivateToken token) => new(token.Id, token.Name, token.ExpiresAt);
}
