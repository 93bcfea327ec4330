using System.Collections.Immutable;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Platform.Rendering;

/// <summary>The body of a masks request.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Frame">Which photo of the image.</param>
/// <param name="Masks">The entries.</param>
/// <param name="Combine">Whether all masks are drawn on one picture.</param>
internal sealed record MaskRequest(Guid ImageId, Frame Frame, ImmutableArray<MaskOptions> Masks, bool Combine)
{
    /// <summary>Maximum number of entries in a request.</summary>
    public const int MaxMasks = 100;

    /// <summary>Maximum number of entries on one combined picture.</summary>
    public const int MaxCombined = 24;
}

/// <summary>One entry of <c>masks</c>.</summary>
/// <param name="RequestedName">The name as requested; the answer repeats it.</param>
/// <param name="Algorithm">The canonical name; null for a text that cannot be a name.</param>
/// <param name="Fill">Colours that replace those of the masks.</param>
/// <param name="LineThickness">Line thickness as a fraction of the longer side; null for that of the style.</param>
/// <param name="MainMetric">Whether the answer contains the main metric.</param>
/// <param name="SubMetrics">Whether the answer contains the sub-metrics.</param>
/// <param name="ConcentricLines">Whether areas are drawn as concentric outlines.</param>
/// <param name="Picture">Further options of the picture.</param>
internal sealed record MaskOptions(
    string RequestedName,
    AlgorithmName? Algorithm,
    FillOverride Fill,
    double? LineThickness,
    bool MainMetric,
    bool SubMetrics,
    bool ConcentricLines,
    OutputFields Picture
)
{
    /// <summary>The style by its name; null for that of the settings.</summary>
    public string? Style { get; init; }
}
