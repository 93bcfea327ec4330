namespace Cutis.Masks.Results;

/// <summary>An error in a result document.</summary>
/// <param name="Path">A JSON path such as <c>masks_original[0].features[2].properties.intensity</c>; empty for the whole document.</param>
/// <param name="Message">What is wrong, with the limit and the value.</param>
public sealed record ValidationError(string Path, string Message);
