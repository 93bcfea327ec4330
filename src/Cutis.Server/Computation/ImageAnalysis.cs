using System.Text.Json;
using Cutis.Analysis;
using Cutis.Analysis.Faces;
using Cutis.Imaging;
using Cutis.Masks;
using Cutis.Server.Database;
using Cutis.Server.Images;
using Cutis.Server.Objects;
using Cutis.Server.Results;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Computation;

/// <summary>Analyses a stored image: results, the restored photo and the box of the face.</summary>
internal sealed class ImageAnalysis(
    CutisDb db, ImageRecords records, ImageEraser eraser, DiskObjectStore store, VerifiedObjects objects, ResultStore results,
    ImagesOptions images, AnalysisSettings settings, PluginFolder plugins)
{
    private const int RestoredQuality = 92;
    private const string Erased = "The image was erased";

    /// <summary>Runs algorithms on an image of the current company and stores what they say.</summary>
    /// <param name="id">The image.</param>
    /// <param name="algorithms">Canonical names.</param>
    /// <param name="done">Told each step as it ends.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>Why nothing was analysed, for clients; null when something was.</returns>
    public async Task<string?> RunAsync(Guid id, IReadOnlyCollection<string> algorithms, Action<string> done, CancellationToken stop)
    {
        var image = await db.Images.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.ErasedAt == null, stop);
        if (image is null) return Erased;
        var (file, fault) = await objects.ReadAsync(ObjectKey.Photo(image.CompanyId, id, image.Original.Digest), stop);
        if (file is null) return fault == ObjectFault.Missing ? "The stored photo is missing" : "The stored photo is damaged";
        if (!Photo.TryOpen(file, images.Limits, out var photo, out var error, stop)) return error.Message;

        var analysis = await Task.Run(() => Analyse(photo, algorithms, done, stop), stop);
        var answers = analysis.Answers.ToList();
        if (analysis.Restored is { } restored)
            answers.AddRange(await plugins.AskAsync(id, restored, (photo.UprightWidth, photo.UprightHeight), algorithms, done, stop));
        if (!await StoreAsync(image, photo, analysis, answers, stop)) return Erased;
        done("stored");
        return null;
    }

    private PhotoAnalysis Analyse(Photo photo, IReadOnlyCollection<string> algorithms, Action<string> done, CancellationToken stop) => Analyser.Analyse(photo, new AnalysisOptions
    {
        Algorithms = algorithms, Workers = settings.Share().Threads, PupilDistance = settings.PupilDistance, Done = done, Plugins = plugins.Models,
    }, stop);

    // False when the image was erased meanwhile.
    private async Task<bool> StoreAsync(
        Image image, Photo photo, PhotoAnalysis analysis, List<AlgorithmAnswer> answers, CancellationToken stop)
    {
        // A restored photo that somebody brought is theirs; masks of ours would not fit it.
        var isOurs = image.Restored is null || image.Restored.IsComputed;
        var restored = analysis.Restored is { } found && isOurs ? await PutRestoredAsync(image, found.Picture, stop) : null;
        var rows = new List<Result>(answers.Count);
        foreach (var answer in answers)
        {
            using var document = JsonDocument.Parse(isOurs ? answer.Document : WithoutRestored(answer.Document));
            if (!ResultReader.TryRead(document.RootElement, out var read, out var mistakes, stop) || !AlgorithmName.TryParse(answer.TechName, out var name))
                throw new InvalidOperationException($"The result of {answer.TechName} is wrong: {string.Join("; ", mistakes)}");
            // A plug-in may answer for an algorithm that is built in; the last one counts.
            rows.RemoveAll(row => row.Algorithm == name.Value);
            rows.Add(await results.StoreMasksAsync(image, name, document.RootElement, read, stop));
        }

        if (await records.PutAnalysisAsync(image.Id, restored, Faces(photo, analysis), rows, stop) == Recorded.Done) return true;
        await eraser.DeleteObjectsAsync(image.CompanyId, image.Id);
        return false;
    }

    private async Task<StoredPhoto> PutRestoredAsync(Image image, RgbImage picture, CancellationToken stop)
    {
        var file = picture.ToJpeg(RestoredQuality);
        await using var staged = await store.StageAsync(file, stop);
        await staged.CommitAsync(ObjectKey.Photo(image.CompanyId, image.Id, staged.Digest), stop);
        return new StoredPhoto(staged.Digest, "image/jpeg", picture.Width, picture.Height, file.Length) { IsComputed = true };
    }

    private static StoredFaces Faces(Photo photo, PhotoAnalysis analysis)
    {
        StoredBox Box(Face face) => Part(face.Points.Select(p => p.Place), photo.UprightWidth, photo.UprightHeight);
        var restored = analysis.Restored is { } r ? Part(r.Points.Select(p => p.Place), r.Picture.Width, r.Picture.Height) : null;
        return new StoredFaces(analysis.Faces.Count, analysis.Faces.Count > 0 ? Box(analysis.Faces[0]) : null, restored);
    }

    // The box of the landmarks with a margin, higher at the forehead, where the mesh ends.
    private static StoredBox Part(IEnumerable<Vec> points, double width, double height)
    {
        var all = points.ToArray();
        var (left, right, top, bottom) = (all.Min(p => p.X), all.Max(p => p.X), all.Min(p => p.Y), all.Max(p => p.Y));
        var (w, h) = (right - left, bottom - top);
        (left, right, top, bottom) = (Math.Max(0, left - (.1 * w)), Math.Min(width, right + (.1 * w)), Math.Max(0, top - (.25 * h)), Math.Min(height, bottom + (.1 * h)));
        return new StoredBox(left / width, top / height, Math.Max(0, right - left) / width, Math.Max(0, bottom - top) / height);
    }

    private static byte[] WithoutRestored(byte[] document)
    {
        using var read = JsonDocument.Parse(document);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in read.RootElement.EnumerateObject())
            {
                if (property.Name == "masks_restored") json.WriteNull("masks_restored");
                else property.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
