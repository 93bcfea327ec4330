using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Datasets;

/// <summary>The use cases of subjects of the current company, but for erasing them, which takes their images along.</summary>
internal sealed class SubjectService(CutisDb db, WriteLock writes, AuditTrail audit, TimeProvider clock)
{
    /// <summary>What is said of a subject that was erased.</summary>
    public static ServiceError Erased { get; } = new(ErrorKind.Erased, "Subject erased");

    /// <summary>A page of the subjects of a dataset that are not erased.</summary>
    /// <param name="dataset">A dataset of the current company.</param>
    /// <param name="query">Which.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<Subject> Subjects)> ListAsync(Dataset dataset, ListQuery query, CancellationToken stop)
    {
        var all = db
            .Subjects.AsNoTracking()
            .Where(s => s.DatasetId == dataset.Id && s.ErasedAt == null)
            .Where(s => query.Search == "" || EF.Functions.Like(s.Name, query.Pattern, "\\"));
        var ordered = query.Order switch
        {
            ListOrder.OldestFirst => all.OrderBy(s => s.CreatedAt).ThenBy(s => s.Id),
            ListOrder.Name => all.OrderBy(s => s.Name).ThenBy(s => s.Id),
            ListOrder.NameDescending => all.OrderByDescending(s => s.Name).ThenBy(s => s.Id),
            _ => all.OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Id),
        };
        return (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
    }

    /// <summary>Those of some subjects that are in a dataset and not erased.</summary>
    public Task<List<Subject>> ListAsync(Dataset dataset, IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
        db.Subjects.AsNoTracking().Where(s => s.DatasetId == dataset.Id && s.ErasedAt == null && ids.Contains(s.Id)).ToListAsync(stop);

    /// <summary>The subject of an id, as a client wrote it, in any dataset.</summary>
    public async Task<(Subject? Subject, ServiceError? Error)> FindAsync(string id, CancellationToken stop)
    {
        var subject = Guid.TryParseExact(id, "D", out var guid)
            ? await db.Subjects.AsNoTracking().FirstOrDefaultAsync(s => s.Id == guid, stop)
            : null;
        if (subject is null)
            return (null, ServiceError.NotFound("Subject"));
        return subject.ErasedAt is null ? (subject, null) : (null, Erased);
    }

    /// <summary>The subject of an id in a dataset.</summary>
    public async Task<(Subject? Subject, ServiceError? Error)> FindAsync(Dataset dataset, string id, CancellationToken stop)
    {
        var (subject, error) = await FindAsync(id, stop);
        return subject is null || subject.DatasetId == dataset.Id ? (subject, error) : (null, ServiceError.NotFound("Subject"));
    }

    /// <summary>Adds a subject to a dataset.</summary>
    /// <param name="dataset">A dataset of the current company.</param>
    /// <param name="author">The user who adds it.</param>
    /// <param name="name">What the client calls the person.</param>
    /// <param name="change">Sets what else was given.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    /// <returns>The subject, or that the dataset was erased meanwhile.</returns>
    public async Task<(Subject? Subject, ServiceError? Error)> AddAsync(
        Dataset dataset,
        Guid? author,
        string name,
        Action<Subject> change,
        CancellationToken stop
    )
    {
        var now = clock.GetUtcNow();
        var subject = new Subject
        {
            Id = Ids.New(),
            CompanyId = dataset.CompanyId,
            DatasetId = dataset.Id,
            AuthorId = author,
            Name = name,
            CreatedAt = now,
            MetadataAt = now,
        };
        change(subject);
        var isAdded = await writes.AddWhileAsync(
            db,
            subject,
            d => d.Datasets.AnyAsync(x => x.Id == dataset.Id && x.ErasedAt == null, stop),
            stop
        );
        return isAdded ? (subject, null) : (null, DatasetService.Erased);
    }

    /// <summary>Changes a subject.</summary>
    /// <param name="subject">A subject of the current company.</param>
    /// <param name="change">Sets what was given.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<Subject> ChangeAsync(Subject subject, Action<Subject> change, CancellationToken stop)
    {
        db.Subjects.Attach(subject);
        change(subject);
        subject.MetadataAt = clock.GetUtcNow();
        await writes.SaveAsync(db, stop);
        return subject;
    }

    /// <summary>Forgets what is known of a person besides the name: birth date, sex and the client's own data.</summary>
    public async Task<Subject> ClearAsync(Subject subject, CancellationToken stop)
    {
        var changed = await ChangeAsync(subject, s => (s.BirthDate, s.BiologicalSexId, s.Meta) = (null, null, null), stop);
        audit.Add(AuditKinds.MetadataDeleted, subject: subject.Id);
        return changed;
    }

    /// <summary>The newest image of each of these subjects that has a photo: what shows them in a list.</summary>
    public async Task<Dictionary<Guid, Guid>> FindPromotedAsync(IReadOnlyCollection<Guid> subjects, CancellationToken stop)
    {
        var newest = await db
            .Images.Where(i =>
                i.SubjectId != null && subjects.Contains(i.SubjectId.Value) && i.ErasedAt == null && i.PhotosDeletedAt == null
            )
            .GroupBy(i => i.SubjectId!.Value)
            .Select(g => new { g.Key, g.OrderByDescending(i => i.CreationTime).ThenBy(i => i.Id).First().Id })
            .ToListAsync(stop);
        return newest.ToDictionary(n => n.Key, n => n.Id);
    }
}
