namespace Cutis.Imaging.Jpeg;

/// <summary>The entropy-coded bits of a scan that holds every component, with the bit offset of each block.</summary>
/// <param name="Bytes">The bytes without stuffing, followed by at least <see cref="BitWriter.Beyond"/> bytes of padding.</param>
/// <param name="Blocks">Bit offset of each block in coding order, and the end of the last one.</param>
/// <param name="DcCoefficients">The DC coefficient of each block in coding order.</param>
/// <param name="Tables">The Huffman tables of the scan.</param>
internal sealed record SourceBits(byte[] Bytes, int[] Blocks, short[] DcCoefficients, EntropyTables Tables);
