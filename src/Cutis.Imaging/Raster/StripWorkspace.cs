using System.Collections.Concurrent;

namespace Cutis.Imaging.Raster;

/// <summary>The buffers that one strip of one level is drawn in, used again by the next one of that width.</summary>
internal sealed class StripWorkspace
{
    private static readonly ConcurrentBag<StripWorkspace> Idle = [];
    private static readonly int MaxIdle = 2 * Environment.ProcessorCount;
    private readonly int _width;
    private LineStrip? _lines;

    private StripWorkspace(int width, int rows)
    {
        _width = width;
        Areas = new StripAreas(width, rows);
        Shared = new MultiEdgePixels(Areas.Stride, rows);
        Level = new LevelStrip(Areas, Shared);
    }

    public StripAreas Areas { get; }

    public MultiEdgePixels Shared { get; }

    public LevelStrip Level { get; }

    /// <summary>For lines that are drawn from their points; few pictures have any.</summary>
    public LineStrip Lines => _lines ??= new LineStrip(Areas);

    public static StripWorkspace Rent(int width, int rows, CancellationToken stop)
    {
        // One of another size is let go: a server's pictures are mostly alike.
        var rented = Idle.TryTake(out var idle) && idle._width == width && idle.Areas.Rows == rows ? idle : new StripWorkspace(width, rows);
        rented.Shared.Stop = stop;
        return rented;
    }

    /// <summary>Gives the buffers back; all that is drawn must have been cleared. Drawing that was ended early keeps them.</summary>
    public void Return()
    {
        Shared.Stop = default;
        Shared.Trim();
        if (Idle.Count < MaxIdle)
            Idle.Add(this);
    }
}
