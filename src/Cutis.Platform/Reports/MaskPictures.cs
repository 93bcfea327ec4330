using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;

namespace Cutis.Platform.Reports;

/// <summary>Signed URLs of the marks of a result alone, for each photo of an image that they fit.</summary>
internal sealed class MaskPictures(PictureUrls urls, RasterisationOptions settings)
{
    /// <summary>The pictures of some masks of a result; null when it has none of them.</summary>
    /// <param name="root">The beginning of URLs.</param>
    /// <param name="image">The image.</param>
    /// <param name="result">The result.</param>
    /// <param name="names">How the technical names of the masks begin; null for all, empty for none.</param>
    /// <param name="format">SVG, or that of a photo for PNG.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<SidePictures?> CreateAsync(
        string root,
        Image image,
        Result result,
        string? names,
        PictureFormat format,
        CancellationToken stop
    )
    {
        if (names?.Length == 0)
            return null;
        var original = await UrlAsync(root, image, result, Frame.Original, names, format, stop);
        var aligned = await UrlAsync(root, image, result, Frame.Restored, names, format, stop);
        if (original is null && aligned is null)
            return null;
        // The anonymised photo has the box of the restored one, and so have the marks.
        return new SidePictures(original, aligned, image.Restored?.Anonymised is null ? null : aligned);
    }

    private async Task<string?> UrlAsync(
        string root,
        Image image,
        Result result,
        Frame frame,
        string? names,
        PictureFormat format,
        CancellationToken stop
    )
    {
        var (photo, masks) = frame == Frame.Original ? (image.Original, result.MasksOriginal) : (image.Restored, result.MasksRestored);
        if (photo is null or { Digest.Length: 0 } || masks is null || !AlgorithmName.TryParse(result.Algorithm, out var name))
            return null;
        var isDrawn = masks.Masks.Select(m => names is null || m.TechName.StartsWith(names, StringComparison.Ordinal)).ToArray();
        if (!isDrawn.Contains(true))
            return null;
        var options = new MaskOptions(
            name.Value,
            name,
            FillOverride.None,
            LineThickness: null,
            MainMetric: false,
            SubMetrics: false,
            ConcentricLines: false,
            OutputFields.None
        );
        var style = MaskStyles.Create(options, masks, photo, image.Faces, PicturePlanner.FaceOf(image, frame), settings.Style);
        // The set is drawn as a whole: masks that are not asked for are without colour.
        style = style with
        {
            Fills = [.. style.Fills.Select((fill, i) => isDrawn[i] ? fill : fill with { Alpha = 0 })],
            Looks = [.. style.Looks.Select((look, i) => isDrawn[i] ? look : null)],
        };
        var recipe = new Recipe(photo.Digest, frame, masks.Digest, style)
        {
            Output = OutputOptions.Default with { Overlay = format != PictureFormat.Svg, Format = format },
        };
        var mediaType = format == PictureFormat.Svg ? "image/svg+xml" : "image/png";
        var file = FileNames.ForMasks([name.Value], mediaType);
        return await urls.CreateAsync(root, image, recipe, file, urls.Expiry(), stop);
    }
}
