using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Writes everything that stands before the picture data of a copy: markers, the metadata that is kept, the photo's own
/// quantisation tables, Huffman tables, and the header of the first scan.
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
        if (image.Jfif is { } jfif)
            Segment(output, 0xE0, jfif);
        if (image.Orientation.Value != 1)
            Segment(output, 0xE1, [.. "Exif\0\0"u8, .. image.Orientation.ToTiff()]);
        foreach (var icc in image.IccSegments)
            Segment(output, 0xE2, icc);
        if (image.HasAdobe)
            Segment(output, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(image.Colour == ColourModel.YCbCr ? 1 : 0)]);

        var quantisers = image.Frame.Components.Select(c => c.Quantiser!).Distinct().ToList();
        var isWide = quantisers.Exists(table => table.Any(step => step > 255));
        for (var slot = 0; slot < quantisers.Count; slot++)
            Quantiser(output, slot, quantisers[slot], isWide);
        Frame(output, image.Frame, quantisers, isWide);
        HuffmanTables(output, tables);
        if (restartInterval > 0)
            Segment(output, 0xDD, [(byte)(restartInterval >> 8), (byte)restartInterval]);
        var first = image.Frame.FitsOneScan ? image.Frame.Components.Length : 1;
        Segment(output, 0xDA, Scan(image.Frame, Enumerable.Range(0, first)));
        return output.ToArray();
    }

    /// <summary>The header of a scan that holds one component alone.</summary>
    public static byte[] ScanOf(JpegFrame frame, int component)
    {
        var output = new MemoryStream();
        Segment(output, 0xDA, Scan(frame, [component]));
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
            if (isWide)
                payload.Add((byte)(table[place] >> 8));
            payload.Add((byte)table[place]);
        }

        Segment(output, 0xDB, [.. payload]);
    }

    // Tables with 16-bit steps are not baseline: SOF1 instead of SOF0.
    private static void Frame(Stream output, JpegFrame frame, List<ushort[]> quantisers, bool isWide)
    {
        var payload = new List<byte>
        {
            8,
            (byte)(frame.Height >> 8),
            (byte)frame.Height,
            (byte)(frame.Width >> 8),
            (byte)frame.Width,
            (byte)frame.Components.Length,
        };
        for (var i = 0; i < frame.Components.Length; i++)
        {
            var c = frame.Components[i];
            payload.AddRange([(byte)Name(frame, i), (byte)((c.H << 4) | c.V), (byte)quantisers.IndexOf(c.Quantiser!)]);
        }

        Segment(output, (byte)(isWide ? 0xC1 : 0xC0), [.. payload]);
    }

    private static void HuffmanTables(Stream output, EntropyTables tables)
    {
        Segment(
            output,
            0xC4,
            [
                0x00,
                .. tables.LumaDc.Counts,
                .. tables.LumaDc.Values,
                0x10,
                .. tables.LumaAc.Counts,
                .. tables.LumaAc.Values,
                0x01,
                .. tables.ChromaDc.Counts,
                .. tables.ChromaDc.Values,
                0x11,
                .. tables.ChromaAc.Counts,
                .. tables.ChromaAc.Values,
            ]
        );
    }

    private static byte[] Scan(JpegFrame frame, IEnumerable<int> components)
    {
        var payload = components.SelectMany(i => (byte[])[(byte)Name(frame, i), (byte)(i == 0 ? 0 : 0x11)]).ToArray();
        return [(byte)(payload.Length / 2), .. payload, 0, 63, 0];
    }

    // Names are there to tell components apart; those of some files do not.
    private static int Name(JpegFrame frame, int component) =>
        frame.Components.DistinctBy(c => c.Id).Count() == frame.Components.Length ? frame.Components[component].Id : component + 1;
}
