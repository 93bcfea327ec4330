namespace Cutis.Platform.Jobs;

/// <summary>Thrown by a handler for which another attempt later is nothing unusual.</summary>
/// <param name="message">Why, for the log.</param>
internal sealed class TryAgainException(string message) : Exception(message)
{
    /// <summary>How long the next attempt is to wait at least.</summary>
    public TimeSpan AtLeast { get; init; }
}
