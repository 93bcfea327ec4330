using System.Text.Json;
using Cutis.Platform.Analysis;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Notifications;

/// <summary>Notifies those who listen of each result of an analysis that has ended, and of its batch when that has.</summary>
internal sealed class ResultNotifications(CutisDb db, NotificationHub hub) : IAnalysisEnded
{
    private readonly List<byte[]> _notifications = [];
    private Guid _company;

    /// <inheritdoc/>
    public async Task EndingAsync(AnalysisEnd end, JobQueue jobs, CancellationToken stop)
    {
        _notifications.Clear();
        _company = end.Image.CompanyId;
        if (!hub.HasListeners(_company))
            return;
        var algorithms = end.Job.Algorithms.ToArray();
        var results = await db
            .Results.IgnoreQueryFilters()
            .Where(r => r.ImageId == end.Image.Id && algorithms.Contains(r.Algorithm))
            .OrderBy(r => r.Algorithm)
            .Select(r => new { r.Algorithm, r.Error })
            .ToListAsync(stop);
        foreach (var result in results)
            _notifications.Add(Write(new Notification("result.finished", end.Image, end.Image.Id, result.Algorithm, result.Error)));
        // Nothing was analysed: that is told once.
        if (end.Error is not null)
            _notifications.Add(Write(new Notification("result.finished", end.Image, end.Image.Id, null, end.Error)));
        if (end.EndsBatch)
            _notifications.Add(Write(new Notification("batch.finished", end.Image, null, null, null)));
    }

    /// <inheritdoc/>
    public void Ended(JobQueue jobs)
    {
        foreach (var notification in _notifications)
            hub.Publish(_company, notification);
        _notifications.Clear();
    }

    private static byte[] Write(Notification notification)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("event", notification.Event);
            WriteId(json, "company_id", notification.Image.CompanyId);
            WriteId(json, "dataset_id", notification.Image.DatasetId);
            WriteId(json, "subject_id", notification.Image.SubjectId);
            WriteId(json, "batch_id", notification.Image.BatchId);
            if (notification.ImageId is { } image)
            {
                WriteId(json, "image_id", image);
                json.WriteString("algorithm_tech_name", notification.Algorithm);
                json.WriteBoolean("is_ok", notification.Error is null);
                json.WriteString("error", notification.Error);
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void WriteId(Utf8JsonWriter json, string key, Guid? id)
    {
        if (id is { } value)
            json.WriteString(key, value);
        else
            json.WriteNull(key);
    }

    private sealed record Notification(string Event, Image Image, Guid? ImageId, string? Algorithm, string? Error);
}
