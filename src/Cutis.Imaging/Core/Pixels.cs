namespace Cutis.Imaging.Core;

/// <summary>Pixels row by row: red, green, blue and, with four channels, alpha; one byte each.</summary>
internal sealed record Pixels(int Width, int Height, int Channels, byte[] Data)
{
    /// <summary>The pixels with three channels, composited onto white.</summary>
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
