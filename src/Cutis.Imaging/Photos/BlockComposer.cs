using System.Runtime.Intrinsics;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging;

/// <summary>Paints layers on one block of coefficients.</summary>
internal sealed class BlockComposer(JpegFrame frame, LayerStrip[] layers)
{
    private readonly BlockPaint[] _paints = [.. layers.Select(_ => new BlockPaint())];
    private readonly short[] _block = new short[64];
    private readonly byte[] _samples = new byte[64];
    private readonly float[][] _reciprocals = ForwardDct.Reciprocals(frame);

    /// <summary>Paints what the layers have drawn in the current row of MCUs on a block.</summary>
    /// <param name="channel">Place of the component.</param>
    /// <param name="c">The component.</param>
    /// <param name="block">The block's coefficients.</param>
    /// <param name="x">Column of the block in the component.</param>
    /// <param name="v">Row of the block in the MCU.</param>
    /// <param name="made">The new coefficients, until the next call.</param>
    /// <returns>False when no layer has drawn on it.</returns>
    public bool Compose(int channel, JpegComponent c, ReadOnlySpan<short> block, int x, int v, out ReadOnlySpan<short> made)
    {
        made = _block;
        var (any, even) = (false, true);
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i].Sample(channel, c, x, v, _paints[i]);
            any |= _paints[i].Kind != BlockPaintKind.None;
            even &= _paints[i].Kind != BlockPaintKind.Mixed;
        }

        if (!any) return false;
        if (even) ScaleEvenly(c.Quantiser!, block);
        else BlendSamples(channel, c.Quantiser!, block);
        return true;
    }

    // Blending is linear, so an evenly covered block needs no transform: its coefficients shrink, and its mean moves.
    private void ScaleEvenly(ushort[] quantiser, ReadOnlySpan<short> block)
    {
        var (keep, mean) = (1f, 0f);
        foreach (var paint in _paints)
        {
            if (paint.Kind == BlockPaintKind.None) continue;
            keep *= 1 - paint.Share;
            // The DC coefficient is eight times the mean of the block (T.81, A.3.3).
            mean = (mean * (1 - paint.Share)) + (paint.Share * 8 * (paint.Colour - 128));
        }

        var half = Vector128.Create(0.5f);
        for (var i = 0; i < 64; i += 8)
        {
            var eight = Vector128.Create(block.Slice(i, 8));
            var (low, high) = (Vector128.ConvertToSingle(Vector128.WidenLower(eight)) * keep, Vector128.ConvertToSingle(Vector128.WidenUpper(eight)) * keep);
            Vector128.Narrow(
                Vector128.ConvertToInt32(low + Vector128.CopySign(half, low)),
                Vector128.ConvertToInt32(high + Vector128.CopySign(half, high))).CopyTo(_block.AsSpan(i, 8));
        }

        var dc = ((block[0] * quantiser[0] * keep) + mean) / quantiser[0];
        _block[0] = (short)Math.Clamp((int)MathF.Round(dc, MidpointRounding.AwayFromZero), -1024, 1023);
    }

    private void BlendSamples(int channel, ushort[] quantiser, ReadOnlySpan<short> block)
    {
        InverseDct.ToSamples(block, quantiser, _samples, 8);
        foreach (var paint in _paints)
        {
            if (paint.Kind != BlockPaintKind.None) paint.Blend(_samples, 8);
        }

        ForwardDct.ToCoefficients(_samples, 8, _reciprocals[channel], _block);
    }
}

/// <summary>How a layer covers a block.</summary>
internal enum BlockPaintKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Every sample alike.</summary>
    Even,

    /// <summary>Some samples more than others.</summary>
    Mixed,
}

/// <summary>What a layer paints on a block: per sample a share, and the colour times that share.</summary>
internal sealed class BlockPaint
{
    public BlockPaintKind Kind { get; set; }

    /// <summary>Share of every sample, when <see cref="BlockPaintKind.Even"/>.</summary>
    public float Share { get; set; }

    /// <summary>Colour of every sample, when <see cref="BlockPaintKind.Even"/>.</summary>
    public float Colour { get; set; }

    /// <summary>Share of each sample, when <see cref="BlockPaintKind.Mixed"/>.</summary>
    public float[] Shares { get; } = new float[64];

    /// <summary>Colour times share of each sample, when <see cref="BlockPaintKind.Mixed"/>.</summary>
    public float[] Colours { get; } = new float[64];

    /// <summary>Blends the paint into 8 × 8 samples.</summary>
    public void Blend(Span<byte> samples, int stride)
    {
        if (Kind == BlockPaintKind.Even)
        {
            Array.Fill(Shares, Share);
            Array.Fill(Colours, Share * Colour);
        }

        for (var y = 0; y < 8; y++)
        {
            var line = samples.Slice(y * stride, 8);
            var words = Vector128.WidenLower(Vector64.Create(line).ToVector128());
            var below = Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32());
            var share = Vector256.Create(Shares.AsSpan(8 * y, 8));
            var mixed = (below * (Vector256<float>.One - share)) + Vector256.Create(Colours.AsSpan(8 * y, 8)) + Vector256.Create(0.5f);
            var whole = Vector256.ConvertToInt32(mixed);
            var narrow = Vector128.Narrow(whole.GetLower(), whole.GetUpper()).AsUInt16();
            Vector128.Narrow(narrow, narrow).GetLower().CopyTo(line);
        }
    }
}
