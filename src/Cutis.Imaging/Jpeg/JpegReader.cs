namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Reads baseline, extended (8 bits) and progressive Huffman-coded JPEG (ITU-T T.81) with 1, 3 or 4 components and any sampling.
/// </summary>
internal sealed class JpegReader
{
    // A bound on the work that a small file can cause; encoders write about ten.
    private const int MostScans = 200;

    private readonly byte[] _data;
    private readonly PhotoLimits _limits;
    private readonly ushort[]?[] _quantisers = new ushort[4][];
    private readonly HuffmanTable?[] _dc = new HuffmanTable?[4];
    private readonly HuffmanTable?[] _ac = new HuffmanTable?[4];
    private readonly JpegMetadata _metadata = new();
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _scans;
    private SourceBits? _bits;

    private JpegReader(byte[] data, PhotoLimits limits) => (_data, _limits) = (data, limits);

    /// <summary>True when the bytes begin as a JPEG does.</summary>
    public static bool Recognises(ReadOnlySpan<byte> data) => data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <exception cref="PhotoException">The file is damaged, not supported or too large.</exception>
    public static JpegImage Read(byte[] data, PhotoLimits limits, CancellationToken stop = default)
    {
        var reader = new JpegReader(data, limits);
        reader.ReadSegments(stop);
        return reader.Finish();
    }

