using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// What work on a photo takes at most, told by its header before anything is taken: bytes of memory, and time of one core.
/// </summary>
/// <remarks>The factors were measured (docs/decisions/0026), and are a little above what was seen.</remarks>
public static class PhotoCost
{
    // Buffers that every piece of work has.
    private const long Base = 4L << 20;

    // A coefficient has two bytes; a block has its place among the bits and its level, also in twins.
    private const double CoefficientBytes = 2.5;

    // While a JPEG is opened its bits are there as rewritten and thrice as they are kept; then twice, and twice in those of its twins.
    private const int OpeningCopies = 4;
    private const int KeptCopies = 4;

    // A coefficient takes 26 bits at most.
    private const int MaxBytesOfCoefficient = 4;

    /// <summary>Bytes while a photo is opened, with those of its file and of the opened photo.</summary>
    /// <param name="header">Its header; null for a file that cannot be opened.</param>
    /// <param name="fileBytes">Length of its file.</param>
    public static long Opening(PhotoHeader? header, long fileBytes)
    {
        if (header is null)
            return Base + (2 * fileBytes);
        if (header.IsPng)
            return Base + fileBytes + header.PackedBytes + header.RowBytes + LiteralBytes(header, fileBytes, 2);
        var coefficients = (long)(CoefficientBytes * Drawn(header));
        // Inks become light by way of samples and pixels; what is beyond baseline may end as samples.
        // The file, and its picture data without what is put between them in a file.
        var opened = Base + fileBytes + header.DataBytes + (OpeningCopies * Bits(header)) + coefficients;
        if (header.Components == 4)
            return opened + header.Coefficients + (6 * header.Pixels);
        return opened + (header.IsBeyondBaseline ? Drawn(header) : 0);
    }

    /// <summary>Bytes that an opened photo keeps, with what is made for it while it is drawn on.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="fileBytes">Length of its file.</param>
    public static long Kept(PhotoHeader header, long fileBytes)
    {
        if (header.IsPng)
            return Base + header.RowBytes + LiteralBytes(header, fileBytes, 1);
        return header.Components == 4
            ? Base + (3 * header.Pixels)
            : Base + (KeptCopies * Bits(header)) + (long)(CoefficientBytes * Drawn(header));
    }

    /// <summary>Time that opening a photo is expected to take.</summary>
    /// <param name="header">Its header.</param>
    public static TimeSpan OpeningTime(PhotoHeader header) =>
        TimeSpan.FromTicks((long)(header.IsPng ? header.RowBytes * 0.1 : header.Coefficients * (header.IsBeyondBaseline ? 0.15 : 0.03)));

    /// <summary>Bytes of making a photo that is cropped, scaled, or of another format, with those of that photo.</summary>
    /// <param name="header">The header of the photo that it is made of.</param>
    /// <param name="output">How it is put out.</param>
    /// <param name="size">Its size.</param>
    public static long Deriving(PhotoHeader header, OutputOptions output, OutputSize size)
    {
        var pixels = (long)size.Width * size.Height;
        var rgb = header.Channels * pixels;
        if (IsJpeg(header, output))
        {
            // Pixels, the samples of a component, coefficients; or the coefficients alone, rounded anew.
            return Base + Bands(header) + rgb + pixels + (long)(3 * CoefficientBytes * pixels) + (OpeningCopies * JpegBytes(pixels));
        }

        return Base + Bands(header) + rgb + (output.Format == PictureFormat.WebP ? rgb + (3 * pixels) : 0);
    }

    /// <summary>Bytes of the file that is made of a photo, at most, unless the picture is full of edges.</summary>
    /// <param name="header">The header of the photo.</param>
    /// <param name="fileBytes">Length of its file.</param>
    /// <param name="output">How it is put out.</param>
    /// <param name="size">The size of the picture.</param>
    public static long Picture(PhotoHeader header, long fileBytes, OutputOptions output, OutputSize size)
    {
        var pixels = (long)size.Width * size.Height;
        if (!output.ChangesPhoto)
            return (header.IsPng ? 2 * fileBytes : Bits(header) * 3 / 2) + (pixels / 8) + Base;
        return Base + (output.Format == PictureFormat.WebP || IsJpeg(header, output) ? JpegBytes(pixels) : header.Channels * pixels);
    }

    private static long Bits(PhotoHeader header) => Math.Min(header.DataBytes, MaxBytesOfCoefficient * header.Coefficients);

    // Of a grey photo, an empty component is made for its colours.
    private static long Drawn(PhotoHeader header) => header.Components == 1 ? 2 * header.Coefficients : header.Coefficients;

    private static bool IsJpeg(PhotoHeader header, OutputOptions output) =>
        output.Format == PictureFormat.Jpeg || (output.Format is PictureFormat.Photo or PictureFormat.Svg && !header.IsPng);

    // Four bits a pixel are those of a photo in high quality.
    private static long JpegBytes(long pixels) => pixels / 2;

    private static long Bands(PhotoHeader header) => Math.Min(header.Pixels, 8L << 20) * header.Channels * 3;

    // A PNG that hardly compresses is kept as bits too.
    private static long LiteralBytes(PhotoHeader header, long fileBytes, int copies) =>
        header.RowBytes / 8 > PngPhoto.MaxGrowth * fileBytes
            ? 0
            : (long)(copies * Math.Min(header.RowBytes, PngPhoto.MaxGrowth * fileBytes));
}
