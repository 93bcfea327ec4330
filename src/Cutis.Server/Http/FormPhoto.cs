using System.Text;
using System.Text.Json.Nodes;
using Cutis.Platform.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Http;

/// <summary>A photo with some fields, as JSON with base64 in it or as a form.</summary>
/// <param name="File">The photo.</param>
/// <param name="Fields">The rest, as the JSON of an object.</param>
internal sealed record FormPhoto(StagedObject File, byte[] Fields)
{
    private const int MaxFields = 64 << 10;
    private const int FieldBytes = 64;

    // Base64 takes four bytes for three; line breaks and escapes take some more.
    private const long Base64Bytes = 2;

    /// <summary>Takes the body of a request in: a form if its type says so, else JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key of the photo in JSON; in a form any file is the photo.</param>
    /// <param name="maxBytes">Bytes of the photo.</param>
    /// <param name="store">Where the photo is staged.</param>
    public static async Task<(FormPhoto? Photo, ErrorAnswer? Error)> StageAsync(
        HttpRequest request,
        string key,
        long maxBytes,
        IObjectStore store
    )
    {
        if (request.ContentLength > (maxBytes * Base64Bytes) + MaxFields)
            return (null, new Problem(413, $"The photo is too large; at most {maxBytes} bytes are allowed.", key));
        await using var content = new ClientStream(request);
        var isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "multipart/form-data";
        return isForm
            ? await StageFormAsync(content, HeaderUtilities.RemoveQuotes(type!.Boundary).ToString(), maxBytes, store, request)
            : await StageJsonAsync(content, key, maxBytes, store, request.HttpContext.RequestAborted);
    }

    private static async Task<(FormPhoto? Photo, ErrorAnswer? Error)> StageJsonAsync(
        Stream content,
        string key,
        long maxBytes,
        IObjectStore store,
        CancellationToken stop
    )
    {
        await using var body = new Base64Body(content, key, MaxFields, (maxBytes * Base64Bytes) + MaxFields);
        var (file, error) = await PhotoBody.StageAsync(body, maxBytes, store, stop);
        if (file is null || body.IsBroken || body.IsTooLarge)
        {
            if (file is not null)
                await file.DisposeAsync();
            return (null, Explain(body, key) ?? error);
        }

        return (new FormPhoto(file, body.Rest.ToArray()), null);
    }

    private static Problem? Explain(Base64Body body, string key)
    {
        if (body.IsTooLarge)
            return TooManyFields();
        if (body.IsBroken)
            return Problem.Invalid(key, "Is not base64.");
        return body.HasData ? null : Problem.Invalid(key, "Is required: the photo as base64.");
    }

    private static async Task<(FormPhoto? Photo, ErrorAnswer? Error)> StageFormAsync(
        Stream content,
        string boundary,
        long maxBytes,
        IObjectStore store,
        HttpRequest request
    )
    {
        var stop = request.HttpContext.RequestAborted;
        if (boundary.Length is 0 or > 200)
            return (null, Problem.Invalid("body", "The form has no boundary."));
        var (fields, file, error) = (new JsonObject(), default(StagedObject), default(ErrorAnswer));
        try
        {
            var reader = new MultipartReader(boundary, content);
            var left = MaxFields;
            while (error is null && await reader.ReadNextSectionAsync(stop) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    continue;
                if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
                {
                    if (file is not null)
                        error = Problem.Invalid("body", "Must have one file.");
                    else
                        (file, error) = await PhotoBody.StageAsync(section.Body, maxBytes, store, stop);
                    continue;
                }

                var value = await ReadFieldAsync(section.Body, left, stop);
                if (value is null)
                    error = TooManyFields();
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                fields[name] = AsJson(value ?? "");
                // Fields without values are bytes too.
                left = Math.Max(0, left - name.Length - (value?.Length ?? 0) - FieldBytes);
                if (left == 0)
                    error = TooManyFields();
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            error = Problem.Invalid("body", "Is not a form.");
        }

        if (error is null && file is not null)
            return (new FormPhoto(file, Encoding.UTF8.GetBytes(fields.ToJsonString())), null);
        if (file is not null)
            await file.DisposeAsync();
        return (null, error ?? Problem.Invalid("file", "Is required: the photo as a file."));
    }

    private static Problem TooManyFields() =>
        new(413, $"The body is too large; at most {MaxFields} bytes are allowed besides the photo.", "body");

    // A form knows texts alone.
    private static JsonNode AsJson(string text) =>
        int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : text;

    private static async Task<string?> ReadFieldAsync(Stream body, int maxBytes, CancellationToken stop)
    {
        var buffer = new byte[maxBytes + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return read > maxBytes ? null : Encoding.UTF8.GetString(buffer, 0, read);
    }
}
