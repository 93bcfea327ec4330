using Cutis.Platform.Errors;

namespace Cutis.Platform.Storage;

/// <summary>What is wrong with a stored object, as an error of a use case.</summary>
internal static class ObjectErrors
{
    /// <summary>A stored file is not there, though its image was not erased.</summary>
    public static ServiceError Missing { get; } =
        new(ErrorKind.Damaged, "A stored file of the image is missing") { Code = "object_missing" };

    /// <summary>A stored file is not what was stored.</summary>
    public static ServiceError Damaged { get; } =
        new(ErrorKind.Damaged, "A stored file of the image is damaged") { Code = "object_damaged" };

    /// <summary>The error of a fault.</summary>
    public static ServiceError ToError(this ObjectFault fault) => fault == ObjectFault.Missing ? Missing : Damaged;
}
