using System.Collections.Immutable;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Platform.Rendering;

/// <summary>The body of a masks request.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Frame">Which of its photos.</param>
/// <param name="Masks">The entries.</param>
/// <param name="Combine">Whether all masks go on one picture.</param>
internal sealed record MaskRequest(Guid ImageId, Frame Frame, ImmutableArray<MaskOptions> Masks, bool Combine)
{
    /// <summary>Masks in one request.</summary>
    public const int MaxMasks = 100;

    /// <summary>Masks on one picture.</summary>
    public const int MaxCombined = 24;
}

/// <summary>One entry of <c>masks</c>.</summary>
/// <param name="RequestedName">The name as it was asked; the answer repeats it.</param>
/// <param name="Algorithm">Its canonical form, or null for a text that cannot be a name.</param>
/// <param name="Fill">Colours in place of the masks' own.</param>
/// <param name="LineThickness">Fraction of the longer side.</param>
/// <param name="MainMetric">Whether the answer has the main metric.</param>
/// <param name="SubMetrics">Whether the answer has the sub-metrics.</param>
/// <param name="ConcentricLines">Whether areas are drawn as nested outlines.</param>
/// <param name="Picture">What the picture is like otherwise.</param>
internal sealed record MaskOptions(
    string RequestedName,
    AlgorithmName? Algorithm,
    FillOverride Fill,
    double LineThickness,
    bool MainMetric,
    bool SubMetrics,
    bool ConcentricLines,
    OutputFields Picture
);
