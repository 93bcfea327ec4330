namespace Cutis.Imaging.Jpeg;

/// <summary>Encodes a picture as baseline JPEG, one row of MCUs after the other.</summary>
internal sealed class JpegWriter
{
    private readonly Stream _output;
    private readonly JpegFrame _frame;
    private readonly BitWriter _bits = new();
    private readonly ScanBytes _bytes = new();
    private readonly float[][] _reciprocals;
    private readonly int[] _predictors;

    /// <param name="image">Header, tables and metadata; its samples are not looked at.</param>
    /// <param name="output">Receives the file.</param>
    public JpegWriter(JpegImage image, Stream output)
    {
        (_output, _frame) = (output, image.Frame);
        _reciprocals = ForwardDct.Reciprocals(_frame);
        _predictors = new int[_frame.Components.Length];
        output.Write(JpegHeader.Write(image, EntropyTables.Standard, restartInterval: 0));
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
                        var (dc, ac) = EntropyTables.Standard.Of(i);
                        BlockEncoder.Write(_bits, block, _predictors[i], dc, ac);
                        _predictors[i] = block[0];
                    }
                }
            }
        }

        WriteBytes();
    }

    /// <summary>Closes the picture.</summary>
    public void Finish()
    {
        _bits.Align();
        WriteBytes();
        _output.Write([0xFF, 0xD9]);
    }

    private void WriteBytes()
    {
        _bytes.Clear();
        _bytes.Stuff(_bits.Written);
        _output.Write(_bytes.Written);
        _bits.Clear();
    }
}
