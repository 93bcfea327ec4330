namespace Cutis.Imaging.Jpeg;

/// <summary>
/// The photo's entropy-coded scan with complete Huffman tables, one restart interval per MCU row and the bit offset of every block. MCU
/// rows are independent of one another, and blocks outside a mask are copied as bits.
/// </summary>
/// <remarks>
/// Built from the photo's own bits where its Huffman tables are complete; otherwise the coefficients are encoded once, with the standard
/// tables.
/// </remarks>
internal sealed class IndexedScan
{
    private readonly byte[] _bits;
    private readonly int[] _rowStart;
    private readonly int[] _blockBit;
    private readonly byte[] _file;
    private readonly int[] _fileStart;
    private readonly int _blocksInRow;

    // DC coefficients are read far more often than the rest of their blocks, so they are kept separately.
    private readonly short[] _dc;

    private IndexedScan(
        JpegFrame frame,
        EntropyTables tables,
        BitWriter bits,
        int[] rowStart,
        int[] blockBit,
        short[] dc,
        int blocksInRow,
        CancellationToken stop
    )
    {
        (Frame, Tables, _rowStart, _blockBit, _dc, _blocksInRow) = (frame, tables, rowStart, blockBit, dc, blocksInRow);
        _bits = GC.AllocateUninitializedArray<byte>(bits.Written.Length + BitWriter.Beyond);
        bits.Written.CopyTo(_bits);
        _bits.AsSpan(bits.Written.Length).Clear();
        var file = new ScanBytes(_bits.Length + (_bits.Length / 64) + (4 * rowStart.Length));
        _fileStart = new int[rowStart.Length + 1];
        for (var row = 0; row < rowStart.Length; row++)
        {
            stop.ThrowIfCancellationRequested();
            var end = row + 1 < rowStart.Length ? rowStart[row + 1] : bits.Written.Length;
            file.Stuff(_bits.AsSpan(rowStart[row], end - rowStart[row]));
            file.Marker(MarkerAfter(row));
            _fileStart[row + 1] = file.Written.Length;
        }

        _file = file.Written.ToArray();
    }

    /// <summary>The frame that the scan encodes.</summary>
    public JpegFrame Frame { get; }

    /// <summary>The Huffman tables of the scan.</summary>
    public EntropyTables Tables { get; }

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes =>
        _bits.LongLength + _file.LongLength + (4L * (_rowStart.Length + _blockBit.Length + _fileStart.Length)) + (2L * _dc.Length);

    /// <summary>Upper bound for the bytes of a <see cref="ScaledScan"/> of the same blocks, apart from one row.</summary>
    public long ScaledScanBytes => _bits.LongLength + (4L * _blockBit.Length) + (2L * _dc.Length);

    /// <summary>The marker after an MCU row: RST0 to RST7 in turn, and EOI after the last.</summary>
    public byte MarkerAfter(int row) => (byte)(row + 1 < Frame.McusHigh ? Markers.Restart0 + (row & 7) : Markers.EndOfImage);

    /// <summary>An MCU row as a file holds it, with the marker after it.</summary>
    public ReadOnlySpan<byte> RowInFile(int row) => _file.AsSpan(_fileStart[row].._fileStart[row + 1]);

    /// <summary>Prefetches what an MCU row will be copied from; does nothing beyond the last row.</summary>
    public void Prefetch(int row)
    {
        if (row >= _rowStart.Length)
            return;
        Memory.Prefetch<short>(Dc(row));
        Memory.Prefetch<int>(_blockBit.AsSpan(row * (_blocksInRow + 1), _blocksInRow));
        Memory.Prefetch<byte>(_bits.AsSpan(_rowStart[row]..(row + 1 < _rowStart.Length ? _rowStart[row + 1] : _bits.Length)));
    }

    /// <summary>The DC coefficients of an MCU row in coding order.</summary>
    public ReadOnlySpan<short> Dc(int row) => _dc.AsSpan(row * _blocksInRow, _blocksInRow);

    /// <summary>Builds the scan of a picture; null when a coefficient exceeds the baseline range.</summary>
    public static IndexedScan? Build(JpegImage image, CancellationToken stop)
    {
        var frame = image.Frame;
        var blocksInRow = frame.Components.Sum(c => c.H * c.V) * frame.McusWide;
        var builder = new Builder(frame, blocksInRow, stop);
        return image.Bits is { } source ? builder.CopyBits(source) : builder.CodeAnew();
    }

