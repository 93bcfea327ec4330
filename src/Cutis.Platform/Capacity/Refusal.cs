using System.Globalization;
using Cutis.Platform.Errors;

namespace Cutis.Platform.Capacity;

/// <summary>Why a piece of work was not done.</summary>
internal enum RefusalReason
{
    /// <summary>Too much is waiting, or it has waited too long.</summary>
    Busy,

    /// <summary>It needs more memory than any work may have.</summary>
    TooLarge,

    /// <summary>It was not done within the time limit of a turn.</summary>
    TooSlow,
}

/// <summary>Work that was not done, in words that anyone may read.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">One sentence.</param>
/// <param name="RetryAfter">When to try again; null when that is no use.</param>
internal sealed record Refusal(RefusalReason Reason, string Text, TimeSpan? RetryAfter)
{
    private const double Mebibyte = 1 << 20;

    /// <summary>There is too much to do.</summary>
    public static Refusal Busy { get; } = new(RefusalReason.Busy, "The server is busy; try again shortly", TimeSpan.FromSeconds(1));

    /// <summary>The work does not fit.</summary>
    /// <param name="bytes">What it needs.</param>
    /// <param name="allowed">What it may have.</param>
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

    /// <summary>The refusal as an error of a use case. What is too large never fits, so trying again is no use.</summary>
    public ServiceError ToError() =>
        new(Reason == RefusalReason.TooLarge ? ErrorKind.Unprocessable : ErrorKind.Busy, Text) { RetryAfter = RetryAfter };

    /// <summary>The work took too long.</summary>
    /// <param name="limit">What it may take.</param>
    /// <param name="retryAfter">From when on it will be tried again.</param>
    public static Refusal TooSlow(TimeSpan limit, TimeSpan retryAfter) =>
        new(
            RefusalReason.TooSlow,
            FormattableString.Invariant($"This takes longer than the {limit.TotalSeconds:0.#} seconds that are allowed"),
            retryAfter
        );
}
