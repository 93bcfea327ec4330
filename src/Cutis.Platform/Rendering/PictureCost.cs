using Cutis.Imaging.Photos;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Photos;

namespace Cutis.Platform.Rendering;

/// <summary>What a picture takes: the photo, the masks, and the file that is made, all told before any of them is read.</summary>
internal static class PictureCost
{
    // A photo within an SVG is a text, which is put together and written.
    private const int TextCopies = 10;

    // Of the memory that there is, what a single picture may take so that more threads work on it.
    private const int PartForThreads = 8;

    /// <summary>The work of drawing a picture.</summary>
    /// <param name="company">Whose it is.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="masks">Length of each mask set.</param>
    /// <param name="recipe">What is drawn.</param>
    /// <param name="limits">What work may take.</param>
    public static Work Estimate(Guid company, PhotoFile photo, IReadOnlyList<long> masks, Recipe recipe, AdmissionLimits limits)
    {
        if (photo.Header is not { } header)
            return new Work(company, PhotoCost.Opening(null, photo.Bytes));
        var threads = limits.WorkPermits;
        while (threads > 1 && Scene(recipe, masks, header, threads) > limits.Bytes / PartForThreads)
            threads /= 2;
        // What opening takes and what drawing takes are not there at the same time.
        var drawing = PhotoCost.Kept(header, photo.Bytes) + Making(photo, header, recipe.Output) + Scene(recipe, masks, header, threads);
        var bytes = Math.Max(photo.IsOpen ? 0 : PhotoCost.Opening(header, photo.Bytes), drawing);
        return new Work(company, bytes) { Expected = Time(photo, header, masks, recipe), Threads = threads };
    }

    /// <summary>The work of finding where masks are.</summary>
    /// <param name="company">Whose they are.</param>
    /// <param name="entries">What is drawn.</param>
    public static Work EstimateBounds(Guid company, IReadOnlyList<Drawable> entries)
    {
        var bytes = entries.Max(entry => SceneCost.EstimateBounds(entry.Masks.Bytes, entry.Recipe.Style));
        var time = entries
            .Select(entry => (entry.Options.ConcentricLines ? 10 : 1) * Reading(entry.Masks.Bytes))
            .Aggregate((a, b) => a + b);
        return new Work(company, bytes) { Expected = time };
    }

    private static long Scene(Recipe recipe, IReadOnlyList<long> masks, PhotoHeader header, int threads) =>
        SceneCost.EstimatePicture(recipe, masks, header.Width, header.Height, threads);

    // What is made of the photo: one of another size or format, and the file.
    private static long Making(PhotoFile photo, PhotoHeader header, OutputOptions output)
    {
        // Whether it is turned is not known here, which the number of pixels does not depend on.
        var size = OutputSize.Compute(output, header.Width, header.Height);
        var file = PhotoCost.Picture(header, photo.Bytes, output, size);
        if (output.Format == PictureFormat.Svg)
            file *= output.MaskOverImage ? TextCopies : 0;
        var derived =
            output.Overlay || !(output.ChangesPhoto || output.Format == PictureFormat.Svg) ? 0 : PhotoCost.Deriving(header, output, size);
        return derived + file;
    }

    private static TimeSpan Time(PhotoFile photo, PhotoHeader header, IReadOnlyList<long> masks, Recipe recipe)
    {
        var size = OutputSize.Compute(recipe.Output, header.Width, header.Height);
        var pixels = (double)size.Width * size.Height;
        // A few nanoseconds a pixel; compressing a PNG or a WebP takes many.
        var isCompressed =
            recipe.Output.Format is PictureFormat.Png or PictureFormat.WebP
            || (header.IsPng && recipe.Output.Format == PictureFormat.Photo);
        var drawing = TimeSpan.FromTicks((long)(pixels * (isCompressed ? 0.3 : 0.02)));
        var deriving = recipe.Output is { ChangesPhoto: true, Overlay: false }
            ? TimeSpan.FromTicks((long)(header.Pixels * 0.1))
            : TimeSpan.Zero;
        var isConcentric = recipe.All.Any(part => part.Style.ConcentricLines);
        return drawing
            + deriving
            + ((isConcentric ? 10 : 1) * Reading(masks.Sum()))
            + (photo.IsOpen ? TimeSpan.Zero : PhotoCost.OpeningTime(header));
    }

    // Some forty nanoseconds a byte of JSON, and as long again to draw it.
    private static TimeSpan Reading(long json) => TimeSpan.FromTicks((long)(json * 0.8));
}
