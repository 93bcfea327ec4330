using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Writes everything before the entropy-coded data of a copy: markers, the metadata that is kept, the photo's own quantisation tables,
/// Huffman tables and the header of the first scan.
/// </summary>
internal static class JpegHeader
{
    // Slots of the Huffman tables; a table's class, DC or AC, is the upper half of the byte that names it (T.81, B.2.4.2).
    private const byte LumaDcSlot = 0;
    private const byte LumaAcSlot = 0;
    private const byte ChromaDcSlot = 1;
    private const byte ChromaAcSlot = 1;
    private const byte AcClass = 0x10;

    /// <param name="image">The picture.</param>
    /// <param name="tables">The Huffman tables.</param>
    /// <param name="restartInterval">MCUs between restart markers; 0 for none.</param>
    public static byte[] Write(JpegImage image, EntropyTables tables, int restartInterval)
    {
        var output = new MemoryStream();
        output.Write([Markers.Prefix, Markers.StartOfImage]);
        if (image.Jfif is { } jfif)
            Segment(output, Markers.Application0, jfif);
        if (image.Orientation.Value != 1)
            Segment(output, Markers.Application1, [.. "Exif\0\0"u8, .. image.Orientation.ToTiff()]);
        foreach (var icc in image.IccSegments)
            Segment(output, Markers.Application2, icc);
        if (image.HasAdobe)
            Segment(output, Markers.Application14, Adobe(image.Colour));

        var quantisers = image.Frame.Components.Select(c => c.Quantiser!).Distinct().ToList();
        var isWide = quantisers.Exists(table => table.Any(step => step > 255));
        for (var slot = 0; slot < quantisers.Count; slot++)
            Quantiser(output, slot, quantisers[slot], isWide);
        Frame(output, image.Frame, quantisers, isWide);
        HuffmanTables(output, tables);
        if (restartInterval > 0)
            Segment(output, Markers.DefineRestartInterval, [(byte)(restartInterval >> 8), (byte)restartInterval]);
        var first = image.Frame.FitsOneScan ? image.Frame.Components.Length : 1;
        Segment(output, Markers.StartOfScan, Scan(image.Frame, Enumerable.Range(0, first)));
        return output.ToArray();
    }

    /// <summary>The header of a scan with a single component.</summary>
    public static byte[] ScanOf(JpegFrame frame, int component)
    {
        var output = new MemoryStream();
        Segment(output, Markers.StartOfScan, Scan(frame, [component]));
        return output.ToArray();
    }

    // Version 100, no flags, and the transform: 1 for YCbCr, 0 for none (Adobe Technical Note 5116).
    private static byte[] Adobe(ColourModel colour) => [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(colour == ColourModel.YCbCr ? 1 : 0)];

    private static void Segment(Stream output, byte marker, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + 2;
        output.Write([Markers.Prefix, marker, (byte)(length >> 8), (byte)length]);
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

        Segment(output, Markers.DefineQuantisationTables, [.. payload]);
    }

    // Tables with 16-bit steps are not baseline: they need SOF1 instead of SOF0.
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

        Segment(output, (byte)(isWide ? Markers.StartOfFrame1 : Markers.StartOfFrame0), [.. payload]);
    }

    private static void HuffmanTables(Stream output, EntropyTables tables)
    {
        Segment(
            output,
            Markers.DefineHuffmanTables,
            [
                LumaDcSlot,
                .. tables.LumaDc.Counts,
                .. tables.LumaDc.Values,
                AcClass | LumaAcSlot,
                .. tables.LumaAc.Counts,
                .. tables.LumaAc.Values,
                ChromaDcSlot,
                .. tables.ChromaDc.Counts,
                .. tables.ChromaDc.Values,
                AcClass | ChromaAcSlot,
                .. tables.ChromaAc.Counts,
                .. tables.ChromaAc.Values,
            ]
        );
    }

    private static byte[] Scan(JpegFrame frame, IEnumerable<int> components)
    {
        var payload = components
            .SelectMany(i =>
                (byte[])[(byte)Name(frame, i), (byte)(i == 0 ? (LumaDcSlot << 4) | LumaAcSlot : (ChromaDcSlot << 4) | ChromaAcSlot)]
            )
            .ToArray();
        return [(byte)(payload.Length / 2), .. payload, 0, 63, 0];
    }

    // Component ids must be distinct; in some files they are not, and are replaced by 1, 2, 3.
    private static int Name(JpegFrame frame, int component) =>
        frame.Components.DistinctBy(c => c.Id).Count() == frame.Components.Length ? frame.Components[component].Id : component + 1;
}
