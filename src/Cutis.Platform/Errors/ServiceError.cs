namespace Cutis.Platform.Errors;

/// <summary>What kind of thing a use case could not do; the server has one status of HTTP for each.</summary>
internal enum ErrorKind
{
    /// <summary>A field of the request is wrong.</summary>
    Invalid,

    /// <summary>There is nothing of that name.</summary>
    NotFound,

    /// <summary>It was there, and was erased.</summary>
    Erased,

    /// <summary>It has more bytes, pixels or values than are allowed.</summary>
    TooLarge,

    /// <summary>It is a file of a format that cannot be used.</summary>
    UnsupportedFormat,

    /// <summary>It is understood and allowed, and cannot be done here.</summary>
    Unprocessable,

    /// <summary>The company has too much of it under way.</summary>
    TooMany,

    /// <summary>The server has too much to do.</summary>
    Busy,

    /// <summary>What was stored is missing or damaged.</summary>
    Damaged,
}

/// <summary>Why a use case did not do what it was asked, in words that anyone may read.</summary>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ServiceError(ErrorKind Kind, string Message)
{
    /// <summary>The field of the request that it is about, such as <c>masks</c>; null when it is about none.</summary>
    public string? Field { get; init; }

    /// <summary>A stable name for programs; null when the kind says enough.</summary>
    public string? Code { get; init; }

    /// <summary>When to try again; null when that is no use.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Every message of every wrong field of an invalid request; <see cref="Field"/> and <see cref="Message"/> are the first.
    /// </summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>An image that was erased.</summary>
    public static ServiceError ImageErased { get; } = new(ErrorKind.Erased, "Image erased");

    /// <summary>An image that is not there, or is another company's.</summary>
    public static ServiceError ImageNotFound { get; } = NotFound("Image");

    /// <summary>Something is not there.</summary>
    /// <param name="what">What it is, such as <c>Result</c>.</param>
    public static ServiceError NotFound(string what) => new(ErrorKind.NotFound, $"{what} not found");

    /// <summary>One field is wrong.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="message">What is wrong with it.</param>
    public static ServiceError Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>Some fields are wrong.</summary>
    /// <param name="fields">The messages of each; at least one.</param>
    public static ServiceError Invalid(IReadOnlyDictionary<string, string[]> fields)
    {
        var (field, messages) = fields.First();
        return new ServiceError(ErrorKind.Invalid, messages[0]) { Field = field, Fields = fields };
    }
}
