using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>Images whose photos are to go by what their dataset says. The ids of images and the subjects of jobs are one text.</summary>
internal static class DuePhotos
{
    /// <summary>Images of a dataset whose photos are due, oldest first. None is due while a job works on it or waits.</summary>
    /// <param name="db">Where the rows are. Companies make no difference.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="jobKind">The jobs that need the photos.</param>
    /// <param name="uploadedBefore">Photos that were uploaded before are due; null for none.</param>
    /// <param name="readyBefore">Photos whose last job ended before are due; null for none.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="stop">Ends the reading.</param>
    public static async Task<List<Guid>> ListAsync(
        CutisDb db,
        Guid dataset,
        string jobKind,
        DateTimeOffset? uploadedBefore,
        DateTimeOffset? readyBefore,
        int count,
        CancellationToken stop
    )
    {
        var (id, uploaded, ready) = (
            dataset.ToString("D"),
            uploadedBefore?.ToUnixTimeMilliseconds() ?? long.MinValue,
            readyBefore?.ToUnixTimeMilliseconds() ?? long.MinValue
        );
        var found = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT i.id AS "Value" FROM images i
                WHERE i.dataset_id = {id} AND i.erased_at IS NULL AND i.photos_deleted_at IS NULL
                AND (
                    i.created_at <= {uploaded}
                    OR (
                        EXISTS (SELECT 1 FROM jobs j WHERE j.kind = {jobKind} AND j.subject = i.id AND j.finished_at <= {ready})
                        AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = {jobKind} AND j.subject = i.id AND j.finished_at > {ready})
                    )
                )
                AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = {jobKind} AND j.subject = i.id AND j.state IN ('queued', 'running'))
                ORDER BY i.created_at LIMIT {count}
                """
            )
            .ToListAsync(stop);
        return found.ConvertAll(text => Guid.ParseExact(text, "D"));
    }
}
