namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Writes everything that stands before the picture data of a copy: markers, the metadata that is kept, the photo's own
/// quantisation tables, and Huffman tables.
/// </summary>
internal static class JpegHeader
{
    /// <param name="image">The picture.</param>
    /// <param name="tables">The Huffman tables.</param>
    /// <param name="restartInterval">MCUs between restart markers, 0 for none.</param>
    public static byte[] Write(JpegImage image, EntropyTables tables, int restartInterval)
    {
        var output = new MemoryStream();
        output.Write([0xFF, 0xD8]);
        if (image.Jfif is { } jfif) Segment(output, 0xE0, jfif);
        if (image.Orientation.Value != 1) Segment(output, 0xE1, [.. "Exif\0\0"u8, .. image.Orientation.ToTiff()]);
        foreach (var icc in image.IccSegments) Segment(output, 0xE2, icc);
        if (image.HasAdobe)
            Segment(output, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(image.Colour == ColourModel.YCbCr ? 1 : 0)]);

        var quantisers = image.Frame.Components.Select(c => c.Quantiser!).Distinct().ToList();
        var isWide = quantisers.Exists(table => table.Any(step => step > 255));
        for (var slot = 0; slot < quantisers.Count; slot++) Quantiser(output, slot, quantisers[slot], isWide);
        Frame(output, image.Frame, quantisers, isWide);
        HuffmanTables(output, tables);
        if (restartInterval > 0) Segment(output, 0xDD, [(byte)(restartInterval >> 8), (byte)restartInterval]);
        Scan(output, image.Frame);
        return output.ToArray();
    }

    private static void Segment(Stream output, byte marker, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + 2;
        output.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        output.Write(payload);
    }

    private static void Quantiser(Stream output, int slot, ushort[] table, bool isWide)
    {
        var payload = new List<byte> { (byte)((isWide ? 16 : 0) | slot) };
        foreach (var place in Zigzag.ToNatural)
        {
            if (isWide) payload.Add((byte)(table[place] >> 8));
            payload.Add((byte)table[place]);
        }

        Segment(output, 0xDB, [.. payload]);
    }

    // Tables with 16-bit steps are not baseline: SOF1 instead of SOF0.
    private static void Frame(Stream output, JpegFrame frame, List<ushort[]> quantisers, bool isWide)
    {
        var payload = new List<byte>
        {
            8, (byte)(frame.Height >> 8), (byte)frame.Height, (byte)(frame.Width >> 8), (byte)frame.Width, (byte)frame.Components.Length,
        };
        foreach (var c in frame.Components) payload.AddRange([(byte)c.Id, (byte)((c.H << 4) | c.V), (byte)quantisers.IndexOf(c.Quantiser!)]);
        Segment(output, (byte)(isWide ? 0xC1 : 0xC0), [.. payload]);
    }

    private static void HuffmanTables(Stream output, EntropyTables tables)
    {
        Segment(output, 0xC4,
        [
            0x00, .. tables.LumaDc.Counts, .. tables.LumaDc.Values,
            0x10, .. tables.LumaAc.Counts, .. tables.LumaAc.Values,
            0x01, .. tables.ChromaDc.Counts, .. tables.ChromaDc.Values,
            0x11, .. tables.ChromaAc.Counts, .. tables.ChromaAc.Values,
        ]);
    }

    private static void Scan(Stream output, JpegFrame frame)
    {
        var payload = new List<byte> { (byte)frame.Components.Length };
        for (var i = 0; i < frame.Components.Length; i++)
            payload.AddRange([(byte)frame.Components[i].Id, (byte)(i == 0 ? 0 : 0x11)]);
        payload.AddRange([0, 63, 0]);
        Segment(output, 0xDA, [.. payload]);
    }
}
