using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>What one algorithm says of one photo.</summary>
/// <param name="TechName">The algorithm.</param>
/// <param name="Result">Its result, which says why where it says nothing.</param>
/// <param name="Refusal">Why it says nothing; null when it does.</param>
public sealed record AlgorithmAnswer(string TechName, AlgorithmResult Result, Refusal? Refusal);
