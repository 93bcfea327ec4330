using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Reads baseline, extended (8-bit) and progressive Huffman-coded JPEGs (ITU-T T.81) with 1, 3 or 4 components and any whole-number
/// sampling ratios.
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

    /// <summary>True when the bytes begin like a JPEG.</summary>
    public static bool Recognises(ReadOnlySpan<byte> data) =>
        data.StartsWith((ReadOnlySpan<byte>)[Markers.Prefix, Markers.StartOfImage, Markers.Prefix]);

    /// <summary>
    /// True for segments that a picture can do without: known heights, application data, comments. Viewers accept a length of 0 there,
    /// although a length includes itself.
    /// </summary>
    public static bool IsSkippable(int marker) =>
        marker is Markers.DefineNumberOfLines or Markers.Comment or (>= Markers.Application0 and <= Markers.Application15);

    /// <summary>Decodes a file to coefficients.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">Limits on the picture.</param>
    /// <param name="stop">Cancels the work within milliseconds.</param>
    /// <exception cref="PhotoException">The file is damaged, unsupported or too large.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static JpegImage Read(byte[] data, PhotoLimits limits, CancellationToken stop = default)
    {
        var reader = new JpegReader(data, limits, stop);
        return reader.Finish(hasEnd: reader.ReadSegments());
    }

    // Returns whether the file has an end marker, or everything that would precede it.
    private bool ReadSegments()
    {
        var position = 2;
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (NextMarker(ref position) is not { } marker)
                return false;
            if (marker == Markers.EndOfImage)
                return true;
            if (Markers.StandsAlone(marker))
                continue;
            var segment = Segment(ref position, IsSkippable(marker));
            if (marker != Markers.StartOfScan)
            {
                ReadSegment(marker, segment);
                continue;
            }

            position = Decode(segment, position);
            // The picture is complete: a missing end marker or garbage after the picture does no harm.
            if (!_frame!.Progressive && _frame.Components.All(c => c.Coefficients.Length > 0))
                return true;
        }
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case Markers.StartOfFrame0 or Markers.StartOfFrame1 or Markers.StartOfFrame2:
                if (_frame is not null)
                    throw PhotoException.Damaged("The JPEG has two frames.");
                _frame = FrameHeader.Read(segment, progressive: marker == Markers.StartOfFrame2, _limits);
                break;
            case Markers.DefineHuffmanTables:
                _tables.ReadHuffman(segment);
                break;
            case Markers.DefineQuantisationTables:
                _tables.ReadQuantisers(segment);
                break;
            case Markers.DefineRestartInterval:
                if (segment.Length != 2)
                    throw PhotoException.Damaged("The restart interval of the JPEG has a wrong length.");
                _restartInterval = (segment[0] << 8) | segment[1];
                break;
            case Markers.StartOfFrame9 or Markers.StartOfFrame10 or Markers.StartOfFrame11:
            case Markers.StartOfFrame13 or Markers.StartOfFrame14 or Markers.StartOfFrame15:
                throw PhotoException.Unsupported("The JPEG is arithmetic-coded, which is not supported.");
            case Markers.StartOfFrame3 or Markers.StartOfFrame7 or Markers.StartOfFrame55:
                throw PhotoException.Unsupported("The JPEG is lossless-coded, which is not supported.");
            case Markers.StartOfFrame5 or Markers.StartOfFrame6:
            case Markers.DefineHierarchicalProgression or Markers.ExpandReferenceComponents:
                throw PhotoException.Unsupported("The JPEG is hierarchical, which is not supported.");
            // Segments that viewers ignore after the picture has begun. A height (DNL) can only repeat that of the frame.
            case >= Markers.Application0 and <= Markers.Application15 when _scans == 0:
                _metadata.Read(marker - Markers.Application0, segment);
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

    // Null at the end of the file; a missing marker there is no fault in itself.
    private int? NextMarker(ref int position)
    {
        while (position + 1 < _data.Length)
        {
            if (_data[position] != Markers.Prefix || _data[position + 1] is 0 or Markers.Prefix)
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
