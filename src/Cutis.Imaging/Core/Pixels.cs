namespace Cutis.Imaging.Core;

/// <summary>Red, green and blue, and alpha where there are four channels, one byte each, row by row.</summary>
internal sealed record Pixels(int Width, int Height, int Channels, byte[] Data)
{
    /// <summary>Three channels: what shows through is white.</summary>
    public Pixels WithoutAlpha()
    {
        if (Channels == 3)
            return this;
        var data = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            int alpha = Data[(4 * i) + 3];
            for (var k = 0; k < 3; k++)
                data[(3 * i) + k] = (byte)(((Data[(4 * i) + k] * alpha) + (255 * (255 - alpha)) + 127) / 255);
        }

        return new Pixels(Width, Height, 3, data);
    }
}
