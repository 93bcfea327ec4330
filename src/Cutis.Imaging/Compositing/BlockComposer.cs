using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>Blends layers into the blocks of one MCU.</summary>
internal sealed class BlockComposer
{
    private readonly JpegFrame _frame;
    private readonly LayerStrip[] _layers;

    // For each block of an MCU: its component, and its column and row within the MCU.
    private readonly (int Channel, int H, int V)[] _places;

    // Indexed by block of the MCU, then by layer.
    private readonly BlockPaint[][] _paints;
    private readonly CodedBlock[] _made;
    private readonly bool[] _isMade;

    // Indexed by component; valid for an MCU that every layer covers uniformly.
    private readonly UniformBlend[] _uniform;
    private readonly float[][] _steps;
    private readonly float[][] _reciprocals;

    // The same tables joined for every pair of components; see FloatDct.Join.
    private readonly float[,][] _stepsOfTwo;
    private readonly float[,][] _reciprocalsOfTwo;

    public BlockComposer(JpegFrame frame, LayerStrip[] layers)
    {
        (_frame, _layers) = (frame, layers);
        _places = [.. frame.Components.SelectMany((c, i) => Enumerable.Range(0, c.H * c.V).Select(k => (i, k % c.H, k / c.H)))];
        _paints = Array.ConvertAll(_places, _ => Array.ConvertAll(layers, _ => new BlockPaint()));
        _made = Array.ConvertAll(_places, _ => new CodedBlock());
        _isMade = new bool[_places.Length];
        _uniform = new UniformBlend[frame.Components.Length];
        _steps = Array.ConvertAll(frame.Components, c => FloatDct.Steps(c.Quantiser!));
        _reciprocals = Array.ConvertAll(frame.Components, c => FloatDct.Reciprocals(c.Quantiser!));
        (_stepsOfTwo, _reciprocalsOfTwo) = (Combine(_steps), Combine(_reciprocals));
    }

    /// <summary>
    /// Blends what the layers have drawn on an MCU of the current MCU row into its blocks; <see cref="Made"/> returns them.
    /// </summary>
    public void Compose(int row, int column)
    {
        var waiting = -1;
        for (var place = 0; place < _places.Length; place++)
        {
            var kind = Sample(place, column);
            _isMade[place] = kind != BlockPaintKind.None;
            if (kind == BlockPaintKind.Uniform)
            {
                Blended(_places[place].Channel, _paints[place]).Apply(Block(place, row, column), _made[place]);
            }
            else if (kind == BlockPaintKind.PerSample)
            {
                foreach (var paint in _paints[place])
                    paint.ExpandToSamples();
                if (!Vector16Ops.AreSupported || !IsPlain(place))
                    Blend(place, row, column);
                else if (waiting < 0)
                    waiting = place;
                else
                {
                    Blend(waiting, place, row, column);
                    waiting = -1;
                }
            }
        }

        if (waiting >= 0)
            Blend(waiting, row, column);
    }

    /// <summary>The block at a place, in coding order, of the MCU that was composed last; null where no layer has drawn on it.</summary>
    public CodedBlock? Made(int place) => _isMade[place] ? _made[place] : null;

    /// <summary>Whether every layer covers an MCU uniformly. If so, <see cref="ComposeUniform"/> makes its blocks.</summary>
    public bool IsUniform(int column)
    {
        for (var i = 0; i < _layers.Length; i++)
            if (!_layers[i].SampleMcu(column, _paints[0][i]))
                return false;
        for (var i = 0; i < _frame.Components.Length; i++)
        {
            for (var k = 0; k < _layers.Length; k++)
                _layers[k].Colour(i, _paints[0][k]);
            _uniform[i] = Blended(i, _paints[0]);
        }

        return true;
    }

    /// <summary>A block of an MCU that is covered uniformly. The result is valid until the next call.</summary>
    public CodedBlock ComposeUniform(int channel, ReadOnlySpan<short> block)
    {
        _uniform[channel].Apply(block, _made[0]);
        return _made[0];
    }

    /// <summary>
    /// The scale of the <see cref="ScaledScan"/> from which a uniformly covered MCU can be copied; null when it cannot, because its
    /// components are scaled by different factors or because a DC step is too large to be snapped.
    /// </summary>
    /// <param name="offsets">Receives, for each component, how many quantisation steps its DC coefficients lie above those of the scaled
    /// scan.</param>
    public CoefficientScale? ScanScale(Span<int> offsets)
    {
        for (var i = 0; i < _uniform.Length; i++)
        {
            if (!_uniform[i].IsSnapped || _uniform[i].Keep != _uniform[0].Keep)
                return null;
            offsets[i] = _uniform[i].Offset;
        }

        return _uniform[0].Scale;
    }

