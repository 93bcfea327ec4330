using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// Produces the bits of one MCU row: copies of the photo's <see cref="IndexedScan"/> where no layer has drawn, newly coded blocks
/// elsewhere.
/// </summary>
internal sealed class RowComposer
{
    // Shorter runs are coded faster than a row of the scaled scan is made.
    private const int MinRun = 2;

    private readonly IndexedScan _scan;
    private readonly JpegFrame _frame;
    private readonly LayerStrip[] _layers;
    private readonly PictureScaledScans? _scaledScans;
    private readonly int[] _offsets;
    private readonly BitWriter _bits = new();
    private readonly BitWriter _scaledBits = new();
    private readonly ScanBytes _bytes = new();
    private readonly BlockComposer _blocks;
    private readonly bool[] _touched;
    private readonly int _blocksInMcu;

    // DC coefficient of the previous block of each component: in the indexed scan and in the output.
    private readonly int[] _basePredictors;
    private readonly int[] _predictors;

    // First of the blocks that wait to be copied in one piece.
    private int _copyFirst;
    private int _copyEnd;
    private int _copySkip;
    private int _row;

    public RowComposer(IndexedScan scan, LayerStrip[] layers, PictureScaledScans? scaledScans)
    {
        (_scan, _frame, _layers, _scaledScans) = (scan, scan.Frame, layers, scaledScans);
        _offsets = new int[_frame.Components.Length];
        _blocks = new BlockComposer(_frame, layers);
        _touched = new bool[_frame.McusWide];
        _blocksInMcu = _frame.Components.Sum(c => c.H * c.V);
        _basePredictors = new int[_frame.Components.Length];
        _predictors = new int[_frame.Components.Length];
    }

    /// <summary>The bytes of an MCU row as a file holds them, with the marker after it. The result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Compose(int row)
    {
        Array.Clear(_touched);
        var any = false;
        foreach (var layer in _layers)
            any |= layer.Draw(row, _touched);
        if (!any)
            return _scan.RowInFile(row);

        _row = row;
        _scan.Prefetch(row + 1);
        Prefetch(Touched(from: 0));
        Array.Clear(_basePredictors);
        Array.Clear(_predictors);
        (_copyFirst, _copyEnd) = (0, 0);
        for (var column = 0; column < _frame.McusWide; )
        {
            if (_touched[column])
            {
                column = ComposeFrom(column);
                continue;
            }

            var end = Touched(from: column);
            CopyRun(column, end);
            column = end;
        }

        Flush();
        _bits.Align();
        _bytes.Clear();
        _bytes.Stuff(_bits.Written);
        _bytes.Marker(_scan.MarkerAfter(row));
        _bits.Clear();
        return _bytes.Written;
    }

    // The next column that a layer has drawn on, or the column after the last.
    private int Touched(int from)
    {
        var next = Array.IndexOf(_touched, true, from);
        return next < 0 ? _frame.McusWide : next;
    }

    // Composes one MCU, or a run of uniformly covered MCUs; returns the column after it.
    private int ComposeFrom(int column)
    {
        if (!_blocks.IsUniform(column))
        {
            Prefetch(Touched(from: column + 1));
            ComposeMcu(column, column * _blocksInMcu, _scan.Dc(_row));
            return column + 1;
        }

        var end = _blocks.RunEnd(column);
        if (_scaledScans is { } scaledScans && end >= column + MinRun && CopyScaled(scaledScans, column, end))
        {
            Prefetch(Touched(from: end));
            return end;
        }

        Flush();
        for (; column < end; column++)
        {
            Prefetch(Touched(from: column + 1));
            ComposeUniform(column, column * _blocksInMcu, _scan.Dc(_row));
        }

        return end;
    }

    private void ComposeMcu(int column, int index, ReadOnlySpan<short> levels)
    {
        _blocks.Compose(_row, column);
        var place = 0;
        for (var i = 0; i < _frame.Components.Length; i++)
        {
            var blocks = _frame.Components[i].H * _frame.Components[i].V;
            for (var k = 0; k < blocks; k++, place++, index++)
            {
                if (_blocks.Made(place) is { } made)
                    Write(i, levels[index], made);
                else
                    Keep(i, levels[index], index);
            }
        }
    }

