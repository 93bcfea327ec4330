using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>
/// A small picture of what was found rightly, missed and found wrongly, in three colours that colour-blind people tell apart.
/// </summary>
internal static class Thumbnail
{
    private const int Side = 400;
    private const double Strength = .72;
    private const int Quality = 78;

    /// <summary>What is labelled and found.</summary>
    public static (byte R, byte G, byte B) Right => (0, 200, 150);

    /// <summary>What is labelled and was not found.</summary>
    public static (byte R, byte G, byte B) Missed => (255, 150, 0);

    /// <summary>What was found and is not labelled.</summary>
    public static (byte R, byte G, byte B) Wrong => (214, 38, 214);

    /// <summary>Draws the picture as a JPEG whose longer side is at most 400 pixels.</summary>
    public static byte[] Draw(RgbImage photo, Bitmap truth, Bitmap found, bool[]? zone, int reach)
    {
        var (wideTruth, wideFound) = (truth.Grown(reach), found.Grown(reach));
        // Thin marks would vanish when the picture is scaled down.
        var grow = reach > 0 ? (int)Math.Round(Math.Max(photo.Width, photo.Height) / 600.0) : 0;
        var (shownTruth, shownFound) = (truth.Grown(grow), found.Grown(grow));
        var data = (byte[])photo.Data.Clone();
        for (var i = 0; i < truth.Data.Length; i++)
        {
            if (zone is not null && !zone[i])
                continue;
            (byte R, byte G, byte B)? colour =
                shownTruth.Data[i] && !wideFound.Data[i] ? Missed
                : shownFound.Data[i] && !wideTruth.Data[i] ? Wrong
                // Where regions are right, the photo is left as it is.
                : reach > 0 && (shownTruth.Data[i] || shownFound.Data[i]) ? Right
                : null;
            if (colour is not var (r, g, b))
                continue;
            Blend(data, (3 * i) + 0, r);
            Blend(data, (3 * i) + 1, g);
            Blend(data, (3 * i) + 2, b);
        }

        var scale = Math.Max(1, Math.Max(photo.Width, photo.Height) / (double)Side);
        return Smaller(photo with { Data = data }, scale).EncodeJpeg(Quality);
    }

    private static void Blend(byte[] data, int at, byte with) => data[at] = (byte)((data[at] * (1 - Strength)) + (with * Strength));

    /// <summary>A picture scaled down: each pixel is the mean of those below it.</summary>
    public static RgbImage Smaller(RgbImage picture, double scale)
    {
        var (width, height) = (Math.Max(1, (int)(picture.Width / scale)), Math.Max(1, (int)(picture.Height / scale)));
        var data = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = ((int)(y * scale), Math.Max((int)(y * scale) + 1, (int)((y + 1) * scale)));
            for (var x = 0; x < width; x++)
            {
                var (left, right) = ((int)(x * scale), Math.Max((int)(x * scale) + 1, (int)((x + 1) * scale)));
                for (var c = 0; c < 3; c++)
                {
                    var sum = 0;
                    for (var v = top; v < bottom; v++)
                    for (var u = left; u < right; u++)
                        sum += picture.Data[(((v * picture.Width) + u) * 3) + c];
                    data[(((y * width) + x) * 3) + c] = (byte)(sum / ((bottom - top) * (right - left)));
                }
            }
        }

        return new RgbImage(width, height, data);
    }
}
