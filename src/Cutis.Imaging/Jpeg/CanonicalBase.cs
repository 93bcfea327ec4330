namespace Cutis.Imaging.Jpeg;

/// <summary>
/// The photo entropy-coded anew, once: complete Huffman tables and a restart marker after every row of MCUs, so that rows do not
/// depend on one another, and the place of every block's bits, so that what a mask leaves alone is copied as bits.
/// </summary>
internal sealed class CanonicalBase
{
    private readonly byte[] _bits;
    private readonly int[] _rowStart;
    private readonly int[] _blockBit;
    private readonly int _blocksInRow;

    private CanonicalBase(JpegFrame frame, byte[] bits, int[] rowStart, int[] blockBit, int blocksInRow) =>
        (Frame, _bits, _rowStart, _blockBit, _blocksInRow) = (frame, bits, rowStart, blockBit, blocksInRow);

    /// <summary>The frame that was coded.</summary>
    public JpegFrame Frame { get; }

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes => _bits.LongLength + (4L * (_rowStart.Length + _blockBit.Length));

    /// <summary>Codes the coefficients of a frame; null when one of them is beyond what baseline coding has.</summary>
    public static CanonicalBase? Build(JpegFrame frame, CancellationToken stop)
    {
        var blocksInMcu = frame.Components.Sum(c => c.H * c.V);
        var blocksInRow = blocksInMcu * frame.McusWide;
        var writer = new BitWriter(stuff: false);
        var rowStart = new int[frame.McusHigh];
        // One entry more a row: where its last block ends.
        var blockBit = new int[frame.McusHigh * (blocksInRow + 1)];
        var predictors = new int[frame.Components.Length];
        for (var row = 0; row < frame.McusHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            Array.Clear(predictors);
            rowStart[row] = writer.Written.Length;
            var at = row * (blocksInRow + 1);
            for (var column = 0; column < frame.McusWide; column++)
            {
                for (var i = 0; i < frame.Components.Length; i++)
                {
                    var c = frame.Components[i];
                    var (dc, ac) = HuffmanCodes.Of(i);
                    for (var v = 0; v < c.V; v++)
                    {
                        for (var h = 0; h < c.H; h++)
                        {
                            var block = c.Block((row * c.V) + v, (column * c.H) + h);
                            if (!BlockEncoder.IsBaseline(block)) return null;
                            blockBit[at++] = writer.BitLength - (8 * rowStart[row]);
                            BlockEncoder.Write(writer, block, predictors[i], dc, ac);
                            predictors[i] = block[0];
                        }
                    }
                }
            }

            blockBit[at] = writer.BitLength - (8 * rowStart[row]);
            writer.Align();
        }

        // Copies read eight bytes at a time.
        return new CanonicalBase(frame, [.. writer.Written, .. new byte[8]], rowStart, blockBit, blocksInRow);
    }

    /// <summary>Copies blocks of a row of MCUs, counted in coding order, as bits.</summary>
    /// <param name="row">Row of MCUs.</param>
    /// <param name="first">First block.</param>
    /// <param name="end">Block after the last one.</param>
    /// <param name="skip">Bits of the first block that are left out: its DC, coded by the caller.</param>
    /// <param name="bits">Where they go.</param>
    public void Copy(int row, int first, int end, int skip, BitWriter bits)
    {
        var at = row * (_blocksInRow + 1);
        var from = (8 * (long)_rowStart[row]) + _blockBit[at + first] + skip;
        var to = (8 * (long)_rowStart[row]) + _blockBit[at + end];
        bits.Copy(_bits, from, to - from);
    }

    /// <summary>Copies a whole row of MCUs.</summary>
    public void CopyRow(int row, BitWriter bits) => Copy(row, 0, _blocksInRow, 0, bits);
}
