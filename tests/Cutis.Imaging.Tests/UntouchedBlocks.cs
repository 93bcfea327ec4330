using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Compares the blocks that no mask touches.</summary>
internal static class UntouchedBlocks
{
    // A block is touched when any of the pixels that it stands for has an opacity.
    public static void ShouldKeepUntouchedBlocks(byte[] before, byte[] after, Layer[] layers, string what, bool withPadding = true)
    {
        var (a, b) = (JpegReader.Read(before, new PhotoLimits()).Frame, JpegReader.Read(after, new PhotoLimits()).Frame);
        var touched = new bool[a.Width, a.Height];
        foreach (var layer in layers)
        {
            var opacity = RasteriserTests.Draw(layer, a.Width, a.Height);
            for (var i = 0; i < opacity.Length; i++)
                touched[i % a.Width, i / a.Width] |= opacity[i] > 0;
        }

        for (var i = 0; i < a.Components.Length; i++)
        {
            var (c, d) = (a.Components[i], b.Components[i]);
            for (var row = 0; row < c.BlocksHigh; row++)
            {
                for (var column = 0; column < c.BlocksWide; column++)
                {
                    if (IsTouched(a, c, column, row, touched))
                        continue;
                    if (!withPadding && (8 * row >= c.Height || 8 * column >= c.Width))
                        continue;
                    c.Block(row, column).SequenceEqual(d.Block(row, column)).ShouldBeTrue($"{what}: component {i}, block {column},{row}");
                }
            }
        }
    }

    private static bool IsTouched(JpegFrame frame, JpegComponent c, int column, int row, bool[,] touched)
    {
        var (left, top) = (column * 8 * frame.MaxH / c.H, row * 8 * frame.MaxV / c.V);
        // Blocks beyond the picture continue its edge.
        var (right, bottom) = (left + JpegFrame.CeilDiv(8 * frame.MaxH, c.H), top + JpegFrame.CeilDiv(8 * frame.MaxV, c.V));
        for (var y = top; y <= bottom; y++)
        for (var x = left; x <= right; x++)
            if (touched[Math.Min(x, frame.Width - 1), Math.Min(y, frame.Height - 1)])
                return true;
        return false;
    }
}
