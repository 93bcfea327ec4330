using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// The dimmed twins of one photo, a few at most. One is made for an opacity that a second picture asks for: to a single picture it
/// gives back less than it costs. Pictures are the same bytes with and without.
/// </summary>
/// <param name="canonical">What they are twins of.</param>
internal sealed class ScaledScanCache(IndexedScan canonical)
{
    /// <summary>How many are kept, and the most opacities of a picture that uses them.</summary>
    public const int Places = 2;

    private const int MaxRemembered = 64;
    private readonly Lock _lock = new();
    private readonly List<ScaledScan> _twins = [];
    private readonly HashSet<CoefficientScale> _asked = [];

    /// <summary>Bytes that all twins may take; a full one is a little smaller than the bits, places and levels of the photo.</summary>
    public long Capacity => Places * canonical.ScaledScanBytes;

    /// <summary>The twin for a picture that has an even area; null when it is to do without. To be asked once a picture.</summary>
    public ScaledScan? For(CoefficientScale scale)
    {
        lock (_lock)
        {
            var at = _twins.FindIndex(twin => twin.Scale == scale);
            if (at < 0)
            {
                if (_asked.Count >= MaxRemembered)
                    _asked.Clear();
                if (_asked.Add(scale))
                    return null;
            }

            var twin = at < 0 ? new ScaledScan(canonical.Frame, canonical.Tables, scale, canonical.ScaledScanBytes) : _twins[at];
            if (at >= 0)
                _twins.RemoveAt(at);
            else if (_twins.Count == Places)
                _twins.RemoveAt(0);
            _twins.Add(twin);
            return twin;
        }
    }
}

/// <summary>The twins of one picture: its threads ask as one.</summary>
internal sealed class PictureScaledScans(ScaledScanCache shelf)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CoefficientScale, ScaledScan?> _known = [];

    public ScaledScan? For(CoefficientScale scale)
    {
        lock (_lock)
            return _known.TryGetValue(scale, out var twin) ? twin : _known[scale] = shelf.For(scale);
    }
}