    private void ReadSegments(CancellationToken stop)
    {
        var position = 2;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var marker = NextMarker(ref position);
            if (marker == 0xD9) return;
            if (marker is >= 0xD0 and <= 0xD8 or 0x01) continue;
            var segment = Segment(ref position);
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    ReadFrame(segment, progressive: marker == 0xC2);
                    break;
                case 0xC4:
                    ReadHuffmanTables(segment);
                    break;
                case 0xDB:
                    ReadQuantisers(segment);
                    break;
                case 0xDD:
                    if (segment.Length != 2) throw PhotoException.Damaged("The restart interval of the JPEG has a wrong length.");
                    _restartInterval = (segment[0] << 8) | segment[1];
                    break;
                case 0xDA:
                    var scan = ReadScan(segment);
                    position = Decode(scan, position);
                    // Everything is there: a missing end marker, or rubbish after the picture, does no harm.
                    if (!_frame!.Progressive && _frame.Components.All(c => c.Coefficients.Length > 0)) return;
                    break;
                case 0xC9 or 0xCA or 0xCB or 0xCD or 0xCE or 0xCF or 0xCC:
                    throw PhotoException.Unsupported("The JPEG is arithmetic-coded, which is not supported.");
                case 0xC3 or 0xC7:
                    throw PhotoException.Unsupported("The JPEG is lossless-coded, which is not supported.");
                case 0xC5 or 0xC6 or 0xDE or 0xDF:
                    throw PhotoException.Unsupported("The JPEG is hierarchical, which is not supported.");
                case 0xDC:
                    throw PhotoException.Unsupported("The JPEG states its height after the picture (DNL), which is not supported.");
                case >= 0xE0 and <= 0xEF:
                    _metadata.Read(marker - 0xE0, segment);
                    break;
            }
        }
    }

    private int Decode(Scan scan, int position)
    {
        if (_frame!.Progressive) return ProgressiveScan.Decode(_frame, scan, _data, position);
        var sequential = new SequentialScan(_frame, scan, _data);
        position = sequential.Decode(position);
        _bits = sequential.Bits;
        return position;
    }

    // A file that ends without EOI is whole if its last scan was; a progressive one may then lack only refinements.
    private int NextMarker(ref int position)
    {
        while (position + 1 < _data.Length)
        {
            if (_data[position] != 0xFF || _data[position + 1] is 0 or 0xFF)
            {
                position++;
                continue;
            }

            position += 2;
            return _data[position - 1];
        }

        if (_scans > 0) return 0xD9;
        throw PhotoException.Damaged("The JPEG ends before its picture data.");
    }

    private ReadOnlySpan<byte> Segment(ref int position)
    {
        var length = position + 2 <= _data.Length ? (_data[position] << 8) | _data[position + 1] : 0;
        if (length < 2 || position + length > _data.Length) throw PhotoException.Damaged("A segment of the JPEG is cut off.");
        var segment = _data.AsSpan(position + 2, length - 2);
        position += length;
        return segment;
    }

    private void ReadFrame(ReadOnlySpan<byte> s, bool progressive)
    {
        if (_frame is not null) throw PhotoException.Damaged("The JPEG has two frames.");
        if (s.Length < 6 || s.Length != 6 + (3 * s[5])) throw PhotoException.Damaged("The frame header of the JPEG has a wrong length.");
        if (s[0] != 8) throw PhotoException.Unsupported($"The JPEG has {s[0]} bits per sample; only 8 are supported.");
        if (s[5] is not (1 or 3 or 4)) throw PhotoException.Unsupported($"The JPEG has {s[5]} components; 1, 3 and 4 are supported.");
        var (height, width) = ((s[1] << 8) | s[2], (s[3] << 8) | s[4]);
        if (height == 0) throw PhotoException.Unsupported("The JPEG states its height after the picture (DNL), which is not supported.");
        _limits.Check(width, height);

        var components = new JpegComponent[s[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var (id, sampling, slot) = (s[6 + (3 * i)], s[7 + (3 * i)], s[8 + (3 * i)]);
            var (h, v) = (sampling >> 4, sampling & 15);
            if (h is < 1 or > 4 || v is < 1 or > 4 || slot > 3) throw PhotoException.Damaged("A component of the JPEG has impossible sampling factors.");
            if (components.Any(c => c?.Id == id)) throw PhotoException.Damaged("Two components of the JPEG have the same name.");
            // One component alone is never subsampled against another.
            components[i] = components.Length == 1 ? new JpegComponent(id, 1, 1, slot) : new JpegComponent(id, h, v, slot);
        }

        _frame = new JpegFrame(width, height, progressive, components);
    }

    private void ReadQuantisers(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0)
        {
            var (wide, slot) = (s[0] >> 4, s[0] & 15);
            var size = wide == 0 ? 64 : 128;
            if (wide > 1 || slot > 3 || s.Length < 1 + size) throw PhotoException.Damaged("A quantisation table of the JPEG is malformed.");
            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                var step = wide == 0 ? s[1 + i] : (s[1 + (2 * i)] << 8) | s[2 + (2 * i)];
                if (step == 0) throw PhotoException.Damaged("A quantisation table of the JPEG has a step of zero.");
                table[Zigzag.ToNatural[i]] = (ushort)step;
            }

            _quantisers[slot] = table;
            s = s[(1 + size)..];
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0)
        {
            var total = 0;
            for (var i = 1; i <= 16 && i < s.Length; i++) total += s[i];
            var (kind, slot) = (s[0] >> 4, s[0] & 15);
            if (kind > 1 || slot > 3 || total > 256 || s.Length < 17 + total) throw PhotoException.Damaged("A Huffman table of the JPEG is malformed.");
            (kind == 0 ? _dc : _ac)[slot] = new HuffmanTable(s.Slice(1, 16), s.Slice(17, total));
            s = s[(17 + total)..];
        }
    }

    private Scan ReadScan(ReadOnlySpan<byte> s)
    {
        if (_frame is null) throw PhotoException.Damaged("The JPEG has picture data before its frame header.");
        if (++_scans > MostScans) throw PhotoException.Damaged($"The JPEG has more than {MostScans} scans.");
        if (s.Length < 1 || s[0] is < 1 or > 4 || s.Length != 4 + (2 * s[0])) throw PhotoException.Damaged("A scan header of the JPEG is malformed.");

        var parts = new ScanComponent[s[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            var (id, tables) = (s[1 + (2 * i)], s[2 + (2 * i)]);
            var component = Array.Find(_frame.Components, c => c.Id == id)
                ?? throw PhotoException.Damaged("A scan of the JPEG names a component that is not there.");
            if (parts.Any(p => p?.Component == component)) throw PhotoException.Damaged("A scan of the JPEG names a component twice.");
            if ((tables >> 4) > 3 || (tables & 15) > 3) throw PhotoException.Damaged("A scan header of the JPEG is malformed.");
            component.Quantiser ??= _quantisers[component.QuantiserSlot]
                ?? throw PhotoException.Damaged("The JPEG names a quantisation table that is not there.");
            parts[i] = new ScanComponent(component, _dc[tables >> 4], _ac[tables & 15]);
        }

        if (parts.Length > 1 && parts.Sum(p => p.Component.H * p.Component.V) > 10)
            throw PhotoException.Damaged("A scan of the JPEG has more than 10 blocks in an MCU.");
        var (first, last, high, low) = (s[^3], s[^2], s[^1] >> 4, s[^1] & 15);
        if (!_frame.Progressive) return new Scan(parts, 0, 63, 0, 0, _restartInterval);
        var bad = first > last || last > 63 || low > 13 || (first == 0 && last > 0) || (first > 0 && parts.Length > 1)
            || (high > 0 && high != low + 1);
        if (bad) throw PhotoException.Damaged("A progressive scan of the JPEG has impossible parameters.");
        return new Scan(parts, first, last, high, low, _restartInterval);
    }

    private JpegImage Finish()
    {
        var frame = _frame ?? throw PhotoException.Damaged("The JPEG has no frame header.");
        foreach (var component in frame.Components)
        {
            if (component.Coefficients.Length == 0) throw PhotoException.Damaged("The JPEG ends before all of its components are there.");
        }

        return _metadata.ToImage(frame, _bits);
    }
}
