namespace Cutis.Imaging.Jpeg;

/// <summary>Puts a colour profile together from the APP2 segments that hold its parts (ICC.1:2022, B.4).</summary>
/// <remarks>
/// As Chromium does: the segments may stand in any order, and what comes after the last missing part is not looked at, so that a profile
/// that is there twice counts once. Parts that contradict one another make no profile.
/// </remarks>
internal sealed class ProfileParts
{
    /// <summary>Bytes of a profile that are kept; those of cameras have hundreds, tables for a printer up to two millions.</summary>
    public const int MaxBytes = 4 << 20;

    // "ICC_PROFILE", a zero, and the number and count of parts.
    private const int Header = 14;
    private byte[]?[] _parts = [];
    private int _missing;
    private int _bytes;
    private bool _isBroken;

    /// <summary>
    /// The payloads of the segments in the order of their parts; empty when there are none, or when they make no profile.
    /// </summary>
    public IReadOnlyList<byte[]> Segments => IsWhole ? [.. _parts.OfType<byte[]>()] : [];

    /// <summary>True when there were parts that make no profile, or a larger one than is kept.</summary>
    public bool AreLost => _isBroken || (_parts.Length > 0 && !IsWhole);

    private bool IsWhole => _parts.Length > 0 && _missing == 0;

    /// <summary>Adds the payload of an APP2 segment when it holds a part of a profile.</summary>
    public void Add(ReadOnlySpan<byte> payload)
    {
        if (payload.Length <= Header || !payload.StartsWith("ICC_PROFILE\0"u8) || _isBroken || IsWhole)
            return;
        var (index, count) = (payload[12] - 1, payload[13]);
        if (_parts.Length == 0)
            (_parts, _missing) = (new byte[count][], count);
        _bytes += payload.Length - Header;
        if (count != _parts.Length || index < 0 || index >= count || _parts[index] is not null || _bytes > MaxBytes)
        {
            (_parts, _isBroken) = ([], true);
            return;
        }

        _parts[index] = payload.ToArray();
        _missing--;
    }
}
