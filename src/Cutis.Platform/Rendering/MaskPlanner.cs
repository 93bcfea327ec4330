using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Rendering;

/// <summary>
/// The use case of a masks request: answers each entry with the URL of its picture, or with an error of its own that does not affect the
/// others.
/// </summary>
internal sealed class MaskPlanner(CutisDb db, VerifiedObjects objects, PictureUrls urls, MaskBounds bounds, RasterisationOptions settings)
{
    /// <summary>Answers all entries, or returns one error when the request as a whole cannot be answered.</summary>
    public async Task<(IReadOnlyList<MaskAnswer> Answers, ServiceError? Error)> PlanAsync(
        string root,
        Image image,
        MaskRequest request,
        CancellationToken stop
    )
    {
        var names = request.Masks.Select(m => m.Algorithm?.Value).OfType<string>().Distinct().ToArray();
        var found = await db
            .Results.Where(r => r.ImageId == image.Id && (names.Contains(r.Algorithm) || r.Algorithm == QualityNote.Algorithm))
            .Select(PlannedResult.Columns)
            .ToListAsync(stop);
        var note = QualityNote.Read(found.Find(r => r.Summary.Algorithm == QualityNote.Algorithm)?.Envelope);
        var results = found.ToDictionary(r => r.Summary.Algorithm, StringComparer.Ordinal);
        var bytes = AnswerSize.Estimate(
            request.Masks.Select(m => (m, m.Algorithm is { } name ? results.GetValueOrDefault(name.Value)?.Summary : null)),
            request.Frame,
            note.Bytes
        );
        if (bytes > AnswerSize.MaxBytes)
            return ([], TooLarge(bytes));
        var missing = names.Where(name => !results.ContainsKey(name)).ToArray();
        // An algorithm of the company itself is known once any of its images has a result of it.
        var own =
            missing.Length == 0
                ? []
                : await db.Results.Where(r => missing.Contains(r.Algorithm)).Select(r => r.Algorithm).Distinct().ToListAsync(stop);
        var plans = new List<Planned>(request.Masks.Length);
        foreach (var options in request.Masks)
            plans.Add(await FindAsync(image, request.Frame, options, results, own, stop));
        var (answers, error) = await AnswerAsync(root, image, request, plans, stop);
        return ([.. answers.Select(answer => answer.With(note))], error);
    }

    private async Task<(IReadOnlyList<MaskAnswer> Answers, ServiceError? Error)> AnswerAsync(
        string root,
        Image image,
        MaskRequest request,
        List<Planned> plans,
        CancellationToken stop
    )
    {
        if (plans.OfType<Drawable>().FirstOrDefault()?.Photo is not { } photo)
            return (plans.ConvertAll(plan => plan.Failure!), null);
        // Without edges and rims more masks fit on one picture.
        if (request.Combine && plans.OfType<Drawable>().Sum(entry => entry.Style.Layers) > SceneLimits.MaxLayers)
            plans = plans.ConvertAll(plan => plan is Drawable entry ? entry.AsContract : plan);
        if (request.Combine && CombinedSize.Validate([.. plans.OfType<Drawable>()]) is { } tooLarge)
            return ([], tooLarge);
        var cropped = plans.OfType<Drawable>().Where(entry => entry.Options.Picture.CropTo == CropTarget.Mask).ToArray();
        var boxes = cropped.Length == 0 ? MaskBoxes.None : await bounds.FindAsync(image.CompanyId, image.Id, cropped, stop);
        if (boxes.Refusal is { Reason: RefusalReason.Busy } busy)
            return ([], busy.ToError());
        var pictures = new PicturePlanner(urls, root, image, request.Frame, photo, boxes);
        if (request.Combine)
            return (await pictures.CombineAsync(plans, stop), null);
        var answers = new List<MaskAnswer>(plans.Count);
        foreach (var plan in plans)
            answers.Add(plan is Drawable drawable ? await pictures.DrawAsync(drawable, stop) : plan.Failure!);
        return (answers, null);
    }

