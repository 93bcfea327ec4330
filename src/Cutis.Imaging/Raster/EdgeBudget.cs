using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>How many more edges the outlines of a picture's lines may have; its layers share them.</summary>
internal sealed class EdgeBudget
{
    public int Remaining { get; set; } = SceneLimits.MaxKeptEdges;
}
