using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Compositing;

/// <summary>How a layer covers a block.</summary>
internal enum BlockPaintKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Every sample alike.</summary>
    Uniform,

    /// <summary>Some samples more than others.</summary>
    PerSample,
}

/// <summary>What a layer paints on a block: per sample a share, and the colour times that share.</summary>
internal sealed class BlockPaint
{
    public BlockPaintKind Kind { get; set; }

    /// <summary>Opacity of the layer, before its alpha, on an MCU that is covered evenly.</summary>
    public float Opacity { get; set; }

    /// <summary>Share of every sample, when <see cref="BlockPaintKind.Uniform"/>.</summary>
    public float Share { get; set; }

    /// <summary>Colour of the samples, less 128, when they are of one.</summary>
    public float Colour { get; set; }

    /// <summary>
    /// Shares of the samples, when <see cref="BlockPaintKind.PerSample"/>: 64 from <see cref="At"/> on, each times <see cref="Factor"/>.
    /// </summary>
    public float[] Shares { get; set; } = [];

    /// <summary>Where the shares begin.</summary>
    public int At { get; set; }

    /// <summary>What the shares are multiplied by.</summary>
    public float Factor { get; set; }

    /// <summary>Colour, less 128, times share of each sample, where not all are of one <see cref="Colour"/>.</summary>
    public float[]? Colours { get; set; }

    /// <summary>Room for shares of the block's own.</summary>
    public float[] SampleShares { get; } = new float[64];

    /// <summary>Room for <see cref="Colours"/>.</summary>
    public float[] SampleColours { get; } = new float[64];

    /// <summary>Makes it <see cref="BlockPaintKind.PerSample"/>, of the same look.</summary>
    public void ExpandToSamples()
    {
        if (Kind == BlockPaintKind.PerSample)
            return;
        Array.Fill(SampleShares, Kind == BlockPaintKind.None ? 0 : Share);
        (Kind, Shares, At, Factor, Colours) = (BlockPaintKind.PerSample, SampleShares, 0, 1, null);
    }

    /// <summary>
    /// Blends a row of eight samples, which have 0 in the middle of their range, with what is <see cref="BlockPaintKind.PerSample"/>, from
    /// a sample on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Blend(Vector256<float> below, int at)
    {
        var share = ShareOf(at);
        return (below * (Vector256<float>.One - share)) + Added(share, at);
    }

    /// <summary>Blends a row of two blocks with the paint of each, which is of one colour.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Blend(BlockPaint a, BlockPaint b, Vector512<float> below, int at)
    {
        var (shareA, shareB) = (a.ShareOf(at), b.ShareOf(at));
        return (below * (Vector512<float>.One - Vector512.Create(shareA, shareB))) + Vector512.Create(shareA * a.Colour, shareB * b.Colour);
    }

    private Vector256<float> ShareOf(int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Shares), (nuint)(At + at)) * Factor;

    private Vector256<float> Added(Vector256<float> share, int at) => Colours is null ? share * Colour : Vector256.Create(Colours, at);
}
