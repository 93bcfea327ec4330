using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Photos;

/// <summary>What a photo's header says about its size. Nothing is decoded for it and very little is read.</summary>
public sealed record PhotoHeader
{
    // Photos have a few dozen segments.
    private const int MaxSegments = 10_000;
    private const int MaxBytesBetween = 1 << 20;

    private PhotoHeader() { }

    /// <summary>Width of the stored pixels.</summary>
    public int Width { get; private init; }

    /// <summary>Height of the stored pixels; for a JPEG that states it after its data (DNL), the largest possible one.</summary>
    public int Height { get; private init; }

    /// <summary>Whether the photo is a PNG; otherwise it is a JPEG.</summary>
    public bool IsPng { get; private init; }

    /// <summary>Components of a JPEG: 1 for greyscale, 3 for colour, 4 for CMYK.</summary>
    public int Components { get; private init; }

    /// <summary>Whether a JPEG is progressive or extended, so that its coefficients may exceed the baseline range.</summary>
    public bool IsBeyondBaseline { get; private init; }

    /// <summary>Number of coefficients of a JPEG, in all blocks of all components.</summary>
    public long Coefficients { get; private init; }

    /// <summary>Bytes of a JPEG after its frame header.</summary>
    public long DataBytes { get; private init; }

    /// <summary>Bytes of the packed rows of a PNG.</summary>
    public long PackedBytes { get; private init; }

    /// <summary>Bytes of the rows of a PNG in the form in which it is drawn on.</summary>
    public long RowBytes { get; private init; }

    /// <summary>Number of pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Channels of the pixels: 3, or 4 for a PNG with transparency.</summary>
    public int Channels => IsPng && RowBytes % (4 * Pixels) == 0 ? 4 : 3;

    /// <summary>What stands for a photo that was deleted; it takes no memory.</summary>
    public static PhotoHeader CreateBlank(int width, int height) =>
        new()
        {
            Width = width,
            Height = height,
            IsPng = true,
        };

    /// <summary>Reads the header of a file.</summary>
    /// <param name="file">The file from its beginning; seekable.</param>
    /// <param name="limits">Limits on the photo.</param>
    /// <param name="header">The header; null when there is none within the limits. Opening the photo then allocates nothing.</param>
    /// <param name="error">Why no header was searched for, if the limits forbid it.</param>
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

    // The tRNS chunk precedes the pixels.
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
            if (marker is < 0 or Markers.EndOfImage or Markers.StartOfScan)
                return null;
            if (Markers.StandsAlone(marker))
                continue;
            if (file.ReadAtLeast(length, 2, throwOnEndOfStream: false) < 2)
                return null;
            var rest = BinaryPrimitives.ReadUInt16BigEndian(length) - 2;
            if (IsFrameHeader(marker))
                return ReadFrame(file, marker, rest, limits);
            if (rest < 0 && !JpegReader.IsSkippable(marker))
                return null;
            file.Seek(Math.Max(rest, 0), SeekOrigin.Current);
        }

        throw PhotoException.Damaged($"The JPEG has more than {MaxSegments} segments before its frame header.");
    }

    private static bool IsFrameHeader(int marker) =>
        marker
            is >= Markers.StartOfFrame0
                and <= Markers.StartOfFrame15
                and not (Markers.DefineHuffmanTables or Markers.JpegExtension or Markers.DefineArithmeticConditioning);

    // Like the reader, this skips garbage between segments.
    private static int NextMarker(Stream file)
    {
        var before = 0;
        for (var i = 0; i < MaxBytesBetween; i++)
        {
            var next = file.ReadByte();
            if (next < 0 || (before == Markers.Prefix && next is not (0 or Markers.Prefix)))
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
        // Stated after the data: assume the greatest height for that width.
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
            IsBeyondBaseline = marker != Markers.StartOfFrame0,
            DataBytes = file.Length - file.Position,
            Coefficients = read.Components.Sum(c => 64L * c.BlocksWide * c.BlocksHigh),
        };
    }

    private static bool IsWithin(uint width, uint height, PhotoLimits limits) =>
        width > 0 && height > 0 && width <= limits.MaxSide && height <= limits.MaxSide && (long)width * height <= limits.MaxPixels;
}
