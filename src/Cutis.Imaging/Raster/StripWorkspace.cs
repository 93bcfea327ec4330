using System.Collections.Concurrent;

namespace Cutis.Imaging.Raster;

/// <summary>The buffers that one strip is drawn in, used again by the next picture of that width.</summary>
internal sealed class StripWorkspace : IDisposable
{
    private static readonly ConcurrentBag<StripWorkspace> Idle = [];
    private static readonly int MostIdle = 2 * Environment.ProcessorCount;
    private readonly int _width;

    private StripWorkspace(int width, int rows)
    {
        _width = width;
        Areas = new StripAreas(width, rows);
        Shared = new SharedPixels(Areas.Stride, rows);
        Level = new LevelStrip(Areas, Shared);
        Opacity = new float[Areas.Stride * rows];
        Tiles = new float[Areas.Stride >> StripAreas.TileBits];
    }

    public StripAreas Areas { get; }

    public SharedPixels Shared { get; }

    public LevelStrip Level { get; }

    public float[] Opacity { get; }

    public float[] Tiles { get; }

    public static StripWorkspace Rent(int width, int rows)
    {
        // One of another size is let go: a server's pictures are mostly alike.
        return Idle.TryTake(out var idle) && idle._width == width && idle.Areas.Rows == rows ? idle : new StripWorkspace(width, rows);
    }

    /// <summary>Gives the buffers back; all that is drawn must have been cleared.</summary>
    public void Dispose()
    {
        if (Idle.Count < MostIdle) Idle.Add(this);
    }
}
