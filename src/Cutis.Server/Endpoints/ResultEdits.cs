using Cutis.Platform.Images;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Endpoints;

/// <summary>What a request says of the result that it replaces: <c>If-Match</c>, <c>If-None-Match: *</c>, and a note.</summary>
internal static class ResultEdits
{
    public static readonly ErrorResponse Changed = new(
        "ResultChanged",
        412,
        "The result is not, or no longer, the one that `If-Match` names; `code` is `result_changed`.",
        typeof(Detail)
    );

    public static ResultEdit Read(HttpRequest request, string? note)
    {
        var headers = request.GetTypedHeaders();
        var hasMatch = request.Headers.IfMatch.Count > 0;
        var said = string.IsNullOrEmpty(note) ? null : note;
        return new ResultEdit
        {
            IsKept = hasMatch || said is not null,
            // Weak tags never match, and a header that cannot be read names none.
            Expected = hasMatch ? [.. headers.IfMatch.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.ToString().Trim('"'))] : null,
            IsFirst = headers.IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any)),
            Note = said,
        };
    }

    public static void Tag(HttpResponse response, string tag) => response.Headers.ETag = $"\"{tag}\"";
}
