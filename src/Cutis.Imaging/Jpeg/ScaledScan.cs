namespace Cutis.Imaging.Jpeg;

/// <summary>
/// An <see cref="IndexedScan"/> with every coefficient multiplied by one factor: what remains of a photo under a uniform colour of some
/// opacity. The colour itself moves all DC coefficients by the same number of steps, so that neither the AC bits nor the DC differences
/// inside a uniformly covered area depend on it, and the inside of such an area can be copied from here as bits.
/// </summary>
/// <remarks>MCU rows are made on first use, as long as they fit <paramref name="capacity"/>.</remarks>
internal sealed class ScaledScan(JpegFrame frame, EntropyTables tables, CoefficientScale scale, long capacity)
{
    private readonly ScaledScanRow?[] _rows = new ScaledScanRow?[frame.McusHigh];
    private long _bytes;

    /// <summary>The factor of the coefficients.</summary>
    public CoefficientScale Scale => scale;

    /// <summary>An MCU row; null when there is no room for it. Two threads may make the same row; the results are identical.</summary>
    public ScaledScanRow? Row(int row, BitWriter bits)
    {
        if (Volatile.Read(ref _rows[row]) is { } there)
            return there;
        if (Interlocked.Read(ref _bytes) >= capacity)
            return null;
        var made = Make(row, bits);
        if (Interlocked.CompareExchange(ref _rows[row], made, null) is { } other)
            return other;
        Interlocked.Add(ref _bytes, made.MemoryBytes);
        return made;
    }

    private ScaledScanRow Make(int row, BitWriter bits)
    {
        var blocks = frame.Components.Sum(c => c.H * c.V) * frame.McusWide;
        var (starts, levels, block) = (new int[blocks + 1], new short[blocks], new CodedBlock());
        Span<int> predictors = stackalloc int[frame.Components.Length];
        predictors.Clear();
        var at = 0;
        for (var column = 0; column < frame.McusWide; column++)
        {
            for (var i = 0; i < frame.Components.Length; i++)
            {
                var c = frame.Components[i];
                var (dc, ac) = tables.Create(i);
                for (var k = 0; k < c.H * c.V; k++, at++)
                {
                    var source = c.Block((row * c.V) + (k / c.H), (column * c.H) + (k % c.H));
                    scale.Apply(source, scale.Apply(source[0]), block);
                    (starts[at], levels[at]) = ((int)bits.BitLength, block.Dc);
                    BlockEncoder.Write(bits, block, predictors[i], dc, ac);
                    predictors[i] = block.Dc;
                }
            }
        }

        starts[at] = (int)bits.BitLength;
        bits.Align();
        var made = new byte[bits.Written.Length + BitWriter.Beyond];
        bits.Written.CopyTo(made);
        bits.Clear();
        return new ScaledScanRow(made, starts, levels);
    }
}

/// <summary>One MCU row of a <see cref="ScaledScan"/>.</summary>
/// <param name="Bits">Its bits, followed by <see cref="BitWriter.Beyond"/> bytes of padding.</param>
/// <param name="Starts">Bit offset of each block in coding order, and the end of the last one.</param>
/// <param name="DcCoefficients">The DC coefficient of each block.</param>
internal sealed record ScaledScanRow(byte[] Bits, int[] Starts, short[] DcCoefficients)
{
    /// <summary>The lowest DC coefficient in the row.</summary>
    public int Lowest { get; } = DcCoefficients.Min();

    /// <summary>The highest DC coefficient in the row.</summary>
    public int Highest { get; } = DcCoefficients.Max();

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes => Bits.LongLength + (4L * Starts.Length) + (2L * DcCoefficients.Length);
}
