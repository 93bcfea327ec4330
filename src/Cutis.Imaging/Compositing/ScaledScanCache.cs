using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// The scaled scans of one photo, at most <see cref="Places"/>. A scan is made when a second picture asks for the same opacity: making one
/// for a single picture costs more than it saves. Pictures have the same bytes with and without it.
/// </summary>
/// <param name="canonical">The photo's own scan, which is scaled.</param>
internal sealed class ScaledScanCache(IndexedScan canonical)
{
    /// <summary>How many scaled scans are kept; a picture with more opacities than this uses none.</summary>
    public const int Places = 2;

    private const int MaxRemembered = 64;
    private readonly Lock _lock = new();
    private readonly List<ScaledScan> _twins = [];
    private readonly HashSet<CoefficientScale> _asked = [];

    /// <summary>
    /// Bytes that all scaled scans together may take. A complete one is slightly smaller than the bits, offsets and DC coefficients of the
    /// photo.
    /// </summary>
    public long Capacity => Places * canonical.ScaledScanBytes;

    /// <summary>
    /// The scaled scan for a picture with a uniformly covered area; null when the picture is to do without. Called once per picture and
    /// scale.
    /// </summary>
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

/// <summary>The scaled scans that one picture uses; its threads count as one request.</summary>
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
