using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>The answer of one algorithm about one photo.</summary>
/// <param name="TechName">Name of the algorithm.</param>
/// <param name="Result">Its result; for a refusal, a result that says why it has no values.</param>
/// <param name="Refusal">Why it declined to measure; null when it did measure.</param>
public sealed record AlgorithmAnswer(string TechName, AlgorithmResult Result, Refusal? Refusal);
