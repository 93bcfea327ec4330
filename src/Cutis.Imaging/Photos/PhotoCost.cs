using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// Upper bounds, from a photo's header alone, for the memory and core time that work on it takes. They are known before anything is
/// allocated.
/// </summary>
/// <remarks>The factors were measured (docs/decisions/0026) and lie slightly above the measurements.</remarks>
public static class PhotoCost
{
    // Buffers that every piece of work needs.
    private const long Base = 4L << 20;

    // A coefficient takes two bytes; each block also has a bit offset and a DC coefficient, in scaled scans too.
    private const double CoefficientBytes = 2.5;

    // While a JPEG is opened, its bits exist as rewritten and three times as kept; afterwards twice, and twice in its scaled scans.
    private const int OpeningCopies = 4;
    private const int KeptCopies = 4;

    // A coefficient takes at most 26 bits.
    private const int MaxBytesOfCoefficient = 4;

    /// <summary>Bytes needed while a photo is opened, including its file and the opened photo.</summary>
    /// <param name="header">The header; null for a file that cannot be opened.</param>
    /// <param name="fileBytes">Length of the file in bytes.</param>
    public static long Opening(PhotoHeader? header, long fileBytes)
    {
        if (header is null)
            return Base + (2 * fileBytes);
        if (header.IsPng)
            return Base + fileBytes + header.PackedBytes + header.RowBytes + LiteralBytes(header, fileBytes, 2);
        var coefficients = (long)(CoefficientBytes * Drawn(header));
        // CMYK is converted by way of samples and pixels, and a photo beyond baseline may end up as samples. The file is in memory, and its
        // data once more without stuffed bytes.
        var opened = Base + fileBytes + header.DataBytes + (OpeningCopies * Bits(header)) + coefficients;
        if (header.Components == 4)
            return opened + header.Coefficients + (6 * header.Pixels);
        return opened + (header.IsBeyondBaseline ? Drawn(header) : 0);
    }

    /// <summary>Bytes that an opened photo keeps, including what is made for it while it is drawn on.</summary>
    /// <param name="header">The header.</param>
    /// <param name="fileBytes">Length of the file in bytes.</param>
    public static long Kept(PhotoHeader header, long fileBytes)
    {
        if (header.IsPng)
            return Base + header.RowBytes + LiteralBytes(header, fileBytes, 1);
        return header.Components == 4
            ? Base + (3 * header.Pixels)
            : Base + (KeptCopies * Bits(header)) + (long)(CoefficientBytes * Drawn(header));
    }

    /// <summary>Expected time to open a photo.</summary>
    /// <param name="header">The header.</param>
    public static TimeSpan OpeningTime(PhotoHeader header) =>
        TimeSpan.FromTicks((long)(header.IsPng ? header.RowBytes * 0.1 : header.Coefficients * (header.IsBeyondBaseline ? 0.15 : 0.03)));

    /// <summary>Bytes needed to crop or scale a photo or to change its format, including the resulting photo.</summary>
    /// <param name="header">The header of the original photo.</param>
    /// <param name="output">The output options.</param>
    /// <param name="size">The size of the result.</param>
    public static long Deriving(PhotoHeader header, OutputOptions output, OutputSize size)
    {
        var pixels = (long)size.Width * size.Height;
        var rgb = header.Channels * pixels;
        if (IsJpeg(header, output))
        {
            // Pixels, the samples of one component, and coefficients; or, when only the quality changes, the coefficients alone.
            return Base + Bands(header) + rgb + pixels + (long)(3 * CoefficientBytes * pixels) + (OpeningCopies * JpegBytes(pixels));
        }

        return Base + Bands(header) + rgb + (output.Format == PictureFormat.WebP ? rgb + (3 * pixels) : 0);
    }

    /// <summary>Upper bound for the size of a picture drawn from a photo, unless the picture consists mostly of edges.</summary>
    /// <param name="header">The header of the photo.</param>
    /// <param name="fileBytes">Length of the file in bytes.</param>
    /// <param name="output">The output options.</param>
    /// <param name="size">The size of the picture.</param>
    public static long Picture(PhotoHeader header, long fileBytes, OutputOptions output, OutputSize size)
    {
        var pixels = (long)size.Width * size.Height;
        if (!output.ChangesPhoto)
            return (header.IsPng ? 2 * fileBytes : Bits(header) * 3 / 2) + (pixels / 8) + Base;
        return Base + (output.Format == PictureFormat.WebP || IsJpeg(header, output) ? JpegBytes(pixels) : header.Channels * pixels);
    }

    private static long Bits(PhotoHeader header) => Math.Min(header.DataBytes, MaxBytesOfCoefficient * header.Coefficients);

    // A greyscale photo receives an empty chroma component.
    private static long Drawn(PhotoHeader header) => header.Components == 1 ? 2 * header.Coefficients : header.Coefficients;

    private static bool IsJpeg(PhotoHeader header, OutputOptions output) =>
        output.Format == PictureFormat.Jpeg || (output.Format is PictureFormat.Photo or PictureFormat.Svg && !header.IsPng);

    // Four bits per pixel is the size of a photo in high quality.
    private static long JpegBytes(long pixels) => pixels / 2;

    private static long Bands(PhotoHeader header) => Math.Min(header.Pixels, 8L << 20) * header.Channels * 3;

    // A PNG that hardly compresses is also kept as bits.
    private static long LiteralBytes(PhotoHeader header, long fileBytes, int copies) =>
        header.RowBytes / 8 > PngPhoto.MaxGrowth * fileBytes
            ? 0
            : (long)(copies * Math.Min(header.RowBytes, PngPhoto.MaxGrowth * fileBytes));
}
