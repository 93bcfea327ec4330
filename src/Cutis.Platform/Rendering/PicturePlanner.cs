using System.Collections.Immutable;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;

namespace Cutis.Platform.Rendering;

/// <summary>Plans the pictures of drawable entries: recipe, URL, and what the answer says about the picture.</summary>
internal sealed class PicturePlanner(PictureUrls urls, string root, Image image, Frame frame, StoredPhoto photo, MaskBoxes boxes)
{
    private const double MaxAspectError = 0.02;

    // Margin around masks that a picture is cropped to, as a fraction of the longer side.
    private const double CropMargin = 0.03;
    private readonly DateTimeOffset _expires = urls.Expiry();

    /// <summary>Plans a picture with one entry.</summary>
    public async Task<MaskAnswer> DrawAsync(Drawable entry, CancellationToken stop) =>
        Lacks(entry) ? WithoutBox(entry) : Answer(entry, await PictureAsync([entry], stop));

    /// <summary>Plans one picture with all drawable entries; each answer has its URL.</summary>
    public async Task<IReadOnlyList<MaskAnswer>> CombineAsync(IReadOnlyList<Planned> plans, CancellationToken stop)
    {
        var entries = plans.OfType<Drawable>().ToImmutableArray();
        if (entries.Any(Lacks))
            return [.. plans.Select(plan => plan is Drawable entry ? WithoutBox(entry) : plan.Failure!)];
        var picture = await PictureAsync(entries, stop);
        return [.. plans.Select(plan => plan is Drawable entry ? Answer(entry, picture) : plan.Failure!)];
    }

    private async Task<PlannedPicture> PictureAsync(ImmutableArray<Drawable> entries, CancellationToken stop)
    {
        var asked = entries[0].Options.Picture;
        var warnings = new List<Warning>();
        var output = asked.Output;
        if (asked.CropTo == CropTarget.Face && FaceOf(image, frame) is { } face)
            output = output with { Crop = new CropBox(face.X, face.Y, face.Width, face.Height) };
        if (asked.CropTo == CropTarget.Mask)
        {
            output = output with { Crop = CropTo(entries) };
            if (output.Crop is null)
                warnings.Add(new Warning("crop_ignored", "There are no marks to crop to; the whole picture is shown"));
        }

        if (output is { Quality: not null, Overlay: false, Format: PictureFormat.Photo } && photo.MediaType == "image/png")
        {
            output = output with { Quality = null };
            warnings.Add(new Warning("quality_ignored", "The photo is a PNG, which has no quality; ask for the format 'jpeg' or 'webp'"));
        }

        if (photo.HasUnsupportedProfile && !output.Overlay)
        {
            warnings.Add(
                new Warning(
                    "profile_not_converted",
                    "The photo's colour profile has no matrix, is for inks, broken or too large, or the photo "
                        + "is HDR; marks are drawn as if it were sRGB"
                )
            );
        }

        if (asked.Legend)
            output = output with { LegendRows = LegendWords.Rows(entries) };
        var size = OutputSize.Compute(output, photo.Width, photo.Height);
        var recipe = new Recipe(photo.Digest, frame, entries[0].Recipe.Digest, entries[0].Recipe.Style)
        {
            More = [.. entries.Skip(1).Select(entry => entry.Recipe)],
            Output = output,
        };
        var mediaType = MediaType(output);
        var name = FileNames.ForMasks(entries.Select(entry => entry.Options.Algorithm!.Value.Value), mediaType);
        var url = await urls.CreateAsync(root, image, recipe, name, _expires, stop);
        return new PlannedPicture(url, mediaType, size.Width, size.Height, warnings);
    }

    /// <summary>The bounds of the face in a photo of an image; null when unknown.</summary>
    public static StoredBox? FaceOf(Image image, Frame frame) =>
        frame switch
        {
            Frame.Original => image.Faces?.Original,
            // In a restored photo that a client brought, the face is elsewhere.
            _ => image.Restored is { IsComputed: true } ? image.Faces?.Restored : null,
        };

    private string MediaType(OutputOptions output) =>
        output.Format switch
        {
            PictureFormat.Svg => "image/svg+xml",
            PictureFormat.WebP => "image/webp",
            PictureFormat.Jpeg => "image/jpeg",
            PictureFormat.Png => "image/png",
            _ => output.Overlay ? "image/png" : photo.MediaType,
        };

    // The part of the photo that contains every mask, with a margin.
    private CropBox? CropTo(ImmutableArray<Drawable> entries) =>
        boxes.Join(entries)?.Within(photo.Width, photo.Height, CropMargin * Math.Max(photo.Width, photo.Height));

    private bool Lacks(Drawable entry) =>
        entry.Options.Picture.CropTo == CropTarget.Mask && (!boxes.Has(entry) || boxes.TooLarge(entry) is not null);

    private MaskAnswer WithoutBox(Drawable entry)
    {
        if (boxes.TooLarge(entry) is { } reason)
            return MaskAnswer.Failed(entry.Options, entry.Result, SceneTooLargeException.Code, reason);
        var (code, text) = boxes.Refusal is { Reason: RefusalReason.TooLarge } large
            ? ("mask_too_large", $"The marks are too many to crop to. {large.Text}; crop to 'face' or to a box")
            : ("mask_too_slow", "Where the marks are was not found in time; try again later, or crop to 'face' or to a box");
        return MaskAnswer.Failed(entry.Options, entry.Result, code, text);
    }

    private MaskAnswer Answer(Drawable entry, PlannedPicture picture)
    {
        var masks = entry.Masks.Masks;
        var feedback = new Feedback(
            _expires,
            picture.Width,
            picture.Height,
            picture.MediaType,
            masks.Sum(mask => mask.Shapes),
            [.. masks.Select((mask, i) => Drawn(entry, mask, i))],
            [.. picture.Warnings, .. Warnings(entry)],
            null
        );
        return MaskAnswer.Create(entry.Options, entry.Result, picture.Url, null, feedback);
    }

    private static DrawnMask Drawn(Drawable entry, StoredMask mask, int index)
    {
        var look = entry.Style.Looks.IsEmpty ? null : entry.Style.Looks[index];
        return new DrawnMask(mask.TechName, mask.MaskType, entry.Style.Fills[index].ToString()!) { Edge = look?.Edge?.Colour.ToString() };
    }

    private IEnumerable<Warning> Warnings(Drawable entry)
    {
        var masks = entry.Masks.Masks;
        if (entry.Options.ConcentricLines && masks.Any(mask => mask.MaskType is "point_mask" or "polyline_mask"))
            yield return new Warning(
                "concentric_lines_ignored",
                "Points and lines are drawn as usual; concentric_lines applies to polygons and heat maps"
            );
        if (entry.Options.Picture.Outline is not null && masks.Any(mask => mask.MaskType == "polyline_mask"))
            yield return new Warning("outline_ignored", "Lines have no outline; it applies to areas and dots");
        foreach (var mask in masks)
        {
            if (mask.ViewBox is null || !ViewBox.TryParse(mask.ViewBox, out var box))
                continue;
            var ratio = box.Width / box.Height * photo.Height / photo.Width;
            if (Math.Abs(ratio - 1) > MaxAspectError)
                yield return new Warning(
                    "view_box_aspect",
                    $"The view box \"{mask.ViewBox}\" of {mask.TechName} has another shape than the photo "
                        + $"({photo.Width} × {photo.Height}); the mask is stretched"
                );
        }
    }

    private sealed record PlannedPicture(string Url, string MediaType, int Width, int Height, IReadOnlyList<Warning> Warnings);
}
