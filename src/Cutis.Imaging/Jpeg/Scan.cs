namespace Cutis.Imaging.Jpeg;

/// <summary>A component within a scan, with the tables it is decoded by.</summary>
internal sealed record ScanComponent(JpegComponent Component, HuffmanTable? Dc, HuffmanTable? Ac);

/// <summary>What a scan header (SOS) says.</summary>
/// <param name="Components">One (not interleaved) to four.</param>
/// <param name="First">First coefficient, Ss.</param>
/// <param name="Last">Last coefficient, Se.</param>
/// <param name="High">Bit position of the previous scan, Ah; 0 in a first scan.</param>
/// <param name="Low">Bit position of this scan, Al.</param>
/// <param name="RestartInterval">MCUs between restart markers, 0 for none.</param>
internal sealed record Scan(ScanComponent[] Components, int First, int Last, int High, int Low, int RestartInterval)
{
    /// <summary>How many MCUs are decoded, well under a millisecond, before it is asked whether the work is to end.</summary>
    public const int McusPerStopCheck = 256;

    /// <summary>MCUs of this scan in a row and in a column; a scan of one component counts its own blocks.</summary>
    public (int Wide, int High) Mcus(JpegFrame frame)
    {
        if (Components.Length > 1)
            return (frame.McusWide, frame.McusHigh);
        var only = Components[0].Component;
        return (JpegFrame.CeilDiv(only.Width, 8), JpegFrame.CeilDiv(only.Height, 8));
    }

    /// <summary>Blocks of a component within one MCU of this scan.</summary>
    public (int Wide, int High) BlocksPerMcu(JpegComponent component) => Components.Length > 1 ? (component.H, component.V) : (1, 1);
}