    /// <summary>Copies the bits of consecutive blocks of an MCU row, counted in coding order.</summary>
    /// <param name="row">The MCU row.</param>
    /// <param name="first">First block.</param>
    /// <param name="end">Block after the last one.</param>
    /// <param name="skip">Number of leading bits of the first block to leave out: its DC code, which the caller has written.</param>
    /// <param name="bits">Receives the bits.</param>
    public void Copy(int row, int first, int end, int skip, BitWriter bits)
    {
        var at = row * (_blocksInRow + 1);
        var from = (8 * (long)_rowStart[row]) + _blockBit[at + first] + skip;
        var to = (8 * (long)_rowStart[row]) + _blockBit[at + end];
        bits.Copy(_bits, from, to - from);
    }

    private sealed class Builder(JpegFrame frame, int blocksInRow, CancellationToken stop)
    {
        private readonly BitWriter _writer = new();
        private readonly int[] _rowStart = new int[frame.McusHigh];

        // One entry more per row: the end of its last block.
        private readonly int[] _blockBit = new int[frame.McusHigh * (blocksInRow + 1)];
        private int _at;

        public IndexedScan? CodeAnew()
        {
            var tables = EntropyTables.Standard;
            var predictors = new int[frame.Components.Length];
            var levels = new short[frame.McusHigh * blocksInRow];
            for (var row = 0; row < frame.McusHigh; row++)
            {
                BeginRow(row);
                Array.Clear(predictors);
                for (var column = 0; column < frame.McusWide; column++)
                {
                    for (var i = 0; i < frame.Components.Length; i++)
                    {
                        var c = frame.Components[i];
                        var (dc, ac) = tables.Create(i);
                        for (var k = 0; k < c.H * c.V; k++)
                        {
                            var block = c.Block((row * c.V) + (k / c.H), (column * c.H) + (k % c.H));
                            if (!BlockEncoder.IsBaseline(block))
                                return null;
                            levels[_at - row] = block[0];
                            _blockBit[_at++] = BitInRow(row);
                            BlockEncoder.Write(_writer, block, predictors[i], dc, ac);
                            predictors[i] = block[0];
                        }
                    }
                }

                EndRow(row);
            }

            return new IndexedScan(frame, tables, _writer, _rowStart, _blockBit, levels, blocksInRow, stop);
        }

        // Only the first block of each component in a row changes: its DC predictor becomes 0.
        public IndexedScan? CopyBits(SourceBits source)
        {
            if (source.DcCoefficients.AsSpan().IndexOfAnyExceptInRange((short)-1024, (short)1023) >= 0)
                return null;
            _writer.Room(source.Blocks[^1] / 8);
            for (var row = 0; row < frame.McusHigh; row++)
            {
                BeginRow(row);
                var (block, end) = (row * blocksInRow, (row + 1) * blocksInRow);
                for (var i = 0; i < frame.Components.Length; i++)
                {
                    var c = frame.Components[i];
                    var first = c.Block(row * c.V, 0)[0];
                    var before = row == 0 ? (short)0 : c.Block((row * c.V) - 1, c.BlocksWide - 1)[0];
                    var codes = source.Tables.Create(i).Dc;
                    var next = i + 1 < frame.Components.Length ? block + (c.H * c.V) : end;
                    var start = BitInRow(row);
                    BlockEncoder.WriteDc(_writer, first, codes);
                    var skip = source.Blocks[block] + BlockEncoder.DcLength(first - before, codes);
                    var moved = BitInRow(row) - skip;
                    _writer.Copy(source.Bytes, skip, source.Blocks[next] - skip);
                    _blockBit[_at++] = start;
                    for (var k = block + 1; k < next; k++)
                        _blockBit[_at++] = source.Blocks[k] + moved;
                    block = next;
                }

                EndRow(row);
            }

            return new IndexedScan(frame, source.Tables, _writer, _rowStart, _blockBit, source.DcCoefficients, blocksInRow, stop);
        }

        private int BitInRow(int row) => (int)(_writer.BitLength - (8L * _rowStart[row]));

        private void BeginRow(int row)
        {
            stop.ThrowIfCancellationRequested();
            _rowStart[row] = _writer.Written.Length;
        }

        private void EndRow(int row)
        {
            _blockBit[_at++] = BitInRow(row);
            _writer.Align();
        }
    }
}
