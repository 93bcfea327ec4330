using Cutis.Imaging.Core;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>A photo whose pictures are WebP: drawn as pixels and encoded with libwebp.</summary>
internal sealed class WebPPhoto : Photo
{
    /// <summary>Maximum width and height of a WebP (RFC 9649, section 2.5).</summary>
    public const int MaxSide = 16_383;
    private readonly PngPhoto _pixels;
    private readonly int _quality;

    public WebPPhoto(PngPhoto pixels, int quality)
    {
        if (!WebP.IsAvailable)
            throw new NotSupportedException("libwebp is not on this machine.");
        if (Math.Max(pixels.Width, pixels.Height) > MaxSide)
            throw new NotSupportedException($"A WebP has at most {MaxSide} pixels a side.");
        (_pixels, _quality) = (pixels, quality);
    }

    public override int Width => _pixels.Width;

    public override int Height => _pixels.Height;

    public override Orientation Orientation => _pixels.Orientation;

    public override string MediaType => "image/webp";

    public override long MemoryBytes => _pixels.MemoryBytes;

    internal override byte[]? Profile => _pixels.Profile;

    internal override int Channels => _pixels.Channels;

    internal override void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop) => _pixels.ReadPart(part, pixels, stop);

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop) =>
        output.Write(WebP.Encode(_pixels.DrawPixels(scene, stop), _quality));
}
