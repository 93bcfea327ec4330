namespace Cutis.Platform.Errors;

/// <summary>The kind of an expected failure; the server maps each to one HTTP status.</summary>
internal enum ErrorKind
{
    /// <summary>A field of the request is invalid.</summary>
    Invalid,

    /// <summary>Who asks has not shown who it is.</summary>
    NotAuthenticated,

    /// <summary>It does not exist.</summary>
    NotFound,

    /// <summary>It existed and was erased.</summary>
    Erased,

    /// <summary>It contradicts what is stored.</summary>
    Conflict,

    /// <summary>It is not what the request expects it to be.</summary>
    PreconditionFailed,

    /// <summary>It has more bytes, pixels or values than allowed.</summary>
    TooLarge,

    /// <summary>It is a file in an unsupported format.</summary>
    UnsupportedFormat,

    /// <summary>It is understood and allowed, but cannot be done.</summary>
    Unprocessable,

    /// <summary>Too much of it is under way, or was tried lately.</summary>
    TooMany,

    /// <summary>The server is overloaded.</summary>
    Busy,

    /// <summary>A stored object is missing or damaged.</summary>
    Damaged,
}

/// <summary>An expected failure of a use case, with a text for clients.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ServiceError(ErrorKind Kind, string Message)
{
    /// <summary>The field of the request to which it refers, such as <c>masks</c>; null when there is none.</summary>
    public string? Field { get; init; }

    /// <summary>A stable code; null when the kind suffices.</summary>
    public string? Code { get; init; }

    /// <summary>When to try again; null when retrying does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>All messages of all invalid fields; <see cref="Field"/> and <see cref="Message"/> are the first of them.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>An image that was erased.</summary>
    public static ServiceError ImageErased { get; } = new(ErrorKind.Erased, "Image erased");

    /// <summary>The image does not exist, or belongs to another company.</summary>
    public static ServiceError ImageNotFound { get; } = NotFound("Image");

    /// <summary>Something does not exist.</summary>
    /// <param name="what">What it is, such as <c>Result</c>.</param>
    public static ServiceError NotFound(string what) => new(ErrorKind.NotFound, $"{what} not found");

    /// <summary>One invalid field.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="message">What is wrong with it.</param>
    public static ServiceError Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>Several invalid fields.</summary>
    /// <param name="fields">The messages of each; at least one.</param>
    public static ServiceError Invalid(IReadOnlyDictionary<string, string[]> fields)
    {
        var (field, messages) = fields.First();
        return new ServiceError(ErrorKind.Invalid, messages[0]) { Field = field, Fields = fields };
    }
}
