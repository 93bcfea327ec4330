using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Reads a scan header (SOS; ITU-T T.81, B.2.3).</summary>
internal static class ScanHeader
{
    /// <summary>Reads the scan that a segment describes, and fixes the quantisation tables of components in their first scan.</summary>
    /// <param name="s">The segment without its length field.</param>
    /// <param name="frame">The frame that the scan belongs to.</param>
    /// <param name="tables">The tables defined so far.</param>
    /// <param name="restartInterval">MCUs between restart markers; 0 for none.</param>
    /// <exception cref="PhotoException">The header is malformed, or refers to an undefined component or table.</exception>
    public static Scan Read(ReadOnlySpan<byte> s, JpegFrame frame, JpegTables tables, int restartInterval)
    {
        if (s.Length < 1 || s[0] is < 1 or > 4 || s.Length != 4 + (2 * s[0]))
            throw Malformed();
        var parts = new ScanComponent[s[0]];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Part(s[1 + (2 * i)], s[2 + (2 * i)], frame, tables, parts.AsSpan(0, i));
        if (parts.Length > 1 && parts.Sum(p => p.Component.BlocksPerMcu) > JpegFrame.MaxBlocksPerMcu)
            throw PhotoException.Damaged($"A scan of the JPEG has more than {JpegFrame.MaxBlocksPerMcu} blocks in an MCU.");
        if (!frame.Progressive)
            return new Scan(parts, 0, 63, 0, 0, restartInterval);

        var (first, last, high, low) = (s[^3], s[^2], s[^1] >> 4, s[^1] & 15);
        var bad =
            first > last
            || last > 63
            || low > 13
            || (first == 0 && last > 0)
            || (first > 0 && parts.Length > 1)
            || (high > 0 && high != low + 1);
        if (bad)
            throw PhotoException.Damaged("A progressive scan of the JPEG has impossible parameters.");
        return new Scan(parts, first, last, high, low, restartInterval);
    }

    private static ScanComponent Part(int id, int slots, JpegFrame frame, JpegTables tables, ReadOnlySpan<ScanComponent> before)
    {
        var component = Next(id, frame, before);
        var (dc, ac) = (slots >> 4, slots & 15);
        if (dc > 3 || ac > 3)
            throw Malformed();
        component.Quantiser ??=
            tables.Quantiser(component.QuantiserSlot)
            ?? throw PhotoException.Damaged("The JPEG names a quantisation table that is not there.");
        var (dcTable, acTable) = frame.Progressive ? tables.Progressive(dc, ac) : tables.Sequential(dc, ac);
        return new ScanComponent(component, dcTable, acTable);
    }

    // Of several components with the same id, the next one that is not in the scan yet, as in libjpeg.
    private static JpegComponent Next(int id, JpegFrame frame, ReadOnlySpan<ScanComponent> before)
    {
        var isNamed = false;
        foreach (var component in frame.Components)
        {
            if (component.Id != id)
                continue;
            isNamed = true;
            var isTaken = false;
            foreach (var part in before)
                isTaken |= part.Component == component;
            if (!isTaken)
                return component;
        }

        throw PhotoException.Damaged(
            isNamed ? "A scan of the JPEG names a component twice." : "A scan of the JPEG names a component that is not there."
        );
    }

    private static PhotoException Malformed() => PhotoException.Damaged("A scan header of the JPEG is malformed.");
}
