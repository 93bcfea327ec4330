namespace Cutis.Imaging.Jpeg;

/// <summary>Assembles a colour profile from the APP2 segments that hold its parts (ICC.1:2022, B.4).</summary>
/// <remarks>
/// Like Chromium, it accepts the segments in any order and ignores everything after the last missing part, so that a profile that occurs
/// twice counts once. Contradictory parts make no profile.
/// </remarks>
internal sealed class ProfileParts
{
    /// <summary>Maximum size of a profile in bytes; cameras embed hundreds of bytes, printer tables up to two million.</summary>
    public const int MaxBytes = 4 << 20;

    // "ICC_PROFILE", a zero byte, and the number and count of parts.
    private const int Header = 14;
    private byte[]?[] _parts = [];
    private int _missing;
    private int _bytes;
    private bool _isBroken;

    /// <summary>The payloads of the segments in order; empty when there are none or they are incomplete.</summary>
    public IReadOnlyList<byte[]> Segments => IsWhole ? [.. _parts.OfType<byte[]>()] : [];

    /// <summary>True when there were parts that make no profile, or one that is too large.</summary>
    public bool AreLost => _isBroken || (_parts.Length > 0 && !IsWhole);

    private bool IsWhole => _parts.Length > 0 && _missing == 0;

    /// <summary>Adds the payload of an APP2 segment if it holds a part of a profile.</summary>
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
