using System.Collections.Immutable;
using Cutis.Masks;
using Cutis.Server.Database;
using Cutis.Server.Files;
using Cutis.Server.Objects;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Rasterisation;

/// <summary>Answers each entry of a request: an address of the picture, or an error of its own that leaves the others alone.</summary>
internal sealed class MaskPlanner(CutisDb db, DiskObjectStore store, UrlSigner signer)
{
    private const double MostAspectError = 0.02;

    public async Task<IReadOnlyList<MaskAnswer>> PlanAsync(HttpRequest http, Image image, MaskRequest request, CancellationToken stop)
    {
        var names = request.Masks.Select(m => m.Algorithm?.Value).OfType<string>().Distinct().ToArray();
        var results = await db.Results.AsNoTracking().Where(r => r.ImageId == image.Id && names.Contains(r.Algorithm)).ToDictionaryAsync(r => r.Algorithm, stop);
        var missing = names.Where(name => !results.ContainsKey(name)).ToArray();
        // A name of the company's own is known once any image has a result of it.
        var own = missing.Length == 0 ? [] : await db.Results.Where(r => missing.Contains(r.Algorithm)).Select(r => r.Algorithm).Distinct().ToListAsync(stop);
        var expires = signer.Expiry();
        return [.. request.Masks.Select(options => Plan(http, image, request.Frame, options, results, own, expires))];
    }

    private MaskAnswer Plan(
        HttpRequest http, Image image, Frame frame, MaskOptions options, Dictionary<string, Result> results, List<string> own, DateTimeOffset expires)
    {
        if (options.Algorithm is not { } algorithm) return Failed(options, null, "unknown_algorithm", "Unknown algorithm");
        if (!results.TryGetValue(algorithm.Value, out var result))
        {
            return algorithm.IsKnown || own.Contains(algorithm.Value)
                ? Failed(options, null, "not_computed", "The algorithm has no result for this image yet")
                : Failed(options, null, "unknown_algorithm", "Unknown algorithm");
        }

        if (result.Error is { } error) return Failed(options, result, "analysis_failed", error);
        var masks = frame == Frame.Original ? result.MasksOriginal : result.MasksRestored;
        if (masks is null)
        {
            var other = frame == Frame.Original ? result.MasksRestored : result.MasksOriginal;
            return Failed(options, result, "no_mask", other is null
                ? "The algorithm has no mask"
                : $"The algorithm has no mask for the {frame.WireName()} photo");
        }

        var photo = frame == Frame.Original ? image.Original : image.Restored;
        if (photo is null) return Failed(options, result, "no_restored_image", "The image has no restored photo");
        if (store.Size(ObjectKey.Masks(image.CompanyId, image.Id, masks.Digest)) != masks.Bytes)
            return Failed(options, result, "mask_invalid", "The stored mask is damaged; store the result again");
        return Drawn(http, image, frame, photo, options, result, masks, expires);
    }

    private MaskAnswer Drawn(
        HttpRequest http, Image image, Frame frame, StoredPhoto photo, MaskOptions options, Result result, StoredMasks masks, DateTimeOffset expires)
    {
        var fills = masks.Masks
            .Select((mask, i) => options.Fill.FillOf(i, options.Algorithm!.Value, mask.TechName, OwnFill(mask)))
            .ToImmutableArray();
        var recipe = new Recipe(photo.Digest, frame, masks.Digest, new MaskStyle(fills, options.LineThickness, options.ConcentricLines));
        var path = FilePaths.Masked(image.CompanyId, image.Id, recipe, photo.MediaType);
        var feedback = new Feedback(
            expires, photo.Width, photo.Height, photo.MediaType, masks.Masks.Sum(m => m.Shapes),
            [.. masks.Masks.Select((m, i) => new DrawnMask(m.TechName, m.MaskType, fills[i].ToString()!))],
            [.. Warnings(photo, options, masks)],
            null);
        return Answer(options, result, signer.Sign(http, path, expires), null, feedback);
    }

    private static CssColour? OwnFill(StoredMask mask) => mask.Fill is { } text && CssColour.TryParse(text, out var colour) ? colour : null;

    private static IEnumerable<Warning> Warnings(StoredPhoto photo, MaskOptions options, StoredMasks masks)
    {
        if (options.ConcentricLines && masks.Masks.Any(m => m.MaskType is "point_mask" or "polyline_mask"))
            yield return new Warning("concentric_lines_ignored", "Points and lines are drawn as usual; concentric_lines applies to polygons and heat maps");
        foreach (var mask in masks.Masks)
        {
            if (mask.ViewBox is null || !ViewBox.TryParse(mask.ViewBox, out var box)) continue;
            var ratio = box.Width / box.Height * photo.Height / photo.Width;
            if (Math.Abs(ratio - 1) > MostAspectError)
                yield return new Warning("view_box_aspect", $"The view box \"{mask.ViewBox}\" of {mask.TechName} has another shape than the photo ({photo.Width} × {photo.Height}); the mask is stretched");
        }
    }

    private static MaskAnswer Failed(MaskOptions options, Result? result, string code, string text) =>
        Answer(options, result, null, text, new Feedback(null, null, null, null, 0, [], [], code));

    private static MaskAnswer Answer(MaskOptions options, Result? result, string? url, string? error, Feedback feedback) => new(
        options.AskedName,
        url,
        error,
        options.MainMetric && result?.MainMetric is { } main ? MetricAnswer.Of(main) : null,
        options.SubMetrics ? [.. result is null ? [] : result.SubMetrics.Select(MetricAnswer.Of)] : null,
        feedback);
}
