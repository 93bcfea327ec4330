namespace Cutis.Imaging.Jpeg;

/// <summary>The entropy-coded bits of a scan that holds every component, and where each block begins in them.</summary>
/// <param name="Bytes">The bytes without stuffed zeros, and at least <see cref="BitWriter.Beyond"/> more.</param>
/// <param name="Blocks">First bit of each block in coding order, and the bit after the last one.</param>
/// <param name="DcCoefficients">DC coefficient of each block in coding order.</param>
/// <param name="Tables">The tables it was coded by.</param>
internal sealed record SourceBits(byte[] Bytes, int[] Blocks, short[] DcCoefficients, EntropyTables Tables);
