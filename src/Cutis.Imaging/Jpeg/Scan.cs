namespace Cutis.Imaging.Jpeg;

/// <summary>A component of a scan, with its Huffman tables.</summary>
internal sealed record ScanComponent(JpegComponent Component, HuffmanTable? Dc, HuffmanTable? Ac);

/// <summary>What a scan header (SOS) says.</summary>
/// <param name="Components">One component (non-interleaved) to four.</param>
/// <param name="First">First coefficient of the band (Ss).</param>
/// <param name="Last">Last coefficient of the band (Se).</param>
/// <param name="High">Bit position of the previous scan (Ah); 0 in a first scan.</param>
/// <param name="Low">Bit position of this scan (Al).</param>
/// <param name="RestartInterval">MCUs between restart markers; 0 for none.</param>
internal sealed record Scan(ScanComponent[] Components, int First, int Last, int High, int Low, int RestartInterval)
{
    /// <summary>How many MCUs are decoded between checks for cancellation; well under a millisecond.</summary>
    public const int McusPerStopCheck = 256;

    /// <summary>MCUs per row and rows of MCUs of this scan; a non-interleaved scan counts the blocks of its component.</summary>
    public (int Wide, int High) Mcus(JpegFrame frame)
    {
        if (Components.Length > 1)
            return (frame.McusWide, frame.McusHigh);
        var only = Components[0].Component;
        return (JpegFrame.CeilDiv(only.Width, 8), JpegFrame.CeilDiv(only.Height, 8));
    }

    /// <summary>Blocks of a component in one MCU of this scan.</summary>
    public (int Wide, int High) BlocksPerMcu(JpegComponent component) => Components.Length > 1 ? (component.H, component.V) : (1, 1);
}
