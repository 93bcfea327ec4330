using System;

namespace Cutis.Client;

/// <summary>An analysis has failed for good, after all its attempts.</summary>
/// <param name="compute">The analysis.</param>
public sealed class AnalysisFailedException(Compute compute) : Exception(compute.Error ?? "The analysis has failed.")
{
    /// <summary>The analysis.</summary>
    public Compute Compute { get; } = compute;
}
