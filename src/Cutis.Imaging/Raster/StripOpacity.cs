using System.Collections.Concurrent;

namespace Cutis.Imaging.Raster;

/// <summary>The opacity of a layer in one strip; pooled and reused for the next picture of the same width.</summary>
internal sealed class StripOpacity
{
    private static readonly ConcurrentBag<StripOpacity> Idle = [];
    private static readonly int MaxIdle = 4 * Environment.ProcessorCount;

    private StripOpacity(int tiles, int rows) => (Pixels, Tiles) = (new float[(tiles << StripAreas.TileBits) * rows], new float[tiles]);

    /// <summary>Opacity of each pixel, tile after tile; not initialised.</summary>
    public float[] Pixels { get; }

    /// <summary>Opacity of each tile; initially zero.</summary>
    public float[] Tiles { get; }

    public static StripOpacity Rent(int tiles, int rows) =>
        Idle.TryTake(out var idle) && idle.Tiles.Length == tiles && idle.Pixels.Length == (tiles << StripAreas.TileBits) * rows
            ? idle
            : new StripOpacity(tiles, rows);

    /// <summary>Returns the buffers to the pool.</summary>
    public void Return()
    {
        Array.Clear(Tiles);
        if (Idle.Count < MaxIdle)
            Idle.Add(this);
    }
}
