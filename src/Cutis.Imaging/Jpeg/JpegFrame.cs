using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>What a frame header (SOF) says about a picture, and its samples once they are decoded.</summary>
internal sealed class JpegFrame
{
    /// <summary>Maximum number of blocks in an MCU of an interleaved scan (T.81, B.2.3).</summary>
    public const int MaxBlocksPerMcu = 10;

    public JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        (Width, Height, Progressive, Components) = (width, height, progressive, components);
        MaxH = components.Max(c => c.H);
        MaxV = components.Max(c => c.V);
        McusWide = CeilDiv(width, 8 * MaxH);
        McusHigh = CeilDiv(height, 8 * MaxV);
        foreach (var component in components)
            component.Place(this);
    }

    public int Width { get; }

    public int Height { get; }

    public bool Progressive { get; }

    public JpegComponent[] Components { get; }

    /// <summary>Largest horizontal sampling factor of the components.</summary>
    public int MaxH { get; }

    /// <summary>Largest vertical sampling factor of the components.</summary>
    public int MaxV { get; }

    public int McusWide { get; }

    public int McusHigh { get; }

    /// <summary>
    /// Whether one scan can hold all components. Otherwise, for example with 4 × 4 luma, each component has a scan of its own or the
    /// picture is progressive.
    /// </summary>
    public bool FitsOneScan => Components.Length == 1 || Components.Sum(c => c.BlocksPerMcu) <= MaxBlocksPerMcu;

    /// <summary>The quotient rounded up.</summary>
    public static int CeilDiv(int value, int by) => (value + by - 1) / by;
}

/// <summary>One component of a frame: sampling factors, tables, coefficients and samples.</summary>
internal sealed class JpegComponent(int id, int h, int v, int quantiserSlot)
{
    // The array of the coefficients, to save an indirection.
    private short[] _memory = [];
    private int _first;

    public int Id { get; } = id;

    /// <summary>Horizontal sampling factor, 1..4.</summary>
    public int H { get; } = h;

    /// <summary>Vertical sampling factor, 1..4.</summary>
    public int V { get; } = v;

    /// <summary>Blocks in an interleaved MCU.</summary>
    public int BlocksPerMcu => H * V;

    public int QuantiserSlot { get; } = quantiserSlot;

    /// <summary>Width in samples.</summary>
    public int Width { get; private set; }

    /// <summary>Height in samples.</summary>
    public int Height { get; private set; }

    /// <summary>Blocks per row, padded to whole MCUs.</summary>
    public int BlocksWide { get; private set; }

    /// <summary>Rows of blocks, padded to whole MCUs.</summary>
    public int BlocksHigh { get; private set; }

    /// <summary>Samples per row of <see cref="Samples"/>.</summary>
    public int Stride => BlocksWide * 8;

    /// <summary>The quantisation table in natural order; fixed by the component's first scan.</summary>
    public ushort[]? Quantiser { get; set; }

    /// <summary>
    /// Samples of all blocks, <see cref="Stride"/> × 8 · <see cref="BlocksHigh"/>; empty until <see cref="Transform"/> is called.
    /// </summary>
    public byte[] Samples { get; set; } = [];

    /// <summary>Quantised coefficients in coding order, 64 per block, row by row of blocks.</summary>
    public Coefficients Coefficients
    {
        get;
        set => (field, _memory, _first) = (value, value.Memory, value.First);
    } = Coefficients.None;

    /// <summary>The coefficients of one block.</summary>
    public Span<short> Block(int row, int column) => _memory.AsSpan(_first + (((row * BlocksWide) + column) * 64), 64);

    /// <summary>Allocates memory for the coefficients, which is zeroed only on request.</summary>
    public void AllocateCoefficients(bool zero) => Coefficients = new Coefficients(BlocksWide * BlocksHigh, zero);

    /// <summary>Computes the samples from the coefficients.</summary>
    public void Transform(CancellationToken stop)
    {
        Samples = new byte[Stride * BlocksHigh * 8];
        for (var row = 0; row < BlocksHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            for (var column = 0; column < BlocksWide; column++)
                InverseDct.ToSamples(Block(row, column), Quantiser, Samples.AsSpan((row * 8 * Stride) + (column * 8)), Stride);
        }
    }

    /// <summary>Throws, before memory is allocated, when the rest of the file is too short to hold this component.</summary>
    public void CheckFits(long bytesLeft, int minBitsPerBlock)
    {
        // Twice the size is allowed, because blocks that only pad an MCU may be missing.
        if ((long)BlocksWide * BlocksHigh * minBitsPerBlock / 8 > bytesLeft * 2)
            throw PhotoException.Damaged("The JPEG is far too short for the size that it states.");
    }

    public void Place(JpegFrame frame)
    {
        Width = JpegFrame.CeilDiv(frame.Width * H, frame.MaxH);
        Height = JpegFrame.CeilDiv(frame.Height * V, frame.MaxV);
        BlocksWide = frame.McusWide * H;
        BlocksHigh = frame.McusHigh * V;
    }
}
