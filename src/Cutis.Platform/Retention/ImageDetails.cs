using System.Text.Json;
using Cutis.Platform.Analysis;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Retention;

/// <summary>What the quality result of an image says.</summary>
/// <param name="Score">The main metric; null where the algorithm has failed.</param>
/// <param name="Feedback">JSON; null when it has none.</param>
/// <param name="Problems">Codes of problems.</param>
internal sealed record ImageQuality(StoredMetric? Score, JsonElement? Feedback, IReadOnlyList<string> Problems);

/// <summary>What is told of an image besides its row.</summary>
/// <param name="Quality">Null until the quality was computed.</param>
/// <param name="Times">When it goes; null for an image that is in no dataset.</param>
internal sealed record ImageDetails(ImageQuality? Quality, RetentionTimes? Times)
{
    /// <summary>Of an image of which nothing is known.</summary>
    public static ImageDetails None { get; } = new(null, null);
}

/// <summary>Finds what is told of images besides their rows, for a whole page in a few queries.</summary>
internal sealed class ImageDetailsReader(CutisDb db)
{
    /// <summary>The details of images of the current company, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, ImageDetails>> FindAsync(IReadOnlyCollection<Image> images, CancellationToken stop)
    {
        var ids = images.Select(i => i.Id).ToArray();
        var quality = await db
            .Results.AsNoTracking()
            .Where(r => ids.Contains(r.ImageId) && r.Algorithm == "quality")
            .Select(r => new
            {
                r.ImageId,
                r.MainMetric,
                r.Envelope,
            })
            .ToDictionaryAsync(r => r.ImageId, r => Read(r.MainMetric, r.Envelope), stop);
        var places = images.Select(i => i.DatasetId).OfType<Guid>().Distinct().ToArray();
        var datasets =
            places.Length == 0 ? [] : await db.Datasets.AsNoTracking().Where(d => places.Contains(d.Id)).ToDictionaryAsync(d => d.Id, stop);
        var ready = await FindReadyAsync(
            [.. images.Where(i => i.DatasetId is { } id && datasets[id].CleanImagesAsSoonAsReady).Select(i => AnalysisJob.SubjectOf(i.Id))],
            stop
        );
        return images.ToDictionary(
            i => i.Id,
            i => new ImageDetails(
                quality.GetValueOrDefault(i.Id),
                i.DatasetId is { } id
                    ? RetentionRules.Find(i, datasets[id], ready.TryGetValue(AnalysisJob.SubjectOf(i.Id), out var at) ? at : null)
                    : null
            )
        );
    }

    // When the last analysis of each has ended.
    private async Task<Dictionary<string, DateTimeOffset>> FindReadyAsync(string[] subjects, CancellationToken stop)
    {
        if (subjects.Length == 0)
            return [];
        var ended = await db
            .Jobs.AsNoTracking()
            .Where(j => j.Kind == AnalysisJob.Kind && j.Subject != null && subjects.Contains(j.Subject) && j.FinishedAt != null)
            .Select(j => new { j.Subject, j.FinishedAt })
            .ToListAsync(stop);
        return ended.GroupBy(j => j.Subject!).ToDictionary(g => g.Key, g => g.Max(j => j.FinishedAt!.Value));
    }

    private static ImageQuality Read(StoredMetric? score, string envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        var root = document.RootElement;
        return new ImageQuality(
            score,
            root.TryGetProperty("feedback", out var feedback) && feedback.ValueKind != JsonValueKind.Null ? feedback.Clone() : null,
            root.TryGetProperty("problems", out var problems) && problems.ValueKind == JsonValueKind.Array
                ? [.. problems.EnumerateArray().Select(p => p.ToString())]
                : []
        );
    }
}
