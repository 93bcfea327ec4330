using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// The scaled scans of one photo, at most <see cref="Places"/>. A scan is made when a second picture asks for the same opacity: making one
/// for a single picture costs more than it saves. Pictures have the same bytes with and without it.
/// </summary>
/// <param name="scan">The photo's own scan, which is scaled.</param>
internal sealed class ScaledScanCache(IndexedScan scan)
{
    /// <summary>How many scaled scans are kept; a picture with more opacities than this uses none.</summary>
    public const int Places = 2;

    private const int MaxRemembered = 64;
    private readonly Lock _lock = new();
    private readonly List<ScaledScan> _scans = [];
    private readonly HashSet<CoefficientScale> _requested = [];

    /// <summary>
    /// Bytes that all scaled scans together may take. A complete one is slightly smaller than the bits, offsets and DC coefficients of the
    /// photo.
    /// </summary>
    public long Capacity => Places * scan.ScaledScanBytes;

    /// <summary>
    /// The scaled scan for a picture with a uniformly covered area; null when the picture is to do without. Called once per picture and
    /// scale.
    /// </summary>
    public ScaledScan? For(CoefficientScale scale)
    {
        lock (_lock)
        {
            var at = _scans.FindIndex(scaled => scaled.Scale == scale);
            if (at < 0)
            {
                if (_requested.Count >= MaxRemembered)
                    _requested.Clear();
                if (_requested.Add(scale))
                    return null;
            }

            var scaled = at < 0 ? new ScaledScan(scan.Frame, scan.Tables, scale, scan.ScaledScanBytes) : _scans[at];
            if (at >= 0)
                _scans.RemoveAt(at);
            else if (_scans.Count == Places)
                _scans.RemoveAt(0);
            _scans.Add(scaled);
            return scaled;
        }
    }
}

/// <summary>The scaled scans that one picture uses; its threads count as one request.</summary>
internal sealed class PictureScaledScans(ScaledScanCache cache)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CoefficientScale, ScaledScan?> _known = [];

    public ScaledScan? For(CoefficientScale scale)
    {
        lock (_lock)
            return _known.TryGetValue(scale, out var scaled) ? scaled : _known[scale] = cache.For(scale);
    }
}
