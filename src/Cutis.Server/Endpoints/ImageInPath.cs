using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>Finds the image that a path names; 404, or 410 when it was erased.</summary>
internal sealed class ImageInPath : IPathFinder<Image>
{
    public static Task<(Image? Found, ServiceError? Error)> FindAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<ImageService>().FindAsync((string)http.Request.RouteValues["image"]!, http.RequestAborted);
}
