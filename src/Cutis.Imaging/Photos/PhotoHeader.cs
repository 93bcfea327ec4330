using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Photos;

/// <summary>What the header of a photo says of its size. Nothing is decoded for it, and next to nothing is read.</summary>
public sealed record PhotoHeader
{
    // Photos have a few dozen segments, and nothing between them.
    private const int MaxSegments = 10_000;
    private const int MaxBytesBetween = 1 << 20;

    private PhotoHeader() { }

    /// <summary>Width of the stored pixels.</summary>
    public int Width { get; private init; }

    /// <summary>Height of the stored pixels; of a JPEG that states it after its picture data, the largest that it can be.</summary>
    public int Height { get; private init; }

    /// <summary>Whether the photo is a PNG; else it is a JPEG.</summary>
    public bool IsPng { get; private init; }

    /// <summary>Components of a JPEG: 1 for grey, 3 for colours, 4 for inks.</summary>
    public int Components { get; private init; }

    /// <summary>Whether a JPEG is progressive or extended; its coefficients may be beyond baseline then.</summary>
    public bool IsBeyondBaseline { get; private init; }

    /// <summary>Coefficients of a JPEG, in all blocks of all components.</summary>
    public long Coefficients { get; private init; }

    /// <summary>Bytes of a JPEG after its frame header: its picture data, and whatever stands there besides.</summary>
    public long DataBytes { get; private init; }

    /// <summary>Bytes of the rows of a PNG as they are packed.</summary>
    public long PackedBytes { get; private init; }

    /// <summary>Bytes of the rows of a PNG as they are drawn on.</summary>
    public long RowBytes { get; private init; }

    /// <summary>Pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Channels of its pixels: 3, or 4 where a PNG has transparency.</summary>
    public int Channels => IsPng && RowBytes % (4 * Pixels) == 0 ? 4 : 3;

    /// <summary>Reads the header of a file, or says why it is not looked for.</summary>
    /// <param name="file">The file from its beginning; it can be searched.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="header">The header; null when there is none, or none that is within the limits: then opening the photo takes no
    /// memory.</param>
    /// <param name="error">Why it was not looked for to the end.</param>
    public static bool TryRead(Stream file, PhotoLimits limits, out PhotoHeader? header, [NotNullWhen(false)] out PhotoError? error)
    {
        (header, error) = (null, null);
        try
        {
            header = Read(file, limits);
        }
        catch (PhotoException e)
        {
            error = e.Error;
        }

        return error is null;
    }

    private static PhotoHeader? Read(Stream file, PhotoLimits limits)
    {
        Span<byte> start = stackalloc byte[33];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == start.Length && PngReader.Recognises(start))
            return ReadPng(file, start, limits);
        return length >= 4 && JpegReader.Recognises(start) ? ReadJpeg(file, limits) : null;
    }

    private static PhotoHeader? ReadPng(Stream file, ReadOnlySpan<byte> start, PhotoLimits limits)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(start[16..]), BinaryPrimitives.ReadUInt32BigEndian(start[20..]));
        if (!IsWithin(width, height, limits))
            return null;
        var stored = new PngHeader((int)width, (int)height, (PngColour)start[25], start[24], false);
        if (!stored.IsAllowed)
            return null;
        var isAlpha = stored.Colour is PngColour.GreyAlpha or PngColour.Rgba || HasTransparency(file);
        var drawn = new PngHeader((int)width, (int)height, isAlpha ? PngColour.Rgba : PngColour.Rgb, stored.BitDepth == 16 ? 16 : 8, false);
        return new PhotoHeader
        {
            IsPng = true,
            Width = stored.Width,
            Height = stored.Height,
            PackedBytes = (long)stored.RowBytes(stored.Width) * height,
            RowBytes = (long)drawn.RowBytes(drawn.Width) * height,
        };
    }

    // The chunk stands before the pixels.
    private static bool HasTransparency(Stream file)
    {
        Span<byte> head = stackalloc byte[8];
        for (var i = 0; i < MaxSegments; i++)
        {
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || head[4..].SequenceEqual("IDAT"u8))
                return false;
            if (head[4..].SequenceEqual("tRNS"u8))
                return true;
            file.Seek(BinaryPrimitives.ReadUInt32BigEndian(head) + 4L, SeekOrigin.Current);
        }

        throw PhotoException.Damaged($"The PNG has more than {MaxSegments} chunks before its pixels.");
    }

    private static PhotoHeader? ReadJpeg(Stream file, PhotoLimits limits)
    {
        file.Position = 2;
        Span<byte> length = stackalloc byte[2];
        for (var i = 0; i < MaxSegments; i++)
        {
            var marker = NextMarker(file);
            if (marker is < 0 or 0xD9 or 0xDA)
                return null;
            if (marker is >= 0xD0 and <= 0xD8 or 0x01)
                continue;
            if (file.ReadAtLeast(length, 2, throwOnEndOfStream: false) < 2)
                return null;
            var rest = BinaryPrimitives.ReadUInt16BigEndian(length) - 2;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return ReadFrame(file, marker, rest, limits);
            if (rest < 0 && !JpegReader.IsSkippable(marker))
                return null;
            file.Seek(Math.Max(rest, 0), SeekOrigin.Current);
        }

        throw PhotoException.Damaged($"The JPEG has more than {MaxSegments} segments before its frame header.");
    }

    // As the reader finds it: whatever stands between segments is passed over.
    private static int NextMarker(Stream file)
    {
        var before = 0;
        for (var i = 0; i < MaxBytesBetween; i++)
        {
            var next = file.ReadByte();
            if (next < 0 || (before == 0xFF && next is not (0 or 0xFF)))
                return next;
            before = next;
        }

        throw PhotoException.Damaged($"The JPEG has more than {MaxBytesBetween} bytes between two segments.");
    }

    private static PhotoHeader? ReadFrame(Stream file, int marker, int length, PhotoLimits limits)
    {
        Span<byte> frame = stackalloc byte[6 + (3 * 4)];
        if (length < 6 || length > frame.Length || file.ReadAtLeast(frame[..length], length, throwOnEndOfStream: false) < length)
            return null;
        var (height, width, count) = (
            BinaryPrimitives.ReadUInt16BigEndian(frame[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(frame[3..]),
            frame[5]
        );
        if (length != 6 + (3 * count) || count is not (1 or 3 or 4) || width == 0)
            return null;
        // Stated after the picture data: as high as a picture of that width may be.
        var rows = height > 0 ? height : (int)Math.Min(limits.MaxSide, limits.MaxPixels / width);
        if (!IsWithin(width, (uint)rows, limits))
            return null;
        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (h, v) = (frame[7 + (3 * i)] >> 4, frame[7 + (3 * i)] & 15);
            if (h is < 1 or > 4 || v is < 1 or > 4)
                return null;
            components[i] = count == 1 ? new JpegComponent(0, 1, 1, 0) : new JpegComponent(i, h, v, 0);
        }

        var read = new JpegFrame(width, rows, progressive: false, components);
        return new PhotoHeader
        {
            Width = width,
            Height = rows,
            Components = count,
            IsBeyondBaseline = marker != 0xC0,
            DataBytes = file.Length - file.Position,
            Coefficients = read.Components.Sum(c => 64L * c.BlocksWide * c.BlocksHigh),
        };
    }

    private static bool IsWithin(uint width, uint height, PhotoLimits limits) =>
        width > 0 && height > 0 && width <= limits.MaxSide && height <= limits.MaxSide && (long)width * height <= limits.MaxPixels;
}
