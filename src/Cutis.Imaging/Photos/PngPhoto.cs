using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>A PNG as rows of RGB or RGBA, 8 or 16 bits per sample; masks are blended row by row.</summary>
/// <remarks>
/// A photo whose pixels hardly compress is also kept as a <see cref="LiteralPng"/>, so that pixels outside a mask are copied as bits.
/// Pictures that compress well would grow considerably like this and are compressed for every picture.
/// </remarks>
internal sealed class PngPhoto : Photo
{
    /// <summary>How much larger than the upload a picture may become.</summary>
    internal const double MaxGrowth = 1.75;
    private readonly PngImage _image;
    private readonly ColourMeaning _meaning;
    private readonly LiteralPng? _base;

    /// <param name="source">The picture.</param>
    /// <param name="fileBytes">Length of the file in bytes; 0 when there is none.</param>
    /// <param name="stop">Cancels the work.</param>
    public PngPhoto(PngImage source, long fileBytes = 0, CancellationToken stop = default)
    {
        _image = PngPixels.Expand(source, stop);
        _meaning = PngColours.Read(_image.Meaning);
        if (_image.HasLostProfile)
            _meaning = _meaning with { IsUnread = true };
        // A literal code takes at least one bit per byte.
        if (_image.Rows.LongLength / 8 > MaxGrowth * fileBytes)
            return;
        _base = LiteralPng.TryMake(_image, (long)(MaxGrowth * fileBytes), stop);
    }

    public override int Width => _image.Header.Width;

    public override int Height => _image.Header.Height;

    public override Orientation Orientation => _image.Orientation;

    public override string MediaType => "image/png";

    public override long MemoryBytes => _image.Rows.LongLength + (_base?.MemoryBytes ?? 0);

    internal override byte[]? Profile => _meaning.Profile;

    /// <summary>The colour chunks that a picture with other pixels keeps when there is no profile.</summary>
    internal IReadOnlyList<(string Type, byte[] Data)> ChunksWithoutProfile => PngColours.WithoutProfile(_image.Meaning);

    private protected override bool IsUnread => _meaning.IsUnread;

    internal override int Channels => _image.Header.Channels;

    internal override void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop) =>
        PngPixels.Read(_image, part, pixels, stop);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        var header = _image.Header;
        if (_base is not null)
        {
            using var drawn = new PixelRows(scene, header, Colours, stop);
            _base.Write(drawn, output, stop);
            return;
        }

        using var writer = new PngWriter(output, header, [], [], _image.Meaning, _image.Orientation);
        using var rows = new PixelRows(scene, header, Colours, stop);
        var row = new byte[header.RowBytes(Width)];
        for (var y = 0; y < Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            _image.Rows.AsSpan(y * row.Length, row.Length).CopyTo(row);
            if (rows.Prepare(y))
                rows.Draw(y, row);
            writer.WriteRow(row);
        }

        writer.Finish();
    }

    /// <summary>The pixels with a scene drawn on them.</summary>
    internal Pixels DrawPixels(Scene scene, CancellationToken stop)
    {
        var pixels = PngPixels.ToPixels(_image, stop);
        var copy = pixels with { Data = [.. pixels.Data] };
        var stride = Width * pixels.Channels;
        using var rows = new PixelRows(scene, _image.Header with { BitDepth = 8 }, Colours, stop);
        for (var y = 0; y < Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            if (rows.Prepare(y))
                rows.Draw(y, copy.Data.AsSpan(y * stride, stride));
        }

        return copy;
    }
}
