using Cutis.Server.Errors;

namespace Cutis.Server.Rasterisation;

/// <summary>A finished picture, or why there is none.</summary>
internal sealed record Picture(PictureContent? Content, string MediaType, ServiceError? Error)
{
    public static Picture Without(ServiceError error) => new(null, "", error);
}
