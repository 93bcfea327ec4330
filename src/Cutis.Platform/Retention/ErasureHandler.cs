using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Images;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Retention;

/// <summary>What was erased: a dataset, subjects or a batch, as it stands in the payload of the job.</summary>
internal sealed record ErasedPlace(
    [property: JsonPropertyName("dataset"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? DatasetId,
    [property: JsonPropertyName("subjects"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid[]? SubjectIds,
    [property: JsonPropertyName("batch"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? BatchId
)
{
    public static ErasedPlace Dataset(Guid id) => new(id, null, null);

    public static ErasedPlace Subjects(Guid[] ids) => new(null, ids, null);

    public static ErasedPlace Batch(Guid id) => new(null, null, id);

    public static ErasedPlace Read(string payload) => JsonSerializer.Deserialize<ErasedPlace>(payload)!;

    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>The images that were in it.</summary>
    public Expression<Func<Image, bool>> FindImages() =>
        (DatasetId, SubjectIds) switch
        {
            ({ } dataset, _) => i => i.DatasetId == dataset,
            (_, { } subjects) => i => i.SubjectId != null && subjects.Contains(i.SubjectId.Value),
            _ => i => i.BatchId == BatchId,
        };
}

/// <summary>Purges the images of what was erased, one after the other. What one attempt has not done the next one does.</summary>
internal sealed class ErasureHandler(ErasureRecords records, ImageEraser eraser) : IJobHandler
{
    /// <summary>The kind, as it stands in the rows.</summary>
    public const string Kind = "erasure";

    private const int Batch = 200;

    /// <summary>How erasures are done. They are tried for days: nothing that was erased may stay.</summary>
    public static JobKind CreateKind() =>
        new(Kind, typeof(ErasureHandler), 1, TimeSpan.FromSeconds(30), 100)
        {
            InterruptedText = "The erasure was interrupted too often",
            FailedText = "The erasure failed; the server's log says why",
        };

    /// <inheritdoc/>
    public async Task<string?> RunAsync(Job job, Action<string> done, CancellationToken stop)
    {
        var images = ErasedPlace.Read(job.Payload).FindImages();
        while (await records.ListMarkedAsync(images, Batch, stop) is { Count: > 0 } some)
        {
            foreach (var image in some)
                await eraser.PurgeAsync(job.CompanyId, image, stop);
        }

        return null;
    }
}
