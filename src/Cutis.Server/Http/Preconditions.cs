using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Http;

/// <summary>
/// Conditions of a request on a file that has an ETag and no date of its own (RFC 9110, 13): conditions on a date do not apply to it, and
/// only what would be served without them may be answered by them.
/// </summary>
internal static class Preconditions
{
    /// <summary>The status that the conditions demand, 304 or 412; null when the file is to be served.</summary>
    public static int? Status(HttpRequest request, EntityTagHeaderValue tag)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfMatch is { Count: > 0 } match && !match.Any(known => IsAny(known) || known.Compare(tag, useStrongComparison: true)))
            return StatusCodes.Status412PreconditionFailed;
        return headers.IfNoneMatch.Any(known => IsAny(known) || known.Compare(tag, useStrongComparison: false))
            ? StatusCodes.Status304NotModified
            : null;
    }

    /// <summary>
    /// The Range header that counts; null when there is none, or when it is for another version of the file or for a date.
    /// </summary>
    public static string? Range(HttpRequest request, EntityTagHeaderValue tag)
    {
        // Ranges are defined for GET alone; several header lines are no range.
        if (!HttpMethods.IsGet(request.Method) || request.Headers.Range is not [{ Length: > 0 } range])
            return null;
        if (request.Headers.IfRange.Count == 0)
            return range;
        return request.GetTypedHeaders().IfRange?.EntityTag is { } known && known.Compare(tag, useStrongComparison: true) ? range : null;
    }

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);
}
