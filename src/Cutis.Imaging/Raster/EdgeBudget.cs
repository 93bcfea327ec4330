using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>How many more edges the outlines of a picture's polylines may have; all layers of the picture share it.</summary>
internal sealed class EdgeBudget
{
    public int Remaining { get; set; } = SceneLimits.MaxKeptEdges;
}
