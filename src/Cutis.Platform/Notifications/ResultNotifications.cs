using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Platform.Analysis;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Notifications;

/// <summary>Notifies those who listen of each result of an analysis that has ended, and of its batch when that has.</summary>
internal sealed class ResultNotifications(CutisDb db, NotificationHub hub) : IAnalysisEnded
{
    private readonly List<Notification> _notifications = [];

    /// <inheritdoc/>
    public async Task EndingAsync(AnalysisEnd end, JobQueue jobs, CancellationToken stop)
    {
        _notifications.Clear();
        if (!hub.HasListeners(end.Image.CompanyId))
            return;
        var algorithms = end.Job.Algorithms.ToArray();
        var results = await db
            .Results.IgnoreQueryFilters()
            .Where(r => r.ImageId == end.Image.Id && algorithms.Contains(r.Algorithm))
            .OrderBy(r => r.Algorithm)
            .Select(r => new { r.Algorithm, r.Error })
            .ToListAsync(stop);
        foreach (var result in results)
            _notifications.Add(Write(new Event("result.finished", end.Image, end.Image.Id, result.Algorithm, result.Error)));
        // Nothing was analysed: that is told once.
        if (end.Error is not null)
            _notifications.Add(Write(new Event("result.finished", end.Image, end.Image.Id, null, end.Error)));
        if (end.EndsBatch)
            _notifications.Add(Write(new Event("batch.finished", end.Image, null, null, null)));
    }

    /// <inheritdoc/>
    public void Ended(JobQueue jobs)
    {
        foreach (var notification in _notifications)
            hub.Publish(notification);
        _notifications.Clear();
    }

    private static Notification Write(Event what)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("event", what.Name);
            WriteId(json, "company_id", what.Image.CompanyId);
            WriteId(json, "dataset_id", what.Image.DatasetId);
            WriteId(json, "subject_id", what.Image.SubjectId);
            WriteId(json, "batch_id", what.Image.BatchId);
            if (what.ImageId is { } image)
            {
                WriteId(json, "image_id", image);
                // As lists of results have it.
                json.WriteString("algorithm_tech_name", what.Algorithm is { } name ? AlgorithmName.AsListed(name) : null);
                json.WriteBoolean("is_ok", what.Error is null);
                json.WriteString("error", what.Error);
            }

            json.WriteEndObject();
        }

        return new Notification(what.Image.CompanyId, text.ToArray());
    }

    private static void WriteId(Utf8JsonWriter json, string key, Guid? id)
    {
        if (id is { } value)
            json.WriteString(key, value);
        else
            json.WriteNull(key);
    }

    private sealed record Event(string Name, Image Image, Guid? ImageId, string? Algorithm, string? Error);
}
