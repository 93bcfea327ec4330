using Cutis.Platform.Storage;

namespace Cutis.Server.Http;

/// <summary>Takes a photo in from the body of a request, without ever holding it in memory.</summary>
internal static class PhotoBody
{
    private static readonly string[] Types = ["application/octet-stream", "image/jpeg", "image/jpg", "image/png"];

    /// <summary>
    /// The body as a temporary file. What is larger than allowed, or begins like no photo, is refused before the rest of it has come.
    /// </summary>
    public static async Task<(StagedObject? File, ErrorAnswer? Error)> StageAsync(HttpRequest request, long maxBytes, IObjectStore store)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        if (type is { Length: > 0 } && !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
            return (null, new Problem(415, "The Content-Type must be application/octet-stream, image/jpeg or image/png.", "image"));
        if (request.ContentLength > maxBytes)
            return (null, TooLarge(maxBytes));
        await using var content = new ClientStream(request);
        return await StageAsync(content, maxBytes, store, request.HttpContext.RequestAborted);
    }

    /// <summary>The same from a stream that has the photo alone.</summary>
    public static async Task<(StagedObject? File, ErrorAnswer? Error)> StageAsync(
        Stream content,
        long maxBytes,
        IObjectStore store,
        CancellationToken stop
    )
    {
        await using var photo = new PhotoStream(content);
        var file = await store.StageAsync(photo, maxBytes, stop);
        if (photo.IsPhoto == false)
        {
            if (file is not null)
                await file.DisposeAsync();
            return (null, new Problem(415, "The file is neither a JPEG nor a PNG.", "image"));
        }

        if (file is null)
            return (null, TooLarge(maxBytes));
        if (file.Length > 0)
            return (file, null);
        await file.DisposeAsync();
        return (null, Problem.Invalid("image", "Is empty."));
    }

    private static Problem TooLarge(long maxBytes) => new(413, $"The photo is too large; at most {maxBytes} bytes are allowed.", "image");
}
