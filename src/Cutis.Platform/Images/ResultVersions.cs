using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>How a result is to be replaced.</summary>
internal sealed record ResultEdit
{
    /// <summary>A replacement of which nothing is kept, unless the result has versions already.</summary>
    public static ResultEdit None { get; } = new();

    /// <summary>Whether somebody edits: what was there before is kept.</summary>
    public bool IsKept { get; init; }

    /// <summary>ETags of which the result must have one; null where any will do, and also none.</summary>
    public IReadOnlyList<string>? Expected { get; init; }

    /// <summary>Whether there must be no result.</summary>
    public bool IsFirst { get; init; }

    /// <summary>What is said of the change.</summary>
    public string? Note { get; init; }

    /// <summary>The change of shapes, counted from the result of an ETag; null where it was not counted.</summary>
    public (string From, int Added, int Removed, int Changed)? Count { get; init; }
}

/// <summary>
/// Keeps the versions of results, in the transaction that replaces them. A result has versions from the first edit on, and then every
/// replacement adds one, also that of an analysis: nothing that a person did is lost without a trace.
/// </summary>
internal sealed class ResultVersions(CutisDb db, Actor actor)
{
    /// <summary>Versions of a result at most; the first one stays, and the oldest of the others go.</summary>
    public const int Max = 100;

    /// <summary>Notes that results take the places of others.</summary>
    /// <param name="image">The image.</param>
    /// <param name="results">The new ones; the rows of before are there still.</param>
    /// <param name="edit">How they are replaced.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    /// <returns>False when one of them is not what the edit expects: then nothing may be replaced.</returns>
    public async Task<bool> KeepAsync(Guid image, IReadOnlyList<Result> results, ResultEdit edit, CancellationToken stop)
    {
        foreach (var result in results)
        {
            var algorithm = result.Algorithm;
            var newest = await db
                .ResultVersions.Where(v => v.ImageId == image && v.Algorithm == algorithm)
                .MaxAsync(v => (int?)v.Number, stop);
            if (newest is null && edit is { IsKept: false, Expected: null, IsFirst: false })
                continue;
            var before = await db.Results.AsNoTracking().FirstOrDefaultAsync(r => r.ImageId == image && r.Algorithm == algorithm, stop);
            var tag = before is null ? null : ResultTags.Create(before);
            if (
                (edit.IsFirst && tag is not null)
                || (edit.Expected is { } expected && (tag is null || !(expected.Contains("*") || expected.Contains(tag))))
            )
                return false;
            if (tag == ResultTags.Create(result) || (before is null && newest is null && !edit.IsKept))
                continue;
            if (newest is null && before is not null)
                db.ResultVersions.Add(Create(before, number: 1));
            var number = (newest ?? (before is null ? 0 : 1)) + 1;
            var count = edit.Count is { } counted && counted.From == tag ? edit.Count : null;
            db.ResultVersions.Add(Create(result, number, actor.UserId, edit.Note, count));
            await db.SaveChangesAsync(stop);
            await TrimAsync(image, algorithm, stop);
        }

        return true;
    }

    private static ResultVersion Create(
        Result result,
        int number,
        Guid? userId = null,
        string? note = null,
        (string From, int Added, int Removed, int Changed)? count = null
    ) =>
        new()
        {
            ImageId = result.ImageId,
            Algorithm = result.Algorithm,
            Number = number,
            CompanyId = result.CompanyId,
            UserId = userId,
            Note = note,
            StoredAt = result.StoredAt,
            Envelope = result.Envelope,
            MasksOriginal = result.MasksOriginal,
            MasksRestored = result.MasksRestored,
            Added = count?.Added,
            Removed = count?.Removed,
            Changed = count?.Changed,
        };

    private async Task TrimAsync(Guid image, string algorithm, CancellationToken stop)
    {
        var kept = await db
            .ResultVersions.Where(v => v.ImageId == image && v.Algorithm == algorithm && v.Number > 1)
            .OrderByDescending(v => v.Number)
            .Select(v => v.Number)
            .Take(Max)
            .ToListAsync(stop);
        if (kept.Count < Max)
            return;
        var oldest = kept[^1];
        await db
            .ResultVersions.Where(v => v.ImageId == image && v.Algorithm == algorithm && v.Number > 1 && v.Number <= oldest)
            .ExecuteDeleteAsync(stop);
    }
}
