using Cutis.Analysis;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Platform.Capacity;
using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>Analyses a stored image: results, the restored photo and the box of the face.</summary>
internal sealed class ImageAnalysis(
    CutisDb db,
    ImageRecords records,
    ImageEraser eraser,
    IObjectStore store,
    VerifiedObjects objects,
    ResultStore results,
    ImagesOptions images,
    AnalysisSettings settings,
    PluginFolder plugins,
    HeavyWork heavy,
    AdmissionLimits limits,
    PhotoOpener photos
)
{
    private const long RestoredBytes = 256L << 20;
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);
    private const string Erased = "The image was erased";
    private static readonly string PhotosDeleted = ImageService.PhotosDeleted.Message;

    /// <summary>Runs algorithms on an image of the current company and stores what they say.</summary>
    /// <param name="id">The image.</param>
    /// <param name="algorithms">Canonical names.</param>
    /// <param name="done">Told each step as it ends.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>Why nothing was analysed, for clients; null when something was.</returns>
    public async Task<string?> RunAsync(Guid id, IReadOnlyCollection<string> algorithms, Action<string> done, CancellationToken stop)
    {
        var image = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.ErasedAt == null, stop);
        if (image is null)
            return Erased;
        if (image.PhotosDeletedAt is not null)
            return PhotosDeleted;
        var (found, fault) = await photos.FindAsync(image.CompanyId, id, image.Original.Digest, stop);
        if (found is null)
            return Lost(fault!.Value);
        // In a turn like all heavy work; nobody waits for it, so it waits as long as it takes.
        var work = new Work(image.CompanyId, AnalysisBytes(found))
        {
            Expected = MaxTime,
            Threads = settings.Share().Threads,
            TimeLimit = MaxTime,
            IsPatient = true,
        };
        var outcome = await heavy.RunAsync(work, turn => AnalyseAsync(image, algorithms, done, turn), stop);
        if (outcome.Refusal is { Reason: RefusalReason.Busy })
            throw new InvalidOperationException("The analysis ran out of memory");
        if (outcome.Refusal is { } refusal)
            return refusal.Text;
        var (photo, analysis, error) = outcome.Value!;
        if (photo is null || analysis is null)
            return error;
        // Analysers at addresses take their time: what is known already is listed meanwhile.
        var asked = analysis.Restored is null ? [] : plugins.FindAtAddresses(algorithms);
        var lost = await StoreAsync(image, photo, analysis, [.. analysis.Answers.Where(a => !asked.Contains(a.TechName))], stop);
        if (lost is null && asked.Count > 0)
        {
            var size = (photo.UprightWidth, photo.UprightHeight);
            var answers = await plugins.AnalyseAsync(id, analysis.Restored!, size, asked, done, stop);
            lost = await StoreAsync(image, photo, analysis, answers, stop);
        }

        if (lost is null)
            done("stored");
        return lost;
    }

    // The photo, its pixels in several forms, and the planes of the restored face, which do not depend on it. What could be opened is
    // never refused: where memory is scarce an analysis takes all that a company may have.
    private long AnalysisBytes(PhotoFile file)
    {
        var opening = PhotoCost.Opening(file.Header, file.Bytes);
        if (file.Header is not { } header)
            return opening;
        var analysing = PhotoCost.Kept(header, file.Bytes) + (8 * header.Pixels) + RestoredBytes;
        return Math.Max(opening, Math.Min(analysing, limits.CompanyBytes));
    }

    private async Task<Analysed> AnalyseAsync(Image image, IReadOnlyCollection<string> algorithms, Action<string> done, Turn turn)
    {
        var (file, fault) = await objects.ReadAsync(ObjectKey.Photo(image.CompanyId, image.Id, image.Original.Digest), turn.Stop);
        if (file is null)
            return new Analysed(null, null, Lost(fault!.Value));
        if (!Photo.TryOpen(file, images.Limits, out var photo, out var error, turn.Stop))
            return new Analysed(null, null, error.Message);
        var options = new AnalysisOptions
        {
            Algorithms = algorithms,
            Workers = turn.Permits,
            PupilDistance = settings.PupilDistance,
            Done = done,
            Plugins = plugins.Models,
            KeepsOldRestored = image.Restored is { IsComputed: true, Anonymised: null },
        };
        return new Analysed(photo, Analyser.Analyse(photo, options, turn.Stop), null);
    }

    private static string Lost(ObjectFault fault) =>
        fault == ObjectFault.Missing ? "The stored photo is missing" : "The stored photo is damaged";

    private sealed record Analysed(Photo? Photo, PhotoAnalysis? Analysis, string? Error);

    // Why nothing could be stored: the image was erased meanwhile.
    private async Task<string?> StoreAsync(
        Image image,
        Photo photo,
        PhotoAnalysis analysis,
        List<AlgorithmAnswer> answers,
        CancellationToken stop
    )
    {
        // A restored photo that somebody brought is theirs; masks of ours would not fit it.
        var isOurs = image.Restored is null || image.Restored.IsComputed;
        var restored = analysis.Restored is { } found && isOurs ? await PutRestoredAsync(image, found, stop) : null;
        var rows = new List<Result>(answers.Count);
        var grounds = analysis.Restored is { } face ? new MarkGrounds(face) : null;
        foreach (var answer in answers)
        {
            if (!AlgorithmName.TryParse(answer.TechName, out var name))
                throw new InvalidOperationException($"{answer.TechName} is no name of an algorithm");
            var result = isOurs ? answer.Result : answer.Result with { MasksRestored = null };
            // A plug-in may answer for an algorithm that is built in; the last one counts.
            rows.RemoveAll(row => row.Algorithm == name.Value);
            var row = await results.StoreMasksAsync(image, name, result, stop);
            if (grounds is not null && answer.Result.MasksRestored is { } marks && !plugins.Names.Contains(answer.TechName))
            {
                var on = grounds.ByName(marks.Masks);
                (row.MasksOriginal, row.MasksRestored) = (On(row.MasksOriginal, on), On(row.MasksRestored, on));
            }

            rows.Add(row);
        }

        switch (await records.PutAnalysisAsync(image.Id, restored, Faces(photo, analysis, grounds?.Skin), rows, stop))
        {
            case Recorded.Done:
                return null;
            case Recorded.PhotosDeleted:
                await eraser.DeletePhotoObjectsAsync(image.CompanyId, image.Id);
                return PhotosDeleted;
            default:
                await eraser.DeleteObjectsAsync(image.CompanyId, image.Id);
                return Erased;
        }
    }

    private static StoredMasks? On(StoredMasks? masks, Func<string, Ground?> grounds) =>
        masks is null
            ? null
            : masks with
            {
                Masks = [.. masks.Masks.Select(mask => mask with { Ground = StoredGround.Create(grounds(mask.TechName)) })],
            };

    private async Task<StoredPhoto> PutRestoredAsync(Image image, RestoredImage restored, CancellationToken stop)
    {
        var file = await PutPhotoAsync(image, restored.EncodeFile(), stop);
        return new StoredPhoto(file.Digest, "image/jpeg", restored.Size.Width, restored.Size.Height, file.Bytes)
        {
            IsComputed = true,
            Anonymised = restored.Aligned is { } aligned ? await PutPhotoAsync(image, aligned.Anonymised, stop) : null,
        };
    }

    private async Task<StoredFile> PutPhotoAsync(Image image, byte[] file, CancellationToken stop)
    {
        await using var staged = await store.StageAsync(file, stop);
        await staged.CommitAsync(ObjectKey.Photo(image.CompanyId, image.Id, staged.Digest), stop);
        return new StoredFile(staged.Digest, file.Length);
    }

    private static StoredFaces Faces(Photo photo, PhotoAnalysis analysis, Ground? skin)
    {
        StoredBox Box(Face face) => Part(face.Points.Select(p => p.Place), photo.UprightWidth, photo.UprightHeight);
        var restored = analysis.Restored is { } r
            ? Part(r.Points.Select(p => r.ToAligned.Map(p.Place)), r.Size.Width, r.Size.Height)
            : null;
        return new StoredFaces(analysis.Faces.Count, analysis.Faces.Count > 0 ? Box(analysis.Faces[0]) : null, restored)
        {
            Skin = StoredGround.Create(skin),
        };
    }

    // The box of the landmarks with a margin, higher at the forehead, where the mesh ends.
    private static StoredBox Part(IEnumerable<Vec> points, double width, double height)
    {
        var all = points.ToArray();
        var (left, right, top, bottom) = (all.Min(p => p.X), all.Max(p => p.X), all.Min(p => p.Y), all.Max(p => p.Y));
        var (w, h) = (right - left, bottom - top);
        (left, right, top, bottom) = (
            Math.Max(0, left - (.1 * w)),
            Math.Min(width, right + (.1 * w)),
            Math.Max(0, top - (.25 * h)),
            Math.Min(height, bottom + (.1 * h))
        );
        return new StoredBox(left / width, top / height, Math.Max(0, right - left) / width, Math.Max(0, bottom - top) / height);
    }
}
