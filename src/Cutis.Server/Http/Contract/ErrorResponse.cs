using System.ComponentModel;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cutis.Server.Http.Contract;

/// <summary>An answer of a route that has failed, as the description of the API has it: once, under its name.</summary>
/// <param name="Name">The name among the responses of the description.</param>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Description">When it comes.</param>
/// <param name="Type">The type of its body.</param>
internal sealed record ErrorResponse(string Name, int StatusCode, string Description, Type Type) : IProducesResponseTypeMetadata
{
    /// <summary>Whether it says when to try again.</summary>
    public bool HasRetryAfter => StatusCode is 429 or 503 && !IsForProbes;

    /// <summary>Whether those who ask ask again by themselves.</summary>
    public bool IsForProbes { get; init; }

    Type? IProducesResponseTypeMetadata.Type => Type;

    IEnumerable<string> IProducesResponseTypeMetadata.ContentTypes => ["application/json"];
}

/// <summary>Failures that many routes share.</summary>
internal static class Errors
{
    public static readonly ErrorResponse NoToken = new(
        "NoToken",
        401,
        "No token, or one that is not valid. `WWW-Authenticate: Bearer` is set.",
        typeof(Detail)
    );

    public static readonly ErrorResponse NoAccess = new(
        "NoAccess",
        403,
        "The token has no access to this company, or not the role that this needs (`code` is then `role_missing`).",
        typeof(Detail)
    );

    public static readonly ErrorResponse TooManyRequests = new(
        "TooManyRequests",
        429,
        "Too many requests with this token.",
        typeof(Detail)
    );

    public static readonly ErrorResponse Unavailable = new(
        "Unavailable",
        503,
        "The server is busy, or its database or disk cannot be used at present; `code` says which.",
        typeof(Detail)
    );

    public static readonly ErrorResponse NoImage = new("NoImage", 404, "No such image in this company.", typeof(Detail));

    public static readonly ErrorResponse ImageErased = new("ImageErased", 410, "The image was erased.", typeof(Detail));

    public static readonly ErrorResponse Conflict = new(
        "Conflict",
        409,
        "Another request changed the same thing at the same time.",
        typeof(Detail)
    );

    public static readonly ErrorResponse DiskFull = new(
        "DiskFull",
        507,
        "The disk of the server is full. Erasing works all the same.",
        typeof(Detail)
    );

    public static readonly ErrorResponse WrongQuery = new("WrongQuery", 400, "A parameter is wrong.", typeof(FieldErrors));

    public static readonly ErrorResponse WrongField = new("WrongField", 400, "A field is wrong.", typeof(FieldErrors));

    public static readonly ErrorResponse BodyTooLarge = new("BodyTooLarge", 413, "The body is larger than 64 KiB.", typeof(FieldErrors));
}

/// <summary>The form of errors of fields under <c>/api/</c>, as the description has it.</summary>
[JsonShape(
    """
        {
          "type": "object",
          "properties": {"detail": {"type": "string"}, "code": {"type": "string"}},
          "additionalProperties": {"type": "array", "items": {"type": "string"}}
        }
        """
)]
[SchemaName("FieldErrors"), Description("Field → texts; or `detail`, as elsewhere, when the failure is about no field.")]
internal sealed class FieldErrors;
