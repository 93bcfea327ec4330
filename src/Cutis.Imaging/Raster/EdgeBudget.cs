using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>What the layers of a picture share: the edges of its polylines, and the work of counting where shapes overlap.</summary>
/// <param name="levels">Number of levels of the picture.</param>
internal sealed class EdgeBudget(int levels)
{
    private const long WorkOfPicture = 600_000_000;
    private const long MinWork = 200_000;
    private const long MaxWork = 10_000_000;

    /// <summary>How many more edges the outlines of polylines may have.</summary>
    public int Remaining { get; set; } = SceneLimits.MaxKeptEdges;

    /// <summary>
    /// How much of a level's strip may be visited to count pixels on several edges. It follows from the scene alone, so that the picture
    /// does not depend on the order in which strips are drawn.
    /// </summary>
    /// <param name="strips">Number of strips of the picture.</param>
    public long WorkOf(int strips) => Math.Clamp(WorkOfPicture / ((long)Math.Max(1, strips) * Math.Max(1, levels)), MinWork, MaxWork);
}
