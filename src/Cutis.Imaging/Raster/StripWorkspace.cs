using System.Collections.Concurrent;

namespace Cutis.Imaging.Raster;

/// <summary>The buffers in which one strip of one level is drawn; pooled and reused for the next one of the same width.</summary>
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

    /// <summary>For polylines that are drawn from their points; few pictures have any.</summary>
    public LineStrip Lines => _lines ??= new LineStrip(Areas);

    public static StripWorkspace Rent(int width, int rows, CancellationToken stop)
    {
        // An idle workspace of another size is dropped: most pictures of a server have the same size.
        var rented = Idle.TryTake(out var idle) && idle._width == width && idle.Areas.Rows == rows ? idle : new StripWorkspace(width, rows);
        rented.Shared.Stop = stop;
        return rented;
    }

    /// <summary>Returns the workspace, which must be clear, to the pool. Drawing that was cancelled does not return it.</summary>
    public void Return()
    {
        Shared.Stop = default;
        Shared.Trim();
        if (Idle.Count < MaxIdle)
            Idle.Add(this);
    }
}