    /// <summary>The quality result of an image; null when there is none.</summary>
    public Task<ResultSummary?> QualityAsync(Image image, CancellationToken stop) =>
        db
            .Results.Where(r => r.ImageId == image.Id && r.Algorithm == QualityNote.Algorithm)
            .Select(ResultSummary.Columns)
            .FirstOrDefaultAsync(stop);

    private static ServiceError TooLarge(long bytes) =>
        ServiceError.Invalid(
            "masks",
            $"The answer would have {bytes} bytes; at most {AnswerSize.MaxBytes} are allowed: ask for fewer masks, or without sub_metrics"
        ) with
        {
            Code = "answer_too_large",
        };

    private async Task<Planned> FindAsync(
        Image image,
        Frame frame,
        MaskOptions options,
        Dictionary<string, PlannedResult> results,
        List<string> own,
        CancellationToken stop
    )
    {
        Planned Failed(ResultSummary? result, string code, string text) => new(MaskAnswer.Failed(options, result, code, text));

        if (options.Algorithm is not { } algorithm)
            return Failed(null, "unknown_algorithm", "Unknown algorithm");
        if (!results.TryGetValue(algorithm.Value, out var planned))
        {
            return algorithm.IsKnown || own.Contains(algorithm.Value)
                ? Failed(null, "not_computed", "The algorithm has no result for this image yet")
                : Failed(null, "unknown_algorithm", "Unknown algorithm");
        }

        var result = planned.Summary;
        if (result.Error is { } error)
            return Failed(result, AnalysisErrors.CodeOf(planned.Envelope), error);
        var photo = frame == Frame.Original ? image.Original : image.Restored;
        if (photo is null)
            return Failed(result, "no_restored_image", "The image has no restored photo");
        if (image.PhotosDeletedAt is not null)
        {
            if (!options.Picture.Output.IsWithoutPhoto)
                return Failed(result, "photos_deleted", "The photos of this image were deleted; masks alone can be had, and SVGs");
            photo = photo with { Digest = Recipe.BlankDigest(photo.Width, photo.Height) };
        }

        var masks = frame == Frame.Original ? result.MasksOriginal : result.MasksRestored;
        if (masks is null)
        {
            var other = frame == Frame.Original ? result.MasksRestored : result.MasksOriginal;
            return Failed(
                result,
                "no_mask",
                other is null ? "The algorithm has no mask" : $"The algorithm has no mask for the {frame.ImageType()} photo"
            );
        }

        if (await objects.CheckAsync(ObjectKey.Masks(image.CompanyId, image.Id, masks.Digest), stop) is not null)
            return Failed(result, "mask_invalid", "The stored mask is damaged; store the result again");
        if (options.Picture.CropTo == CropTarget.Face && PicturePlanner.FaceOf(image, frame) is null)
            return Failed(
                result,
                "no_face",
                image.Faces is null
                    ? "The image was not analysed, so its face is not known; crop to 'mask' or to a box"
                    : "The image has no face; crop to 'mask' or to a box"
            );
        var style = MaskStyles.Create(options, masks, photo, image.Faces, PicturePlanner.FaceOf(image, frame), settings.Style);
        return new Drawable(options, result, masks, photo, style);
    }
}

/// <summary>An entry that was examined, with its answer if it cannot be drawn.</summary>
internal record Planned(MaskAnswer? Failure);

/// <summary>An entry that can be drawn.</summary>
/// <param name="Options">What it asks for.</param>
/// <param name="Result">The result.</param>
/// <param name="Masks">The masks of the result for the photo.</param>
/// <param name="Photo">The photo.</param>
/// <param name="Style">How they are drawn, with all defaults applied.</param>
internal sealed record Drawable(MaskOptions Options, ResultSummary Result, StoredMasks Masks, StoredPhoto Photo, MaskStyle Style)
    : Planned((MaskAnswer?)null)
{
    /// <summary>Its part of the recipe.</summary>
    public RecipeMasks Recipe => new(Masks.Digest, Style);

    /// <summary>The same in the style of the contract.</summary>
    public Drawable AsContract => this with { Style = MaskStyles.CreateContract(Options, Masks) };
}
