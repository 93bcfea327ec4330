using System.Globalization;
using Cutis.Platform.Errors;

namespace Cutis.Platform.Capacity;

/// <summary>Why a piece of work was not done.</summary>
internal enum RefusalReason
{
    /// <summary>Too much work is waiting, or this piece has waited too long.</summary>
    Busy,

    /// <summary>It needs more memory than any work may have.</summary>
    TooLarge,

    /// <summary>It exceeded the time limit of a turn.</summary>
    TooSlow,
}

/// <summary>The reason for which work was not done, with a text for clients.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Text">One sentence.</param>
/// <param name="RetryAfter">When to try again; null when retrying does not help.</param>
internal sealed record Refusal(RefusalReason Reason, string Text, TimeSpan? RetryAfter)
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Too much work is waiting.</summary>
    public static Refusal Busy { get; } = new(RefusalReason.Busy, "The server is busy; try again shortly", TimeSpan.FromSeconds(1));

    /// <summary>The work can never fit.</summary>
    /// <param name="bytes">Bytes that it needs.</param>
    /// <param name="allowed">Bytes that are allowed.</param>
    public static Refusal TooLarge(long bytes, long allowed) =>
        new(
            RefusalReason.TooLarge,
            string.Create(
                CultureInfo.InvariantCulture,
                $"This takes about {Math.Ceiling(bytes / Mebibyte):0} MiB of memory; "
                    + $"at most {Math.Floor(allowed / Mebibyte):0} MiB are allowed"
            ),
            null
        );

    /// <summary>The refusal as an error of a use case. Work that is too large never fits, so that retrying does not help.</summary>
    public ServiceError ToError() =>
        new(Reason == RefusalReason.TooLarge ? ErrorKind.Unprocessable : ErrorKind.Busy, Text) { RetryAfter = RetryAfter };

    /// <summary>The work exceeded its time limit.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="retryAfter">When it may be tried again.</param>
    public static Refusal TooSlow(TimeSpan limit, TimeSpan retryAfter) =>
        new(
            RefusalReason.TooSlow,
            FormattableString.Invariant($"This takes longer than the {limit.TotalSeconds:0.#} seconds that are allowed"),
            retryAfter
        );
}
