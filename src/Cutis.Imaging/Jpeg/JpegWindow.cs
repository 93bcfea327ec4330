using System.Buffers;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Reads a part of the pixels of a JPEG. Only blocks in and around it are transformed, so that a large photo is never decoded as a whole.
/// </summary>
internal static class JpegWindow
{
    /// <summary>Writes a part of the stored pixels as RGB, row by row.</summary>
    public static void Read(JpegImage image, PixelPart part, Span<byte> rgb, CancellationToken stop)
    {
        var frame = image.Frame;
        var (wide, high) = (8 * frame.MaxH, 8 * frame.MaxV);
        // One more MCU on each side, because upsampling also reads neighbouring samples.
        var (left, top) = (Math.Max(0, (part.Left / wide) - 1), Math.Max(0, (part.Top / high) - 1));
        var right = Math.Min(frame.McusWide, JpegFrame.CeilDiv(part.Left + part.Width, wide) + 1);
        var bottom = Math.Min(frame.McusHigh, JpegFrame.CeilDiv(part.Top + part.Height, high) + 1);
        var components = Array.ConvertAll(frame.Components, c => new JpegComponent(c.Id, c.H, c.V, c.QuantiserSlot));
        var window = new JpegFrame(
            Math.Min(frame.Width, right * wide) - (left * wide),
            Math.Min(frame.Height, bottom * high) - (top * high),
            progressive: false,
            components
        );
        try
        {
            for (var i = 0; i < components.Length; i++)
            {
                var (from, to) = (frame.Components[i], components[i]);
                to.Samples = ArrayPool<byte>.Shared.Rent(to.Stride * 8 * to.BlocksHigh);
                if (from.Samples.Length == 0)
                    Transform(from, to, top * from.V, left * from.H, stop);
                else
                    Copy(from, to, top * from.V * 8, left * from.H * 8);
            }

            var shown = new JpegImage
            {
                Frame = window,
                Colour = image.Colour,
                HasAdobe = image.HasAdobe,
            };
            JpegColour.ToRgb(shown, part with { Left = part.Left - (left * wide), Top = part.Top - (top * high) }, rgb, stop);
        }
        finally
        {
            foreach (var component in components)
                if (component.Samples.Length > 0)
                    ArrayPool<byte>.Shared.Return(component.Samples);
        }
    }

    private static void Transform(JpegComponent from, JpegComponent to, int firstRow, int firstColumn, CancellationToken stop)
    {
        for (var row = 0; row < to.BlocksHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            for (var column = 0; column < to.BlocksWide; column++)
            {
                var samples = to.Samples.AsSpan((row * 8 * to.Stride) + (column * 8));
                InverseDct.ToSamples(from.Block(firstRow + row, firstColumn + column), from.Quantiser, samples, to.Stride);
            }
        }
    }

    private static void Copy(JpegComponent from, JpegComponent to, int firstLine, int first)
    {
        for (var line = 0; line < 8 * to.BlocksHigh; line++)
            from.Samples.AsSpan(((firstLine + line) * from.Stride) + first, to.Stride).CopyTo(to.Samples.AsSpan(line * to.Stride));
    }
}
