using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Http;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Endpoints;

/// <summary>GET and HEAD of signed URLs.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder app)
    {
        var files = app.MapGroup("/files/companies/{company:guid}/images/{image:guid}").WithTags("Files");
        FileDescriptions.Map(files, "/masked/{recipe}/{name}", GetMaskedAsync, FileDescriptions.Masked);
        FileDescriptions.Map(files, "/photos/{digest}/{name}", GetPhotoAsync, FileDescriptions.Photos);
        // URLs of version 0.1, which did not end with a file name.
        FileDescriptions.Map(files, "/masked/{file}", GetUnnamedMaskedAsync, FileDescriptions.Masked with { IsNamed = false });
        FileDescriptions.Map(files, "/photos/{file}", GetUnnamedPhotoAsync, FileDescriptions.Photos with { IsNamed = false });
    }

    private static Task<IResult> GetUnnamedMaskedAsync(
        HttpContext http,
        Guid company,
        Guid image,
        string file,
        FileGate gate,
        StoredRecipes recipes,
        Renderer renderer,
        PictureSender sender,
        TimeProvider clock
    ) =>
        GetMaskedAsync(
            http,
            company,
            image,
            Path.GetFileNameWithoutExtension(file),
            "masks" + Path.GetExtension(file),
            gate,
            recipes,
            renderer,
            sender,
            clock
        );

    private static Task<IResult> GetUnnamedPhotoAsync(
        HttpContext http,
        Guid company,
        Guid image,
        string file,
        FileGate gate,
        VerifiedObjects objects,
        TimeProvider clock
    ) =>
        GetPhotoAsync(
            http,
            company,
            image,
            Path.GetFileNameWithoutExtension(file),
            "original" + Path.GetExtension(file),
            gate,
            objects,
            clock
        );

    private static async Task<IResult> GetMaskedAsync(
        HttpContext http,
        Guid company,
        Guid image,
        string recipe,
        string name,
        FileGate gate,
        StoredRecipes recipes,
        Renderer renderer,
        PictureSender sender,
        TimeProvider clock
    )
    {
        // A stored recipe cannot be read before the URL is known to be right; without photos there is none but of masks alone.
        var masksAlone = ObjectKey.IsDigest(recipe) || RecipeText.Parse(recipe)?.BlankSize is not null;
        var (url, access, refusal) = await gate.EnterAsync(http, company, image, masksAlone);
        if (url is null)
            return Refuse(http, refusal!);
        var (known, fault) = ObjectKey.IsDigest(recipe)
            ? await recipes.FindAsync(company, image, recipe, http.RequestAborted)
            : (RecipeText.Parse(recipe), null);
        if (known is null)
        {
            if (fault is null)
                return Refuse(http, FileGate.Forbidden);
            return Refuse(http, await gate.ExplainAsync(fault.Value.ToError(), company, image, http.RequestAborted));
        }

        if (access!.State == ImageState.WithoutPhotos && known.BlankSize is null)
            return Refuse(http, ImageService.PhotosDeleted);
        var tag = new EntityTagHeaderValue($"\"{known.Tag}\"");
        // The ETag is known before the picture is drawn, so that a client that has the picture costs nothing.
        if (Preconditions.Status(http.Request, tag) is { } status)
            return Unsent(http, status, tag, url.Expires - clock.GetUtcNow());
        var feed = new PictureStream();
        var making = renderer.GetAsync(company, image, known, feed, http.RequestAborted);
        Describe(http, url.Expires - clock.GetUtcNow());
        Name(http, name);
        // A range of a picture, or its length, is sent once the picture is complete.
        if (HttpMethods.IsGet(http.Request.Method) && Preconditions.Range(http.Request, tag) is null)
        {
            await Task.WhenAny(making, feed.Started);
            if (feed.Started.IsCompleted)
                return Parts(http, sender, await feed.Started, making, tag);
        }

        var picture = await making;
        if (picture.Error is { } error)
            return Refuse(http, await gate.ExplainAsync(error, company, image, http.RequestAborted));
        PictureParts.Protect(http, picture.MediaType);
        var sending = sender.Begin(picture.Content!, http.Abort);
        return new FileAnswer(
            picture.Content!.Length,
            picture.MediaType,
            tag,
            (target, part, stop) => sending.WriteAsync(target, part.From, part.Length, stop),
            sending
        );
    }

    // Neither the answer nor what it waits for holds the picture itself, which may have to leave the memory.
    private static PictureParts Parts(
        HttpContext http,
        PictureSender sender,
        (PictureContent Content, string MediaType) begun,
        Task<Picture> making,
        EntityTagHeaderValue tag
    )
    {
        var failure = making.ContinueWith(
            made => made.Exception?.InnerException,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return new PictureParts(sender.Begin(begun.Content, http.Abort), begun.MediaType, tag, failure);
    }

    private static async Task<IResult> GetPhotoAsync(
        HttpContext http,
        Guid company,
        Guid image,
        string digest,
        string name,
        FileGate gate,
        VerifiedObjects objects,
        TimeProvider clock
    )
    {
        var (url, access, refusal) = await gate.EnterAsync(http, company, image);
        if (url is null || !ObjectKey.IsDigest(digest))
            return Refuse(http, refusal ?? FileGate.Forbidden);
        var isRestored = name.StartsWith(Frame.Restored.ImageType(), StringComparison.Ordinal);
        var shown = FileNames.Shown(access!.Name, isRestored, Path.GetExtension(name));
        var (photo, fault) = await objects.OpenAsync(ObjectKey.Photo(company, image, digest), http.RequestAborted);
        if (photo is null)
            return Refuse(http, await gate.ExplainAsync(fault!.Value.ToError(), company, image, http.RequestAborted));
        var tag = new EntityTagHeaderValue($"\"{digest}\"");
        if (Preconditions.Status(http.Request, tag) is { } status)
        {
            photo.Dispose();
            return Unsent(http, status, tag, url.Expires - clock.GetUtcNow());
        }

        Describe(http, url.Expires - clock.GetUtcNow());
        Name(http, shown);
        return new FileAnswer(
            photo.Length,
            FilePaths.MediaType(name),
            tag,
            (target, part, stop) => photo.CopyToAsync(target, part.From, part.Length, stop),
            photo
        );
    }

    private static IResult Refuse(HttpContext http, ServiceError error) => Refuse(http, Problem.From(error));

    private static IResult Refuse(HttpContext http, IResult problem)
    {
        Share(http);
        http.Response.Headers.CacheControl = "no-store";
        // An error must not be saved under the name of a picture.
        http.Response.Headers.ContentDisposition = default;
        return problem;
    }

    private static IResult Unsent(HttpContext http, int status, EntityTagHeaderValue tag, TimeSpan rest)
    {
        if (status != StatusCodes.Status304NotModified)
            return Refuse(http, new Problem(status, "The file has another ETag"));
        Describe(http, rest);
        http.Response.Headers.ETag = tag.ToString();
        return TypedResults.StatusCode(status);
    }

    private static void Describe(HttpContext http, TimeSpan rest)
    {
        Share(http);
        http.Response.Headers.CacheControl = $"private, immutable, max-age={Math.Max(0, (long)rest.TotalSeconds)}";
    }

    private static void Name(HttpContext http, string name)
    {
        var disposition = new ContentDispositionHeaderValue("inline");
        // A second form for names beyond ASCII, after RFC 6266.
        if (name.All(char.IsAscii))
            disposition.FileName = name;
        else
            disposition.SetHttpFileName(name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
    }

    // Pages of other origins may show the picture; that is what signed URLs are for.
    private static void Share(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        // The URL grants access, so it must not be sent as a referrer.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.AccessControlAllowOrigin = "*";
    }
}
