using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging;

/// <summary>Paints layers on one block of coefficients.</summary>
internal sealed class BlockComposer(JpegFrame frame, LayerStrip[] layers)
{
    private readonly BlockPaint[] _paints = [.. layers.Select(_ => new BlockPaint())];
    private readonly short[] _block = new short[64];
    private readonly float[] _samples = new float[64];
    private readonly float[] _keep = new float[frame.Components.Length];
    private readonly float[] _means = new float[frame.Components.Length];
    private readonly float[][] _steps = Array.ConvertAll(frame.Components, c => FloatDct.Steps(c.Quantiser!));
    private readonly float[][] _reciprocals = Array.ConvertAll(frame.Components, c => FloatDct.Reciprocals(c.Quantiser!));

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
        if (!even)
        {
            BlendSamples(channel, block);
            return true;
        }

        var (keep, mean) = Blended();
        ScaleEvenly(keep, mean, c.Quantiser![0], block);
        return true;
    }

    /// <summary>Whether every layer covers an MCU evenly; then <see cref="ComposeEven"/> makes its blocks.</summary>
    public bool IsEven(int column)
    {
        for (var i = 0; i < layers.Length; i++)
            if (!layers[i].SampleMcu(column, _paints[i])) return false;
        for (var i = 0; i < frame.Components.Length; i++)
        {
            for (var k = 0; k < layers.Length; k++) layers[k].Colour(i, _paints[k]);
            (_keep[i], _means[i]) = Blended();
        }

        return true;
    }

    /// <summary>A block of an MCU that is covered evenly.</summary>
    public ReadOnlySpan<short> ComposeEven(int channel, ReadOnlySpan<short> block)
    {
        ScaleEvenly(_keep[channel], _means[channel], frame.Components[channel].Quantiser![0], block);
        return _block;
    }

    // What is left of the samples, and what is added to eight times their mean.
    private (float Keep, float Mean) Blended()
    {
        var (keep, mean) = (1f, 0f);
        foreach (var paint in _paints)
        {
            if (paint.Kind == BlockPaintKind.None) continue;
            keep *= 1 - paint.Share;
            // The DC coefficient is eight times the mean of the block (T.81, A.3.3).
            mean = (mean * (1 - paint.Share)) + (paint.Share * 8 * paint.Colour);
        }

        return (keep, mean);
    }

    // Blending is linear, so an evenly covered block needs no transform: its coefficients shrink, and its mean moves.
    private void ScaleEvenly(float keep, float mean, ushort step, ReadOnlySpan<short> block)
    {
        var factor = Vector256.Create((short)Math.Min(short.MaxValue, (int)((keep * 32768) + 0.5f)));
        for (var i = 0; i < 64; i += 16) Scale(Vector256.Create(block.Slice(i, 16)), factor).CopyTo(_block.AsSpan(i, 16));
        var dc = ((block[0] * step * keep) + mean) / step;
        _block[0] = (short)Math.Clamp((int)MathF.Round(dc, MidpointRounding.AwayFromZero), -1024, 1023);
    }

    // The product of a number and a fraction of 32768, rounded.
    private static Vector256<short> Scale(Vector256<short> value, Vector256<short> factor)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyHighRoundScale(value, factor);
        var (low, high) = (Vector256.WidenLower(value) * Vector256.WidenLower(factor), Vector256.WidenUpper(value) * Vector256.WidenUpper(factor));
        var half = Vector256.Create(1 << 14);
        return Vector256.Narrow((low + half) >> 15, (high + half) >> 15);
    }

    private void BlendSamples(int channel, ReadOnlySpan<short> block)
    {
        FloatDct.ToSamples(block, _steps[channel], _samples);
        foreach (var paint in _paints)
            if (paint.Kind != BlockPaintKind.None) paint.Blend(_samples);
        FloatDct.ToCoefficients(_samples, _reciprocals[channel], _block);
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

    /// <summary>Opacity of the layer, before its alpha, on an MCU that is covered evenly.</summary>
    public float Opacity { get; set; }

    /// <summary>Share of every sample, when <see cref="BlockPaintKind.Even"/>.</summary>
    public float Share { get; set; }

    /// <summary>Colour of every sample, less 128, when <see cref="BlockPaintKind.Even"/>.</summary>
    public float Colour { get; set; }

    /// <summary>Share of each sample, when <see cref="BlockPaintKind.Mixed"/>.</summary>
    public float[] Shares { get; } = new float[64];

    /// <summary>Colour, less 128, times share of each sample, when <see cref="BlockPaintKind.Mixed"/>.</summary>
    public float[] Colours { get; } = new float[64];

    /// <summary>Blends the paint into 8 × 8 samples, which have 0 in the middle of their range.</summary>
    public void Blend(float[] samples)
    {
        if (Kind == BlockPaintKind.Even)
        {
            Array.Fill(Shares, Share);
            Array.Fill(Colours, Share * Colour);
        }

        for (var i = 0; i < 64; i += 8)
        {
            var below = Vector256.Create(samples, i) * (Vector256<float>.One - Vector256.Create(Shares, i));
            (below + Vector256.Create(Colours, i)).CopyTo(samples, i);
        }
    }
}
