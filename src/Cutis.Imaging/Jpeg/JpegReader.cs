using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Reads baseline, extended (8 bits) and progressive Huffman-coded JPEG (ITU-T T.81) with 1, 3 or 4 components and any sampling of
/// whole-number ratios.
/// </summary>
internal sealed class JpegReader
{
    private readonly byte[] _data;
    private readonly PhotoLimits _limits;
    private readonly JpegTables _tables = new();
    private readonly JpegMetadata _metadata = new();
    private readonly CancellationToken _stop;
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _scans;
    private CoefficientPrecision? _precision;
    private SourceBits? _bits;

    private JpegReader(byte[] data, PhotoLimits limits, CancellationToken stop) => (_data, _limits, _stop) = (data, limits, stop);

    /// <summary>True when the bytes begin as a JPEG does.</summary>
    public static bool Recognises(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>
    /// True of segments that a picture can do without: heights that are known, applications' own, comments. Viewers do not mind that some
    /// of them state a length of 0, less than that of the length itself.
    /// </summary>
    public static bool IsSkippable(int marker) => marker is 0xDC or 0xFE or (>= 0xE0 and <= 0xEF);

    /// <summary>Decodes a file to coefficients.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="stop">Ends the work within milliseconds.</param>
    /// <exception cref="PhotoException">The file is damaged, not supported or too large.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static JpegImage Read(byte[] data, PhotoLimits limits, CancellationToken stop = default)
    {
        var reader = new JpegReader(data, limits, stop);
        return reader.Finish(hasEnd: reader.ReadSegments());
    }

    // Answers whether the file has an end marker, or all that it would stand after.
    private bool ReadSegments()
    {
        var position = 2;
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (NextMarker(ref position) is not { } marker)
                return false;
            if (marker == 0xD9)
                return true;
            if (marker is >= 0xD0 and <= 0xD8 or 0x01)
                continue;
            var segment = Segment(ref position, IsSkippable(marker));
            if (marker != 0xDA)
            {
                ReadSegment(marker, segment);
                continue;
            }

            position = Decode(segment, position);
            // Everything is there: a missing end marker, or rubbish after the picture, does no harm.
            if (!_frame!.Progressive && _frame.Components.All(c => c.Coefficients.Length > 0))
                return true;
        }
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                if (_frame is not null)
                    throw PhotoException.Damaged("The JPEG has two frames.");
                _frame = FrameHeader.Read(segment, progressive: marker == 0xC2, _limits);
                break;
            case 0xC4:
                _tables.ReadHuffman(segment);
                break;
            case 0xDB:
                _tables.ReadQuantisers(segment);
                break;
            case 0xDD:
                if (segment.Length != 2)
                    throw PhotoException.Damaged("The restart interval of the JPEG has a wrong length.");
                _restartInterval = (segment[0] << 8) | segment[1];
                break;
            case 0xC9 or 0xCA or 0xCB or 0xCD or 0xCE or 0xCF:
                throw PhotoException.Unsupported("The JPEG is arithmetic-coded, which is not supported.");
            case 0xC3 or 0xC7 or 0xF7:
                throw PhotoException.Unsupported("The JPEG is lossless-coded, which is not supported.");
            case 0xC5 or 0xC6 or 0xDE or 0xDF:
                throw PhotoException.Unsupported("The JPEG is hierarchical, which is not supported.");
            // What viewers do not look at either once the picture has begun. A height (DNL) can only repeat that of the frame.
            case >= 0xE0 and <= 0xEF when _scans == 0:
                _metadata.Read(marker - 0xE0, segment);
                break;
        }
    }

    private int Decode(ReadOnlySpan<byte> header, int position)
    {
        if (_frame is null)
            throw PhotoException.Damaged("The JPEG has picture data before its frame header.");
        _limits.CheckScans(++_scans, _frame.Width, _frame.Height);
        var scan = ScanHeader.Read(header, _frame, _tables, _restartInterval);
        if (_frame.Progressive)
        {
            position = ProgressiveScan.Decode(_frame, scan, _data, position, _stop);
            (_precision ??= new CoefficientPrecision(_frame)).Add(scan);
            return position;
        }

        var sequential = new SequentialScan(_frame, scan, _data, _stop);
        position = sequential.Decode(position);
        _bits = sequential.Bits;
        return position;
    }

    // Null at the end of the file; that a marker is missing there is no fault in itself.
    private int? NextMarker(ref int position)
    {
        while (position + 1 < _data.Length)
        {
            if (_data[position] != 0xFF || _data[position + 1] is 0 or 0xFF)
            {
                if ((position & 0xFFFF) == 0)
                    _stop.ThrowIfCancellationRequested();
                position++;
                continue;
            }

            position += 2;
            return _data[position - 1];
        }

        if (_scans > 0)
            return null;
        throw PhotoException.Damaged("The JPEG ends before its picture data.");
    }

    private ReadOnlySpan<byte> Segment(ref int position, bool isSkippable)
    {
        var length = position + 2 <= _data.Length ? (_data[position] << 8) | _data[position + 1] : -1;
        if (isSkippable && length is 0 or 1)
            length = 2;
        if (length < 0 || position + length > _data.Length)
            throw PhotoException.Damaged("A segment of the JPEG is cut off.");
        if (length < 2)
            throw PhotoException.Damaged($"A segment of the JPEG has a length of {length}.");
        var segment = _data.AsSpan(position + 2, length - 2);
        position += length;
        return segment;
    }

    private JpegImage Finish(bool hasEnd)
    {
        var frame = _frame ?? throw PhotoException.Damaged("The JPEG has no frame header.");
        foreach (var component in frame.Components)
        {
            if (component.Coefficients.Length == 0)
                throw PhotoException.Damaged("The JPEG ends before all of its components are there.");
        }

        _precision?.CheckComplete(hasEnd);
        if (ZeroSteps.Remove(frame, _stop))
            _bits = null;
        return _metadata.ToImage(frame, _bits);
    }
}
