using Cutis.Platform.Errors;

namespace Cutis.Platform.Storage;

/// <summary>Errors of use cases about a stored object that cannot be used.</summary>
internal static class ObjectErrors
{
    /// <summary>A stored file is missing, although its image was not erased.</summary>
    public static ServiceError Missing { get; } =
        new(ErrorKind.Damaged, "A stored file of the image is missing") { Code = "object_missing" };

    /// <summary>The bytes of a stored file differ from those that were stored.</summary>
    public static ServiceError Damaged { get; } =
        new(ErrorKind.Damaged, "A stored file of the image is damaged") { Code = "object_damaged" };

    /// <summary>The error of a fault.</summary>
    public static ServiceError ToError(this ObjectFault fault) => fault == ObjectFault.Missing ? Missing : Damaged;
}
