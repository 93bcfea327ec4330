namespace Cutis.Platform.Storage;

/// <summary>The kinds of objects: the names of their folders.</summary>
internal static class ObjectKinds
{
    public const string Photos = "photos";
    public const string Masks = "masks";
}

/// <summary>An object that a record of an image refers to.</summary>
/// <param name="Company">The company of the image.</param>
/// <param name="Image">The image.</param>
/// <param name="Kind">One of <see cref="ObjectKinds"/>.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
internal sealed record RecordedObject(Guid Company, Guid Image, string Kind, string Digest)
{
    public ObjectKey Key => Kind == ObjectKinds.Photos ? ObjectKey.Photo(Company, Image, Digest) : ObjectKey.Masks(Company, Image, Digest);
}
