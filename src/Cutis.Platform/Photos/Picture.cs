using Cutis.Platform.Errors;

namespace Cutis.Platform.Photos;

/// <summary>A finished picture, or the reason why there is none.</summary>
internal sealed record Picture(PictureContent? Content, string MediaType, ServiceError? Error)
{
    public static Picture Without(ServiceError error) => new(null, "", error);
}
