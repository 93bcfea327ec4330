namespace Cutis.Imaging.Jpeg;

/// <summary>
/// The canonical base with every coefficient times one factor: what is left of a photo under an even colour. The colour moves only the
/// DC coefficients, all by the same number of steps, so that neither the AC bits nor the DC differences inside an even area depend on
/// it, and the inside of an area is copied from here as bits.
/// </summary>
/// <remarks>Rows of MCUs are made when they are first asked for, as long as they fit.</remarks>
internal sealed class ScaledScan(JpegFrame frame, EntropyTables tables, CoefficientScale scale, long capacity)
{
    private readonly ScaledScanRow?[] _rows = new ScaledScanRow?[frame.McusHigh];
    private long _bytes;

    /// <summary>What the coefficients were multiplied by.</summary>
    public CoefficientScale Scale => scale;

    /// <summary>A row of MCUs; null when there is no room for it. Two threads may make the same one; both are alike.</summary>
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

/// <summary>One row of MCUs of a <see cref="ScaledScan"/>.</summary>
/// <param name="Bits">Its bits, with <see cref="BitWriter.Beyond"/> bytes more.</param>
/// <param name="Starts">Where each block's bits begin, in coding order; one entry more for the end.</param>
/// <param name="DcCoefficients">The DC coefficient of each block.</param>
internal sealed record ScaledScanRow(byte[] Bits, int[] Starts, short[] DcCoefficients)
{
    /// <summary>The lowest DC coefficient.</summary>
    public int Lowest { get; } = DcCoefficients.Min();

    /// <summary>The highest DC coefficient.</summary>
    public int Highest { get; } = DcCoefficients.Max();

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes => Bits.LongLength + (4L * Starts.Length) + (2L * DcCoefficients.Length);
}
