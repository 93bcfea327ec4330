using Cutis.Imaging.Png;
using Cutis.Imaging.Raster;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// A PNG that is coded byte by byte, with an index of the bit at which every eighth pixel begins, so that pixels outside a mask are copied
/// as bits.
/// </summary>
/// <remarks>
/// Every row has the filter Sub, so that a byte depends on the pixel to its left alone. The Deflate stream holds literals only, so that no
/// code depends on another byte.
/// </remarks>
internal sealed class LiteralPng
{
    private const int Modulus = 65_521;
    private const byte SubFilter = 1;
    private readonly PngImage _image;
    private readonly LiteralCodes _codes;
    private readonly byte[] _bits;
    private readonly long[] _rowBit;
    private readonly int[] _tileBit;
    private readonly int _tilesWide;
    private readonly int _rowBytes;
    private readonly int _distance;
    private readonly uint _adler;
    private readonly long _end;

    /// <summary>Codes a picture; null, without taking memory, when the result would exceed <paramref name="maxBytes"/>.</summary>
    public static LiteralPng? TryMake(PngImage image, long maxBytes, CancellationToken stop)
    {
        var made = new LiteralPng(image, maxBytes, stop);
        return made._bits.Length > 0 && made._bits.LongLength <= maxBytes ? made : null;
    }

    private LiteralPng(PngImage image, long maxBytes, CancellationToken stop)
    {
        _image = image;
        (_rowBytes, _distance) = (image.Header.RowBytes(image.Header.Width), image.Header.FilterDistance);
        _tilesWide = (image.Header.Width + LayerRasteriser.TileWidth - 1) / LayerRasteriser.TileWidth;
        var (counts, filtered) = (new long[256], new byte[_rowBytes + 1]);
        var (s1, s2) = (1L, 0L);
        for (var y = 0; y < image.Header.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            Filter(image.Rows.AsSpan(y * _rowBytes, _rowBytes), filtered);
            var (own, weighted) = (0L, 0L);
            for (var i = 0; i < filtered.Length; i++)
            {
                counts[filtered[i]]++;
                own += filtered[i];
                weighted += own;
            }

            (s1, s2) = ((s1 + own) % Modulus, (s2 + weighted + (filtered.Length * s1)) % Modulus);
        }

        _adler = (uint)((s2 << 16) | s1);
        _codes = new LiteralCodes(counts);
        var coded = counts.Select((count, value) => count * _codes.Length((byte)value)).Sum() / 8;
        (_bits, _rowBit, _tileBit) = ([], [], []);
        if (coded > maxBytes)
            return;
        var bits = new DeflateBits((int)coded + 4096);
        _codes.WriteHeader(bits);
        (_rowBit, _tileBit) = (new long[image.Header.Height], new int[image.Header.Height * _tilesWide]);
        for (var y = 0; y < image.Header.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            Filter(image.Rows.AsSpan(y * _rowBytes, _rowBytes), filtered);
            _rowBit[y] = bits.BitLength;
            bits.Write(filtered.AsSpan(0, 1), _codes.Entries);
            for (var tile = 0; tile < _tilesWide; tile++)
            {
                _tileBit[(y * _tilesWide) + tile] = (int)(bits.BitLength - _rowBit[y]);
                bits.Write(filtered.AsSpan(1 + Start(tile), Start(tile + 1) - Start(tile)), _codes.Entries);
            }
        }

        _end = bits.BitLength;
        bits.Align();
        // Copying reads eight bytes at a time, so that padding is needed.
        _bits = [.. bits.Written, .. new byte[8]];
    }

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes => _bits.LongLength + (8L * _rowBit.Length) + (4L * _tileBit.Length);

    /// <summary>Writes the picture with what <paramref name="rows"/> draws on it.</summary>
    public void Write(PixelRows rows, Stream output, CancellationToken stop)
    {
        PngWriter.WriteHeader(output, _image);
        using var chunks = new ChunkStream(output);
        chunks.Write([0x78, 0x01]);
        var (bits, row, made, old) = (new DeflateBits(), new byte[_rowBytes], new byte[_rowBytes + 1], new byte[_rowBytes + 1]);
        var change = new AdlerChange(_adler, (long)(_rowBytes + 1) * _image.Header.Height);
        var copied = 0L;
        for (var y = 0; y < _image.Header.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            if (!rows.Prepare(y))
                continue;
            var source = _image.Rows.AsSpan(y * _rowBytes, _rowBytes);
            source.CopyTo(row);
            rows.Draw(y, row);
            Filter(row, made);
            Filter(source, old);
            for (var tile = 0; tile < _tilesWide; )
            {
                if (!rows.Touched[tile])
                {
                    tile++;
                    continue;
                }

                var end = tile;
                while (end < _tilesWide && rows.Touched[end])
                    end++;
                bits.Copy(_bits, copied, TileBit(y, tile) - copied);
                // The pixel after the last one that changed has another left neighbour and is coded again.
                var (from, to) = (Start(tile), Math.Min(_rowBytes, Start(end) + _distance));
                bits.Write(made.AsSpan(1 + from, to - from), _codes.Entries);
                change.Add(old, made, 1 + from, 1 + to, (long)y * (_rowBytes + 1));
                copied = TileBit(y, end);
                if (end < _tilesWide)
                    foreach (var value in old.AsSpan(1 + Start(end), to - Start(end)))
                        copied += _codes.Length(value);
                tile = end;
            }

            chunks.Write(bits.Written);
            bits.Clear();
        }

        bits.Copy(_bits, copied, _end - copied);
        _codes.WriteEnd(bits);
        bits.Align();
        chunks.Write(bits.Written);
        chunks.Write([.. BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(change.Value))]);
        chunks.Dispose();
        PngWriter.Chunk(output, "IEND", []);
    }

    private int Start(int tile) => Math.Min(_rowBytes, tile * LayerRasteriser.TileWidth * (_image.Header.BitsPerPixel / 8));

    // The bit at which a tile begins. The tile after the last one is the beginning of the next row.
    private long TileBit(int y, int tile)
    {
        if (tile < _tilesWide)
            return _rowBit[y] + _tileBit[(y * _tilesWide) + tile];
        return y + 1 < _rowBit.Length ? _rowBit[y + 1] : _end;
    }

    private void Filter(ReadOnlySpan<byte> row, Span<byte> filtered)
    {
        filtered[0] = SubFilter;
        PngFilters.Apply(SubFilter, row, row, _distance, filtered[1..]);
    }

    /// <summary>
    /// The change of an Adler-32 checksum (RFC 1950) when some bytes change: it consists of a sum and a sum of sums, both linear in the
    /// bytes.
    /// </summary>
    private struct AdlerChange(uint adler, long length)
    {
        private long _s1 = adler & 0xFFFF;
        private long _s2 = adler >> 16;

        public readonly uint Value => (uint)((_s2 << 16) | _s1);

        public void Add(byte[] old, byte[] made, int from, int to, long rowStart)
        {
            var (own, weighted) = (0L, 0L);
            for (var i = from; i < to; i++)
            {
                var difference = made[i] - old[i];
                own += difference;
                weighted += difference * (length - rowStart - i);
            }

            (_s1, _s2) = (Positive(_s1 + own), Positive(_s2 + weighted));
        }

        private static long Positive(long value) => ((value % Modulus) + Modulus) % Modulus;
    }
}
