using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Results;

/// <summary>A version with who stored it.</summary>
/// <param name="Version">The version, without its document.</param>
/// <param name="Email">Of the user; null for none.</param>
/// <param name="FullName">Of the user; null for none.</param>
internal sealed record KnownVersion(VersionSummary Version, string? Email, string? FullName);

/// <summary>A version without its document.</summary>
internal sealed record VersionSummary(
    int Number,
    Guid? UserId,
    string? Note,
    DateTimeOffset StoredAt,
    int? Added,
    int? Removed,
    int? Changed
);

/// <summary>The use cases of the versions of a result: listing, reading, restoring, and counting what has changed.</summary>
internal sealed class ResultHistory(CutisDb db, ResultStore store, VerifiedObjects objects, HeavyWork heavy, TimeProvider clock)
{
    /// <summary>What is said of a result that is not what an edit expects.</summary>
    public static ServiceError Differs { get; } =
        new(ErrorKind.PreconditionFailed, "The result is not, or no longer, the one that If-Match names") { Code = "result_changed" };

    private static readonly ServiceError NoVersion = ServiceError.NotFound("Version");

    /// <summary>The versions of a result, the newest first; none for a result that nobody has edited.</summary>
    public async Task<List<KnownVersion>> ListAsync(Image image, AlgorithmName algorithm, CancellationToken stop) =>
        await (
            from version in db.ResultVersions.AsNoTracking()
            where version.ImageId == image.Id && version.Algorithm == algorithm.Value
            join user in db.Users on version.UserId equals (Guid?)user.Id into users
            from user in users.DefaultIfEmpty()
            orderby version.Number descending
            select new KnownVersion(
                new VersionSummary(
                    version.Number,
                    version.UserId,
                    version.Note,
                    version.StoredAt,
                    version.Added,
                    version.Removed,
                    version.Changed
                ),
                user == null ? null : user.Email,
                user == null ? null : user.FullName
            )
        ).ToListAsync(stop);

    /// <summary>Opens a version to be written out whole.</summary>
    public async Task<(ResultDocument? Document, ServiceError? Error)> OpenAsync(
        Image image,
        AlgorithmName algorithm,
        int number,
        CancellationToken stop
    )
    {
        if (await FindAsync(image, algorithm, number, stop) is not { } version)
            return (null, NoVersion);
        var row = Create(version, version.StoredAt, null, []);
        var (document, fault) = await store.OpenAsync(row, stop);
        return (document, fault?.ToError());
    }

    /// <summary>Makes a version what the result is, as a new version.</summary>
    /// <param name="image">An image of the current company.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="number">The version.</param>
    /// <param name="edit">What is expected and said.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<(Result? Result, ServiceError? Error)> RestoreAsync(
        Image image,
        AlgorithmName algorithm,
        int number,
        ResultEdit edit,
        CancellationToken stop
    )
    {
        if (await FindAsync(image, algorithm, number, stop) is not { } version)
            return (null, NoVersion);
        if (ReadEnvelope(version.Envelope) is not { } read)
            return (null, NoVersion);
        var metrics = read.MainArea;
        var row = Create(
            version,
            clock.GetUtcNow(),
            metrics?.MainMetric is { } main ? ResultStore.Stored(main) : null,
            [.. metrics?.SubMetrics?.Select(ResultStore.Stored) ?? []]
        );
        row.Error = read.Error;
        var counted = await CountAsync(image, row, edit, stop);
        return await store.RecordAsync(image, row, counted) switch
        {
            Recorded.Done => (row, null),
            Recorded.Differs => (null, Differs),
            _ => (null, ServiceError.ImageErased),
        };
    }

    /// <summary>Adds to an edit how many shapes it adds, removes and changes; nothing where that takes too much.</summary>
    public async Task<ResultEdit> CountAsync(Image image, Result after, ResultEdit edit, CancellationToken stop)
    {
        var before = await db
            .Results.AsNoTracking()
            .FirstOrDefaultAsync(r => r.ImageId == image.Id && r.Algorithm == after.Algorithm, stop);
        if (before is null)
            return edit;
        var (old, now) = (Shown(before), Shown(after));
        var bytes = (old?.Bytes ?? 0) + (now?.Bytes ?? 0);
        var work = new Work(image.CompanyId, 2 * SceneCost.EstimateReading(bytes)) { Expected = TimeSpan.FromTicks(2 * bytes) };
        var outcome = await heavy.RunAsync(work, async turn => await CompareAsync(image, old, now, turn.Stop), stop);
        return outcome.Value?.Change is not { } change
            ? edit
            : edit with
            {
                Count = (ResultTags.Create(before), change.Added, change.Removed, change.Changed),
            };
    }

    // Masks for both photos show the same; people edit what they see on the original.
    private static StoredMasks? Shown(Result row) => row.MasksOriginal ?? row.MasksRestored;

    private async Task<Compared> CompareAsync(Image image, StoredMasks? before, StoredMasks? after, CancellationToken stop)
    {
        var (old, now) = (await ReadAsync(image, before, stop), await ReadAsync(image, after, stop));
        return new Compared(old is null || now is null ? null : MaskChange.Count(old.Value, now.Value, stop));
    }

    private async Task<ImmutableArray<Mask>?> ReadAsync(Image image, StoredMasks? masks, CancellationToken stop)
    {
        if (masks is null)
            return [];
        var (bytes, _) = await objects.ReadAsync(ObjectKey.Masks(image.CompanyId, image.Id, masks.Digest), stop);
        return bytes is not null && ResultJson.TryReadMasks(bytes, out var read, out _, stop) ? read : null;
    }

    private static AlgorithmResult? ReadEnvelope(string envelope)
    {
        if (JsonNode.Parse(envelope) is not JsonObject document)
            return null;
        document.Remove(ResultEnvelope.Restored);
        document.Remove(ResultEnvelope.Original);
        return ResultJson.TryRead(JsonSerializer.SerializeToElement(document), out var read, out _) ? read : null;
    }

    private Task<ResultVersion?> FindAsync(Image image, AlgorithmName algorithm, int number, CancellationToken stop) =>
        db
            .ResultVersions.AsNoTracking()
            .FirstOrDefaultAsync(v => v.ImageId == image.Id && v.Algorithm == algorithm.Value && v.Number == number, stop);

    private static Result Create(ResultVersion version, DateTimeOffset storedAt, StoredMetric? main, ImmutableArray<StoredMetric> sub) =>
        new()
        {
            ImageId = version.ImageId,
            Algorithm = version.Algorithm,
            CompanyId = version.CompanyId,
            StoredAt = storedAt,
            Envelope = version.Envelope,
            Error = null,
            MainMetric = main,
            SubMetrics = sub,
            MasksOriginal = version.MasksOriginal,
            MasksRestored = version.MasksRestored,
        };

    private sealed record Compared((int Added, int Removed, int Changed)? Change);
}
