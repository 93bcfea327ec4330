using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Datasets;

/// <summary>The use cases of datasets of the current company, but for erasing them, which takes their images along.</summary>
internal sealed class DatasetService(CutisDb db, CurrentCompany company, WriteLock writes, TimeProvider clock)
{
    /// <summary>What is said of a dataset that was erased.</summary>
    public static ServiceError Erased { get; } = new(ErrorKind.Erased, "Dataset erased");

    /// <summary>A page of the datasets that are not erased.</summary>
    /// <param name="query">Which.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<Dataset> Datasets)> ListAsync(ListQuery query, CancellationToken stop)
    {
        var all = db
            .Datasets.AsNoTracking()
            .Where(d => d.ErasedAt == null && (query.Search == "" || EF.Functions.Like(d.Name, query.Pattern, "\\")));
        var ordered = query.Order switch
        {
            ListOrder.OldestFirst => all.OrderBy(d => d.CreatedAt).ThenBy(d => d.Id),
            ListOrder.Name => all.OrderBy(d => d.Name).ThenBy(d => d.Id),
            ListOrder.NameDescending => all.OrderByDescending(d => d.Name).ThenBy(d => d.Id),
            _ => all.OrderByDescending(d => d.CreatedAt).ThenBy(d => d.Id),
        };
        return (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
    }

    /// <summary>The dataset of an id, as a client wrote it.</summary>
    public async Task<(Dataset? Dataset, ServiceError? Error)> FindAsync(string id, CancellationToken stop)
    {
        var dataset = Guid.TryParseExact(id, "D", out var guid)
            ? await db.Datasets.AsNoTracking().FirstOrDefaultAsync(d => d.Id == guid, stop)
            : null;
        if (dataset is null)
            return (null, ServiceError.NotFound("Dataset"));
        return dataset.ErasedAt is null ? (dataset, null) : (null, Erased);
    }

    /// <summary>Adds a dataset.</summary>
    /// <param name="name">A name for people.</param>
    /// <param name="change">Sets what else was given.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<Dataset> AddAsync(string name, Action<Dataset> change, CancellationToken stop)
    {
        var dataset = new Dataset
        {
            Id = Ids.New(),
            CompanyId = company.Id!.Value,
            Name = name,
            ImageTypeId = Dictionaries.Selfie.Id,
            CreatedAt = clock.GetUtcNow(),
        };
        change(dataset);
        db.Datasets.Add(dataset);
        await writes.SaveAsync(db, stop);
        return dataset;
    }

    /// <summary>Changes a dataset.</summary>
    /// <param name="id">The dataset, as a client wrote it.</param>
    /// <param name="change">Sets what was given.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<(Dataset? Dataset, ServiceError? Error)> ChangeAsync(string id, Action<Dataset> change, CancellationToken stop)
    {
        var (dataset, error) = await FindAsync(id, stop);
        if (dataset is null)
            return (null, error);
        db.Datasets.Attach(dataset);
        change(dataset);
        await writes.SaveAsync(db, stop);
        return (dataset, null);
    }
}
