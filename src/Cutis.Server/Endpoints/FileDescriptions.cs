using System.ComponentModel;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>The description of a kind of files in the OpenAPI document.</summary>
/// <param name="Operation">The last part of its operation ids.</param>
/// <param name="What">What a file of this kind is.</param>
/// <param name="MediaTypes">Its media types.</param>
/// <param name="Errors">The errors of this kind alone.</param>
internal sealed record FileKind(string Operation, string What, string[] MediaTypes, ErrorResponse[] Errors)
{
    /// <summary>Whether the URL ends with the name to save the file under, as all do since version 0.2.</summary>
    public bool IsNamed { get; init; } = true;
}

/// <summary>The query of a signed URL.</summary>
internal sealed record SignatureQuery
{
    public required string Expires { get; init; }

    public required string Kid { get; init; }

    [Description("The access epoch of the image; only in URLs issued after others of the image were revoked.")]
    public string? Epoch { get; init; }

    public required string Signature { get; init; }
}

/// <summary>Maps GET and HEAD of a kind of files.</summary>
internal static class FileDescriptions
{
    private const string Content = "The picture. `ETag`, `Cache-Control: private, immutable`; ranges are served.";

    private static readonly ErrorResponse[] Common =
    [
        new("WrongUrl", 403, "The URL is altered or has expired.", typeof(Detail)),
        Errors.NoImage,
        new("FileGone", 410, "The image was erased, its photos were deleted, or the URL was revoked; `code` says which.", typeof(Detail)),
        new("OtherETag", 412, "The file has another ETag than `If-Match` says.", typeof(Detail)),
        new(
            "FileLost",
            500,
            "A stored file is lost or is not what was stored: `code` is `object_missing` or `object_damaged`.",
            typeof(Detail)
        ),
    ];

    private static readonly ErrorResponse NoRange = new(
        "NoRange",
        416,
        "No byte of the file is in the range. Other units than bytes, and several ranges, are ignored.",
        typeof(Detail)
    );

    /// <summary>Pictures with masks.</summary>
    public static readonly FileKind Masked = new(
        "masked",
        "a masked picture",
        ["image/jpeg", "image/png", "image/svg+xml", "image/webp"],
        [
            new(
                "DrawingUnavailable",
                503,
                "The server is busy; or drawing took longer than is allowed, which is remembered for a while.",
                typeof(Detail)
            ),
            new(
                "NotDrawn",
                422,
                "The picture takes more memory than any picture may on this server, its format is not to be had, or it would have more "
                    + "layers, levels, rings, edges or points of nested lines than are drawn: `code` is `scene_too_large` then, and "
                    + "`detail` names what, how many there are, and how many there may be.",
                typeof(Detail)
            ),
        ]
    );

    /// <summary>Photos as they were uploaded.</summary>
    public static readonly FileKind Photos = new("photos", "a photo", ["image/jpeg", "image/png"], []);

    public static void Map(IEndpointRouteBuilder files, string pattern, Delegate handler, FileKind kind)
    {
        var suffix = kind.IsNamed ? "" : "_unnamed";
        var get = files
            .MapGet(pattern, handler)
            .Describe($"get_{kind.Operation}{suffix}", $"Get {kind.What}")
            .Succeeds(200, Text(kind), kind.MediaTypes)
            .Succeeds(206, "The range that was asked for.")
            .Fails(NoRange);
        var head = files
            .MapMethods(pattern, [HttpMethods.Head], handler)
            .Describe($"head_{kind.Operation}{suffix}", $"Headers of {kind.What}")
            .Succeeds(200, Text(kind));
        foreach (var route in new[] { get, head })
        {
            route.DescribesQuery(typeof(SignatureQuery)).Succeeds(304, "The client has it.").Fails(Common).Fails(kind.Errors);
            if (!kind.IsNamed)
                route.WithDescription("URLs of version 0.1; they stay valid until they expire.").WithMetadata(new ObsoleteAttribute());
        }
    }

    private static string Text(FileKind kind) => kind.IsNamed ? $"{Content} `Content-Disposition` has the name to save it under." : Content;
}