    private void ComposeUniform(int column, int index, ReadOnlySpan<short> levels)
    {
        for (var i = 0; i < _frame.Components.Length; i++)
        {
            var c = _frame.Components[i];
            var (dc, ac) = _scan.Tables.Create(i);
            for (var v = 0; v < c.V; v++)
            {
                for (var h = 0; h < c.H; h++, index++)
                {
                    var made = _blocks.ComposeUniform(i, c.Block((_row * c.V) + v, (column * c.H) + h));
                    BlockEncoder.Write(_bits, made, _predictors[i], dc, ac);
                    _predictors[i] = made.Dc;
                }
            }

            _basePredictors[i] = levels[index - 1];
        }
    }

    // Copies a run from the scaled scan. Only the first block of each component has another DC predictor there.
    private bool CopyScaled(PictureScaledScans scaledScans, int column, int end)
    {
        if (_blocks.ScanScale(_offsets) is not { } scale || scaledScans.For(scale)?.Row(_row, _scaledBits) is not { } scaled)
            return false;
        foreach (var offset in _offsets)
            if (scaled.Lowest + offset < -1024 || scaled.Highest + offset > 1023)
                return false;
        Flush();
        var levels = _scan.Dc(_row);
        var (index, last) = (column * _blocksInMcu, (end - 1) * _blocksInMcu);
        for (var i = 0; i < _frame.Components.Length; i++)
        {
            var blocks = _frame.Components[i].H * _frame.Components[i].V;
            var before = column == 0 ? 0 : scaled.DcCoefficients[index - _blocksInMcu + blocks - 1];
            var codes = _scan.Tables.Create(i).Dc;
            BlockEncoder.WriteDc(_bits, scaled.DcCoefficients[index] + _offsets[i] - _predictors[i], codes);
            var from = scaled.Starts[index] + BlockEncoder.DcLength(scaled.DcCoefficients[index] - before, codes);
            index += blocks;
            last += blocks;
            // After the last component's first block, the rest of the run follows without interruption.
            var to = scaled.Starts[i + 1 < _frame.Components.Length ? index : end * _blocksInMcu];
            _bits.Copy(scaled.Bits, from, to - from);
            (_basePredictors[i], _predictors[i]) = (levels[last - 1], scaled.DcCoefficients[last - 1] + _offsets[i]);
        }

        return true;
    }

    // The coefficients of a photo far exceed the processor's caches, and the blocks of one MCU lie far apart.
    private void Prefetch(int column)
    {
        if (column >= _frame.McusWide)
            return;
        foreach (var c in _frame.Components)
            for (var v = 0; v < c.V; v++)
            for (var h = 0; h < c.H; h++)
                Memory.Prefetch<short>(c.Block((_row * c.V) + v, (column * c.H) + h));
    }

    // Only in the first MCU of a run can DC predictors differ from those of the indexed scan.
    private void CopyRun(int column, int end)
    {
        var levels = _scan.Dc(_row);
        var (index, last) = (column * _blocksInMcu, (end - 1) * _blocksInMcu);
        for (var i = 0; i < _frame.Components.Length; i++)
        {
            var blocks = _frame.Components[i].H * _frame.Components[i].V;
            for (var k = 0; k < blocks; k++, index++)
                Keep(i, levels[index], index);
            last += blocks;
            if (end > column + 1)
                _basePredictors[i] = _predictors[i] = levels[last - 1];
        }

        _copyEnd = end * _blocksInMcu;
    }

    private void Keep(int component, int dc, int index)
    {
        var isSame = _predictors[component] == _basePredictors[component];
        if (!isSame || _copyEnd != index)
        {
            Flush();
            (_copyFirst, _copySkip) = (index, 0);
        }

        if (!isSame)
        {
            var codes = _scan.Tables.Create(component).Dc;
            BlockEncoder.WriteDc(_bits, dc - _predictors[component], codes);
            _copySkip = BlockEncoder.DcLength(dc - _basePredictors[component], codes);
        }

        _copyEnd = index + 1;
        _basePredictors[component] = _predictors[component] = dc;
    }

    private void Write(int component, int baseDc, CodedBlock block)
    {
        Flush();
        var (dc, ac) = _scan.Tables.Create(component);
        BlockEncoder.Write(_bits, block, _predictors[component], dc, ac);
        _basePredictors[component] = baseDc;
        _predictors[component] = block.Dc;
    }

    private void Flush()
    {
        if (_copyEnd > _copyFirst)
            _scan.Copy(_row, _copyFirst, _copyEnd, _copySkip, _bits);
        (_copyFirst, _copyEnd, _copySkip) = (0, 0, 0);
    }
}
