namespace Cutis.Imaging.Jpeg;

/// <summary>Returns a block of the MCU row being written: 64 coefficients in coding order, valid until the next call.</summary>
/// <param name="component">Index of the component in the frame.</param>
/// <param name="row">Row of the block in the MCU row.</param>
/// <param name="column">Column of the block in the component.</param>
internal delegate ReadOnlySpan<short> TakeBlock(int component, int row, int column);

/// <summary>Encodes a picture as baseline JPEG, MCU row by MCU row.</summary>
/// <remarks>
/// Uses one scan if it can hold all components; otherwise one scan per component (ITU-T T.81, A.2.2), of which all but the first are
/// buffered until the first is written.
/// </remarks>
internal sealed class JpegWriter
{
    private readonly Stream _output;
    private readonly JpegFrame _frame;
    private readonly bool _isInterleaved;

    // One writer for a single scan, or one per component.
    private readonly BitWriter[] _bits;
    private readonly ScanBytes[] _bytes;
    private readonly int[] _predictors;
    private int _mcuRow;

    /// <summary>Writes everything before the entropy-coded data.</summary>
    /// <param name="image">Header, tables and metadata; its samples and coefficients are not used.</param>
    /// <param name="output">Receives the file.</param>
    public JpegWriter(JpegImage image, Stream output)
    {
        (_output, _frame, _isInterleaved) = (output, image.Frame, image.Frame.FitsOneScan);
        var scans = _isInterleaved ? 1 : _frame.Components.Length;
        (_bits, _bytes) = (new BitWriter[scans], new ScanBytes[scans]);
        for (var i = 0; i < scans; i++)
            (_bits[i], _bytes[i]) = (new BitWriter(), new ScanBytes());
        _predictors = new int[_frame.Components.Length];
        output.Write(JpegHeader.Write(image, EntropyTables.Standard, restartInterval: 0));
    }

    /// <summary>Encodes the next MCU row.</summary>
    public void WriteMcuRow(TakeBlock block)
    {
        if (_isInterleaved)
            WriteInterleaved(block);
        else
            for (var i = 0; i < _frame.Components.Length; i++)
                WriteAlone(i, block);
        WriteFirstScan();
        _mcuRow++;
    }

    /// <summary>Completes the picture.</summary>
    public void Finish()
    {
        foreach (var bits in _bits)
            bits.Align();
        WriteFirstScan();
        for (var i = 1; i < _bits.Length; i++)
        {
            Stuff(i);
            _output.Write(JpegHeader.ScanOf(_frame, i));
            _output.Write(_bytes[i].Written);
        }

        _output.Write([Markers.Prefix, Markers.EndOfImage]);
    }

    private void WriteInterleaved(TakeBlock block)
    {
        for (var column = 0; column < _frame.McusWide; column++)
        {
            for (var i = 0; i < _frame.Components.Length; i++)
            {
                var c = _frame.Components[i];
                for (var v = 0; v < c.V; v++)
                for (var h = 0; h < c.H; h++)
                    Write(i, _bits[0], block(i, v, (column * c.H) + h));
            }
        }
    }

    // A non-interleaved component is coded row by row of blocks, without blocks that only pad an MCU.
    private void WriteAlone(int component, TakeBlock block)
    {
        var c = _frame.Components[component];
        var (wide, high) = (JpegFrame.CeilDiv(c.Width, 8), JpegFrame.CeilDiv(c.Height, 8));
        for (var v = 0; v < c.V && (_mcuRow * c.V) + v < high; v++)
        for (var column = 0; column < wide; column++)
            Write(component, _bits[component], block(component, v, column));
        if (component > 0)
            Stuff(component);
    }

    private void Write(int component, BitWriter bits, ReadOnlySpan<short> block)
    {
        var (dc, ac) = EntropyTables.Standard.Create(component);
        BlockEncoder.Write(bits, block, _predictors[component], dc, ac);
        _predictors[component] = block[0];
    }

    private void Stuff(int scan)
    {
        _bytes[scan].Stuff(_bits[scan].Written);
        _bits[scan].Clear();
    }

    private void WriteFirstScan()
    {
        Stuff(0);
        _output.Write(_bytes[0].Written);
        _bytes[0].Clear();
    }
}