    /// <summary>The column after the last MCU of a run in which every layer has the same uniform opacity as in the first.</summary>
    public int RunEnd(int column)
    {
        var end = _frame.McusWide;
        foreach (var layer in _layers)
            end = Math.Min(end, layer.RunEnd(column));
        return end;
    }

    private UniformBlend Blended(int channel, BlockPaint[] paints)
    {
        var (keep, mean) = (1f, 0f);
        foreach (var paint in paints)
        {
            if (paint.Kind == BlockPaintKind.None)
                continue;
            keep *= 1 - paint.Share;
            // The DC coefficient is eight times the mean of the block (T.81, A.3.3).
            mean = (mean * (1 - paint.Share)) + (paint.Share * 8 * paint.Colour);
        }

        return new UniformBlend(keep, mean, _frame.Components[channel].Quantiser![0]);
    }

    private static float[,][] Combine(float[][] tables)
    {
        var joined = new float[tables.Length, tables.Length][];
        for (var a = 0; a < tables.Length; a++)
        for (var b = 0; b < tables.Length; b++)
            joined[a, b] = FloatDct.Join(tables[a], tables[b]);
        return joined;
    }

    private BlockPaintKind Sample(int place, int column)
    {
        var ((channel, h, v), kind) = (_places[place], BlockPaintKind.None);
        var c = _frame.Components[channel];
        for (var i = 0; i < _layers.Length; i++)
        {
            var paint = _paints[place][i];
            _layers[i].Sample(channel, c, (column * c.H) + h, v, paint);
            if (paint.Kind > kind)
                kind = paint.Kind;
        }

        return kind;
    }

    // Whether each layer has a single colour on the block.
    private bool IsPlain(int place)
    {
        foreach (var paint in _paints[place])
            if (paint.Colours is not null)
                return false;
        return true;
    }

    private ReadOnlySpan<short> Block(int place, int row, int column)
    {
        var (channel, h, v) = _places[place];
        var c = _frame.Components[channel];
        return c.Block((row * c.V) + v, (column * c.H) + h);
    }

    private void Blend(int place, int row, int column)
    {
        var channel = _places[place].Channel;
        FloatDct.ToSamples(
            Block(place, row, column),
            _steps[channel],
            out var r0,
            out var r1,
            out var r2,
            out var r3,
            out var r4,
            out var r5,
            out var r6,
            out var r7
        );
        foreach (var paint in _paints[place])
        {
            (r0, r1, r2, r3) = (paint.Blend(r0, 0), paint.Blend(r1, 8), paint.Blend(r2, 16), paint.Blend(r3, 24));
            (r4, r5, r6, r7) = (paint.Blend(r4, 32), paint.Blend(r5, 40), paint.Blend(r6, 48), paint.Blend(r7, 56));
        }

        FloatDct.ToCoefficients(r0, r1, r2, r3, r4, r5, r6, r7, _reciprocals[channel], _made[place]);
    }

    // AVX-512 blends two blocks in little more time than one.
    private void Blend(int first, int second, int row, int column)
    {
        var (a, b) = (_places[first].Channel, _places[second].Channel);
        Debug.Assert(_stepsOfTwo[a, b].Length == 128 && _reciprocalsOfTwo[a, b].Length == 128, "the tables are those of two blocks");
        FloatDct.ToSamples(
            ref MemoryMarshal.GetReference(Block(first, row, column)),
            ref MemoryMarshal.GetReference(Block(second, row, column)),
            ref _stepsOfTwo[a, b][0],
            out var r0,
            out var r1,
            out var r2,
            out var r3,
            out var r4,
            out var r5,
            out var r6,
            out var r7
        );
        for (var i = 0; i < _layers.Length; i++)
        {
            var (p, q) = (_paints[first][i], _paints[second][i]);
            (r0, r1, r2, r3) = (
                BlockPaint.Blend(p, q, r0, 0),
                BlockPaint.Blend(p, q, r1, 8),
                BlockPaint.Blend(p, q, r2, 16),
                BlockPaint.Blend(p, q, r3, 24)
            );
            (r4, r5, r6, r7) = (
                BlockPaint.Blend(p, q, r4, 32),
                BlockPaint.Blend(p, q, r5, 40),
                BlockPaint.Blend(p, q, r6, 48),
                BlockPaint.Blend(p, q, r7, 56)
            );
        }

        FloatDct.ToCoefficients(r0, r1, r2, r3, r4, r5, r6, r7, ref _reciprocalsOfTwo[a, b][0], _made[first], _made[second]);
    }
}
