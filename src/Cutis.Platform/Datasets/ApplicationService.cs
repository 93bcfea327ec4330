using System.Collections.Immutable;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Datasets;

/// <summary>The use cases of applications: which are attached to a dataset, and attaching one.</summary>
internal sealed class ApplicationService(CutisDb db, WriteLock writes, TimeProvider clock)
{
    /// <summary>The applications that are attached to some datasets of the current company, in the order in which they were.</summary>
    public Task<List<DatasetApplication>> ListAsync(IReadOnlyCollection<Guid> datasets, CancellationToken stop) =>
        db
            .DatasetApplications.AsNoTracking()
            .Where(a => datasets.Contains(a.DatasetId))
            .OrderBy(a => a.AttachedAt)
            .ThenBy(a => a.ApplicationId)
            .ToListAsync(stop);

    /// <summary>Attaches an application to a dataset; one that is attached already is changed, and keeps its run.</summary>
    /// <param name="dataset">A dataset of the current company.</param>
    /// <param name="application">The application.</param>
    /// <param name="algorithms">Canonical names of what it is to compute; none stands for the usual ones. Null leaves it as it is.</param>
    /// <param name="flags">A JSON object, kept for the client. Null leaves it as it is.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<DatasetApplication> AttachAsync(
        Dataset dataset,
        Application application,
        ImmutableArray<string>? algorithms,
        string? flags,
        CancellationToken stop
    )
    {
        DatasetApplication? row = null;
        await writes.RunAsync(
            async () =>
            {
                // Immediate: of two requests at once one attaches, and the other finds it attached.
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                row = await db.DatasetApplications.FirstOrDefaultAsync(
                    a => a.DatasetId == dataset.Id && a.ApplicationId == application.Id,
                    stop
                );
                if (row is null)
                    db.DatasetApplications.Add(row = Create(dataset, application));
                row.EnabledAlgorithms = algorithms ?? row.EnabledAlgorithms;
                row.AlgorithmsFlags = flags ?? row.AlgorithmsFlags;
                var changed = await db.SaveChangesAsync(stop);
                await transaction.CommitAsync(CancellationToken.None);
                return changed;
            },
            stop
        );
        return row!;
    }

    private DatasetApplication Create(Dataset dataset, Application application) =>
        new()
        {
            DatasetId = dataset.Id,
            ApplicationId = application.Id,
            CompanyId = dataset.CompanyId,
            RunId = Ids.New(),
            EnabledAlgorithms = [],
            AlgorithmsFlags = "{}",
            AttachedAt = clock.GetUtcNow(),
        };
}
