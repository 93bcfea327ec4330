using System.Numerics;

namespace Cutis.Imaging.Jpeg;

/// <summary>Encodes a picture as baseline JPEG, one row of MCUs after the other.</summary>
internal sealed class JpegWriter
{
    private readonly Stream _output;
    private readonly JpegFrame _frame;
    private readonly BitWriter _bits = new();
    private readonly float[][] _reciprocals;
    private readonly int[] _predictors;

    /// <param name="image">Header, tables and metadata; its samples are not looked at.</param>
    /// <param name="output">Receives the file.</param>
    public JpegWriter(JpegImage image, Stream output)
    {
        (_output, _frame) = (output, image.Frame);
        _reciprocals = [.. _frame.Components.Select(c => Array.ConvertAll(c.Quantiser!, step => 1f / (8f * step)))];
        _predictors = new int[_frame.Components.Length];
        output.Write(JpegHeader.Write(image));
    }

    /// <summary>Encodes the next row of MCUs.</summary>
    /// <param name="strips">Per component the samples of that row: stride × 8 · V.</param>
    public void WriteMcuRow(byte[][] strips)
    {
        Span<short> block = stackalloc short[64];
        for (var column = 0; column < _frame.McusWide; column++)
        {
            for (var i = 0; i < strips.Length; i++)
            {
                var c = _frame.Components[i];
                for (var v = 0; v < c.V; v++)
                {
                    for (var h = 0; h < c.H; h++)
                    {
                        var at = (v * 8 * c.Stride) + (((column * c.H) + h) * 8);
                        ForwardDct.ToCoefficients(strips[i].AsSpan(at), c.Stride, _reciprocals[i], block);
                        WriteBlock(block, i);
                    }
                }
            }
        }

        _output.Write(_bits.Written);
        _bits.Clear();
    }

    /// <summary>Closes the picture.</summary>
    public void Finish()
    {
        _bits.Align();
        _output.Write(_bits.Written);
        _output.Write([0xFF, 0xD9]);
    }

    private void WriteBlock(ReadOnlySpan<short> block, int component)
    {
        var isLuma = JpegHeader.TableOf(component) == 0;
        var (dc, ac) = isLuma ? (HuffmanCodes.LumaDc, HuffmanCodes.LumaAc) : (HuffmanCodes.ChromaDc, HuffmanCodes.ChromaAc);
        WriteValue(dc, 0, block[0] - _predictors[component]);
        _predictors[component] = block[0];
        var run = 0;
        for (var k = 1; k < 64; k++)
        {
            int value = block[Zigzag.ToNatural[k]];
            if (value == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16) _bits.Write(ac.Code(0xF0), ac.Length(0xF0));
            WriteValue(ac, run << 4, value);
            run = 0;
        }

        if (run > 0) _bits.Write(ac.Code(0), ac.Length(0));
    }

    // The symbol of run and size, then the value's own bits (T.81, F.1.2.1).
    private void WriteValue(HuffmanCodes codes, int run, int value)
    {
        var magnitude = value < 0 ? -value : value;
        var size = 32 - BitOperations.LeadingZeroCount((uint)magnitude);
        var extra = (uint)(value < 0 ? value - 1 : value) & ((1u << size) - 1);
        _bits.Write((codes.Code(run | size) << size) | extra, codes.Length(run | size) + size);
    }
}
