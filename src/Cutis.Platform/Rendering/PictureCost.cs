using Cutis.Imaging.Photos;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Photos;

namespace Cutis.Platform.Rendering;

/// <summary>Estimates the cost of a picture from the photo's header and the lengths of its mask sets, before any of them is read.</summary>
internal static class PictureCost
{
    // An SVG contains the photo as text, which is assembled and then written.
    private const int TextCopies = 10;

    // A picture may take at most this part of the memory in order to use more threads.
    private const int PartForThreads = 8;

    // More than light work takes.
    private static readonly TimeSpan Unforeseeable = TimeSpan.FromSeconds(1);

    /// <summary>The work of drawing a picture.</summary>
    /// <param name="company">The company.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="masks">Length of each mask set in bytes.</param>
    /// <param name="recipe">What is drawn.</param>
    /// <param name="limits">The limits of admission.</param>
    public static Work Estimate(Guid company, PhotoFile photo, IReadOnlyList<long> masks, Recipe recipe, AdmissionLimits limits)
    {
        if (photo.Header is not { } header)
            return new Work(company, PhotoCost.Opening(null, photo.Bytes));
        var threads = limits.WorkPermits;
        while (threads > 1 && Scene(recipe, masks, header, threads) > limits.Bytes / PartForThreads)
            threads /= 2;
        // Opening and drawing do not need their memory at the same time.
        var drawing = PhotoCost.Kept(header, photo.Bytes) + Making(photo, header, recipe.Output) + Scene(recipe, masks, header, threads);
        var bytes = Math.Max(photo.IsOpen ? 0 : PhotoCost.Opening(header, photo.Bytes), drawing);
        return new Work(company, bytes) { Expected = Time(photo, header, masks, recipe), Threads = threads };
    }

    /// <summary>The work of finding the bounds of masks.</summary>
    /// <param name="company">The company.</param>
    /// <param name="entries">The entries.</param>
    public static Work EstimateBounds(Guid company, IReadOnlyList<Drawable> entries)
    {
        var bytes = entries.Max(entry => SceneCost.EstimateBounds(entry.Masks.Bytes, entry.Recipe.Style));
        var time = entries.Select(entry => Masks(entry.Recipe.Style, entry.Masks.Bytes)).Aggregate((a, b) => a + b);
        return new Work(company, bytes) { Expected = time };
    }

    private static long Scene(Recipe recipe, IReadOnlyList<long> masks, PhotoHeader header, int threads) =>
        SceneCost.EstimatePicture(recipe, masks, header.Width, header.Height, threads);

    // What is made from the photo: a derived photo and the file.
    private static long Making(PhotoFile photo, PhotoHeader header, OutputOptions output)
    {
        // The orientation is unknown here, but the number of pixels does not depend on it.
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
        // A few nanoseconds per pixel; compressing a PNG or WebP takes many.
        var isCompressed =
            recipe.Output.Format is PictureFormat.Png or PictureFormat.WebP
            || (header.IsPng && recipe.Output.Format == PictureFormat.Photo);
        var drawing = TimeSpan.FromTicks((long)(pixels * (isCompressed ? 0.3 : 0.02)));
        var deriving = recipe.Output is { ChangesPhoto: true, Overlay: false }
            ? TimeSpan.FromTicks((long)(header.Pixels * 0.1))
            : TimeSpan.Zero;
        return drawing
            + deriving
            + recipe.All.Zip(masks, (part, json) => Masks(part.Style, json)).Aggregate(TimeSpan.Zero, (sum, time) => sum + time)
            + (photo.IsOpen ? TimeSpan.Zero : PhotoCost.OpeningTime(header));
    }

    // What nested lines and wide outlines take depends on how shapes overlap, which their JSON does not tell: nested lines are never light,
    // and wide lines have many edges to a point.
    private static TimeSpan Masks(MaskStyle style, long json)
    {
        if (style.ConcentricLines)
            return Unforeseeable + (10 * Reading(json));
        return (style.Outline is not null ? 10 : 1 + (2 * style.Looks.Select(look => look?.Layers ?? 0).DefaultIfEmpty().Max()))
            * Reading(json);
    }

    // Some forty nanoseconds per byte of JSON, and as long again to draw it.
    private static TimeSpan Reading(long json) => TimeSpan.FromTicks((long)(json * 0.8));
}
