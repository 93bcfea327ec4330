using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cutis.Imaging.Compositing;

/// <summary>How a layer covers a block.</summary>
internal enum BlockPaintKind
{
    /// <summary>The layer does not touch the block.</summary>
    None,

    /// <summary>Every sample has the same share.</summary>
    Uniform,

    /// <summary>Each sample has a share of its own.</summary>
    PerSample,
}

/// <summary>What one layer does to a block: each sample becomes (1 − share) · sample + share · colour.</summary>
internal sealed class BlockPaint
{
    public BlockPaintKind Kind { get; set; }

    /// <summary>Opacity of the layer on a uniformly covered MCU, before the alpha of its colour is applied.</summary>
    public float Opacity { get; set; }

    /// <summary>Share of every sample, 0..1, when <see cref="Kind"/> is <see cref="BlockPaintKind.Uniform"/>.</summary>
    public float Share { get; set; }

    /// <summary>Value of the layer's colour in this component, minus 128, when all samples have the same colour.</summary>
    public float Colour { get; set; }

    /// <summary>
    /// Shares when <see cref="Kind"/> is <see cref="BlockPaintKind.PerSample"/>: 64 from index <see cref="At"/> on, each to be multiplied
    /// by <see cref="Factor"/>.
    /// </summary>
    public float[] Shares { get; set; } = [];

    /// <summary>Index of the first share in <see cref="Shares"/>.</summary>
    public int At { get; set; }

    /// <summary>Factor of the shares.</summary>
    public float Factor { get; set; }

    /// <summary>Share times (colour − 128) for each sample; null when all samples have the same <see cref="Colour"/>.</summary>
    public float[]? Colours { get; set; }

    /// <summary>Buffer for shares that belong to this block alone.</summary>
    public float[] SampleShares { get; } = new float[64];

    /// <summary>Buffer for <see cref="Colours"/>.</summary>
    public float[] SampleColours { get; } = new float[64];

    /// <summary>Expands a uniform share into 64 per-sample shares; the block renders identically.</summary>
    public void ExpandToSamples()
    {
        if (Kind == BlockPaintKind.PerSample)
            return;
        Array.Fill(SampleShares, Kind == BlockPaintKind.None ? 0 : Share);
        (Kind, Shares, At, Factor, Colours) = (BlockPaintKind.PerSample, SampleShares, 0, 1, null);
    }

    /// <summary>Blends a row of eight samples, which are centred on 0 (−128..127), with per-sample shares starting at a sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Blend(Vector256<float> below, int at)
    {
        var share = ShareOf(at);
        return (below * (Vector256<float>.One - share)) + Added(share, at);
    }

    /// <summary>Blends the same row of two blocks, each with the paint of its own; neither may have <see cref="Colours"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Blend(BlockPaint a, BlockPaint b, Vector512<float> below, int at)
    {
        var (shareA, shareB) = (a.ShareOf(at), b.ShareOf(at));
        return (below * (Vector512<float>.One - Vector512.Create(shareA, shareB))) + Vector512.Create(shareA * a.Colour, shareB * b.Colour);
    }

    private Vector256<float> ShareOf(int at)
    {
        Debug.Assert(at >= 0 && At + at + Vector256<float>.Count <= Shares.Length, "the row lies within the shares");
        return Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Shares), (nuint)(At + at)) * Factor;
    }

    private Vector256<float> Added(Vector256<float> share, int at) => Colours is null ? share * Colour : Vector256.Create(Colours, at);
}
