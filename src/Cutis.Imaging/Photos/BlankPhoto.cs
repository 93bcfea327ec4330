using Cutis.Imaging.Core;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>In place of a photo that was deleted: its size, for masks without a photo.</summary>
/// <param name="width">Width as a viewer saw it.</param>
/// <param name="height">Height as a viewer saw it.</param>
public sealed class BlankPhoto(int width, int height) : Photo
{
    /// <inheritdoc/>
    public override int Width => width;

    /// <inheritdoc/>
    public override int Height => height;

    /// <inheritdoc/>
    public override Orientation Orientation => Orientation.Upright;

    /// <inheritdoc/>
    public override string MediaType => "image/png";

    /// <inheritdoc/>
    public override long MemoryBytes => 0;

    internal override byte[]? Profile => null;

    internal override int Channels => 3;

    internal override void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop) => throw new NotSupportedException();

    private protected override void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop) =>
        throw new NotSupportedException();
}
