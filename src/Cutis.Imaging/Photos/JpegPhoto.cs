using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Photos;

/// <summary>A JPEG with three components, in any representation.</summary>
internal abstract class JpegPhoto(JpegImage image) : Photo
{
    /// <summary>The picture that is drawn on.</summary>
    public JpegImage Image => image;

    /// <summary>Whether the coefficients are still in memory, so that the photo can be requantised without decoding it to pixels.</summary>
    public bool HasCoefficients => image.Frame.Components[0].Coefficients.Length > 0;

    public override int Width => image.Frame.Width;

    public override int Height => image.Frame.Height;

    public override Orientation Orientation => image.Orientation;

    public override string MediaType => "image/jpeg";

    internal override byte[]? Profile => IccProfile.FromJpeg(image.IccSegments);

    internal override int Channels => 3;

    private protected override bool IsUnread => image.HasLostProfile;

    internal override void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop) =>
        JpegWindow.Read(image, part, pixels, stop);
}
