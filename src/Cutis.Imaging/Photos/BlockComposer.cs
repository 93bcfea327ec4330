using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging;

/// <summary>Paints layers on one block of coefficients.</summary>
internal sealed class BlockComposer(JpegFrame frame, LayerStrip[] layers)
{
    // Half a step of the DC coefficient is a sixteenth of its size in levels: what is snapped is off by one level at most.
    private const int MostSnapped = 16;

    private readonly BlockPaint[] _paints = [.. layers.Select(_ => new BlockPaint())];
    private readonly float[] _keep = new float[frame.Components.Length];
    private readonly float[] _means = new float[frame.Components.Length];
    private readonly float[][] _steps = Array.ConvertAll(frame.Components, c => FloatDct.Steps(c.Quantiser!));
    private readonly float[][] _reciprocals = Array.ConvertAll(frame.Components, c => FloatDct.Reciprocals(c.Quantiser!));

    /// <summary>The block that was made last.</summary>
    public CodedBlock Made { get; } = new();

    /// <summary>Paints what the layers have drawn in the current row of MCUs on a block.</summary>
    /// <param name="channel">Place of the component.</param>
    /// <param name="c">The component.</param>
    /// <param name="block">The block's coefficients.</param>
    /// <param name="x">Column of the block in the component.</param>
    /// <param name="v">Row of the block in the MCU.</param>
    /// <returns>False when no layer has drawn on it.</returns>
    public bool Compose(int channel, JpegComponent c, ReadOnlySpan<short> block, int x, int v)
    {
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
        ScaleEvenly(EvenScale.Of(keep), keep, mean, c.Quantiser![0], block);
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

    /// <summary>Makes a block of an MCU that is covered evenly.</summary>
    public void ComposeEven(int channel, ReadOnlySpan<short> block) =>
        ScaleEvenly(EvenScale.Of(_keep[channel]), _keep[channel], _means[channel], frame.Components[channel].Quantiser![0], block);

    /// <summary>
    /// How an MCU that is covered evenly follows from a dimmed twin; null where it does not, as its components shrink by different
    /// factors or its steps are large.
    /// </summary>
    /// <param name="offsets">Receives how many steps the DC coefficients of each component lie above the twin's.</param>
    public EvenScale? TwinScale(Span<int> offsets)
    {
        for (var i = 0; i < _keep.Length; i++)
        {
            var step = frame.Components[i].Quantiser![0];
            if (step > MostSnapped || _keep[i] != _keep[0]) return null;
            offsets[i] = Steps(_means[i], step);
        }

        return EvenScale.Of(_keep[0]);
    }

    /// <summary>The column after the last of a run of MCUs that all layers cover as evenly as the first.</summary>
    public int RunEnd(int column)
    {
        var end = frame.McusWide;
        foreach (var layer in layers) end = Math.Min(end, layer.RunEnd(column));
        return end;
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

    // Blending is linear, so an evenly covered block needs no transform: its coefficients shrink, and its mean moves, by whole steps as
    // long as these are small. It is then the same for every block of an area.
    private void ScaleEvenly(EvenScale scale, float keep, float mean, ushort step, ReadOnlySpan<short> block)
    {
        var dc = step <= MostSnapped ? scale.Apply(block[0]) + Steps(mean, step) : (int)MathF.Round(((block[0] * step * keep) + mean) / step, MidpointRounding.AwayFromZero);
        scale.Apply(block, Math.Clamp(dc, -1024, 1023), Made);
    }

    private static int Steps(float mean, ushort step) => (int)MathF.Round(mean / step, MidpointRounding.AwayFromZero);

    private void BlendSamples(int channel, ReadOnlySpan<short> block)
    {
        FloatDct.ToSamples(block, _steps[channel], out var r0, out var r1, out var r2, out var r3, out var r4, out var r5, out var r6, out var r7);
        foreach (var paint in _paints)
        {
            if (paint.Kind == BlockPaintKind.None) continue;
            (r0, r1, r2, r3) = (paint.Blend(r0, 0), paint.Blend(r1, 8), paint.Blend(r2, 16), paint.Blend(r3, 24));
            (r4, r5, r6, r7) = (paint.Blend(r4, 32), paint.Blend(r5, 40), paint.Blend(r6, 48), paint.Blend(r7, 56));
        }

        FloatDct.ToCoefficients(r0, r1, r2, r3, r4, r5, r6, r7, _reciprocals[channel], Made);
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

    /// <summary>Colour of the samples, less 128, when they are of one.</summary>
    public float Colour { get; set; }

    /// <summary>Shares of the samples, when <see cref="BlockPaintKind.Mixed"/>: 64 from <see cref="At"/> on, each times <see cref="Factor"/>.</summary>
    public float[] Shares { get; set; } = [];

    /// <summary>Where the shares begin.</summary>
    public int At { get; set; }

    /// <summary>What the shares are multiplied by.</summary>
    public float Factor { get; set; }

    /// <summary>Colour, less 128, times share of each sample, where not all are of one <see cref="Colour"/>.</summary>
    public float[]? Colours { get; set; }

    /// <summary>Blends a row of eight samples, which have 0 in the middle of their range, with the paint of those from <paramref name="at"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Blend(Vector256<float> below, int at)
    {
        var share = Kind == BlockPaintKind.Even ? Vector256.Create(Share) : Vector256.Create(Shares, At + at) * Factor;
        var colour = Kind == BlockPaintKind.Even || Colours is null ? share * Colour : Vector256.Create(Colours, at);
        return (below * (Vector256<float>.One - share)) + colour;
    }
}
