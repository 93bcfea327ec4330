using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cutis.Masks.Scenes;
using Cutis.Platform.Datasets;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Webhooks;

/// <summary>
/// Writes what is sent of a delivery, at the moment at which it is sent: the URLs of photos are fresh, and what was erased meanwhile is
/// not sent any more. First come the documented keys, then ours.
/// </summary>
internal sealed class WebhookPayloads(CutisDb db, ImageUrls urls, FilesOptions files)
{
    // URLs stay readable; this is no part of a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The payload of a delivery of the current company; null when what it is about was erased.</summary>
    public async Task<byte[]?> WriteAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken stop)
    {
        var isBatch = delivery.Event == WebhookEvents.BatchFinished;
        var images = await db
            .Images.AsNoTracking()
            .Where(i => i.ErasedAt == null && (isBatch ? i.BatchId == delivery.BatchId : i.Id == delivery.ImageId))
            .OrderBy(i => i.SideId)
            .ThenBy(i => i.Id)
            .ToListAsync(stop);
        if (images.Count == 0)
            return null;
        var run = await db
            .DatasetApplications.AsNoTracking()
            .FirstOrDefaultAsync(a => a.DatasetId == delivery.DatasetId && a.ApplicationId == delivery.ApplicationId, stop);
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            var about = new About(webhook, delivery, run);
            json.WriteStartObject();
            WriteApplication(json, about);
            // A URL has no room for results; a receiver of GET fetches them.
            if (webhook.Method == WebhookRequests.Post && isBatch)
                await WriteBatchAsync(json, about, images, stop);
            else if (webhook.Method == WebhookRequests.Post)
                await WriteImageAsync(json, about, images[0], stop);
            WriteEvent(json, about, isBatch ? null : images[0]);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteApplication(Utf8JsonWriter json, About about)
    {
        var application = Application.Find(about.Delivery.ApplicationId);
        json.WriteString("application_id", about.Delivery.ApplicationId);
        json.WriteString("application_name", application?.Name);
        if (about.Run is { } run)
            json.WriteString("application_run_id", run.RunId);
        else
            json.WriteNull("application_run_id");
    }

    private async Task WriteBatchAsync(Utf8JsonWriter json, About about, List<Image> images, CancellationToken stop)
    {
        json.WriteStartArray("results");
        foreach (var image in images)
        {
            json.WriteStartObject();
            await WriteImageAsync(json, about, image, stop);
            WritePlace(json, image);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task WriteImageAsync(Utf8JsonWriter json, About about, Image image, CancellationToken stop)
    {
        var results = await db
            .Results.AsNoTracking()
            .Where(r => r.ImageId == image.Id)
            .OrderBy(r => r.Algorithm)
            .Select(r => new { r.Algorithm, r.Envelope })
            .ToListAsync(stop);
        if (about.Run is { EnabledAlgorithms: { IsEmpty: false } enabled })
            results.RemoveAll(r => !enabled.Contains(r.Algorithm));
        FlatResults.Write(json, results.Select(r => r.Envelope));
        json.WriteStartObject("images");
        WritePhoto(json, "original", about, image, image.Original, Frame.Original);
        WritePhoto(json, "restored", about, image, image.Restored, Frame.Restored);
        json.WriteEndObject();
    }

    // The key stays where there is no photo (any more): receivers read it without asking.
    private void WritePhoto(Utf8JsonWriter json, string key, About about, Image image, StoredPhoto? photo, Frame frame)
    {
        json.WriteStartObject(key);
        if (photo is null || image.PhotosDeletedAt is not null)
            json.WriteNull("signed_url");
        else
        {
            var name = FileNames.ForPhoto(frame, photo.MediaType);
            var path = FilePaths.Photo(image.CompanyId, image.Id, photo.Digest, name);
            json.WriteString("signed_url", urls.Sign(RootOf(about.Webhook), image, path, urls.Expiry()));
        }

        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, About about, Image? image)
    {
        var delivery = about.Delivery;
        if (about.Webhook.AddsSurveyAnswers)
        {
            json.WriteStartArray("survey_results");
            json.WriteEndArray();
        }

        json.WriteString("event", delivery.Event);
        json.WriteString("event_time", delivery.CreatedAt);
        json.WriteString("status", delivery.AnalysisError is null ? JobStates.Done : JobStates.Failed);
        json.WriteString("error", delivery.AnalysisError);
        json.WriteString("company_id", delivery.CompanyId);
        json.WriteString("dataset_id", delivery.DatasetId);
        WriteId(json, "subject_id", delivery.SubjectId);
        WriteId(json, "batch_id", delivery.BatchId);
        if (image is not null)
            WritePlace(json, image);
    }

    private static void WritePlace(Utf8JsonWriter json, Image image)
    {
        json.WriteString("image_id", image.Id);
        if (image.SideId is { } side)
            json.WriteNumber("side_id", side);
        else
            json.WriteNull("side_id");
    }

    private static void WriteId(Utf8JsonWriter json, string key, Guid? id)
    {
        if (id is { } value)
            json.WriteString(key, value);
        else
            json.WriteNull(key);
    }

    // No request tells here what the server is called outside.
    private string RootOf(Webhook webhook)
    {
        if (files.PublicUrl.Length == 0)
            return webhook.RootUrl;
        var url = new Uri(files.PublicUrl);
        return url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + url.AbsolutePath.TrimEnd('/');
    }

    private sealed record About(Webhook Webhook, WebhookDelivery Delivery, DatasetApplication? Run);
}
