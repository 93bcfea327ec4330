using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Audit;

/// <summary>Which events are asked for; null for all.</summary>
internal sealed record AuditFilter
{
    public string? Kind { get; init; }

    public Guid? UserId { get; init; }

    public Guid? ImageId { get; init; }

    public Guid? SubjectId { get; init; }

    /// <summary>The first moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The moment after the last one.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Reads the audit log of the current company, newest first, and forgets what is over.</summary>
internal sealed class AuditReader(CutisDb db, AuditLog log, WriteLock writes, TimeProvider clock)
{
    private const int Batch = 1000;

    /// <summary>A page of the events.</summary>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<AuditEvent> Events)> ListAsync(AuditFilter filter, int skip, int take, CancellationToken stop)
    {
        // Whoever has just done something finds it.
        await log.FlushAsync(stop);
        var all = Find(filter);
        return (await all.CountAsync(stop), await Ordered(all).Skip(skip).Take(take).ToListAsync(stop));
    }

    /// <summary>All events, read in pieces: what is noted meanwhile is not among them.</summary>
    public async IAsyncEnumerable<AuditEvent> ExportAsync(
        AuditFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop
    )
    {
        await log.FlushAsync(stop);
        for (AuditEvent? last = null; ; )
        {
            var (rest, at, id) = (Find(filter), last?.At, last?.Id);
            if (last is not null)
                rest = rest.Where(e => e.At < at || (e.At == at && e.Id < id));
            var some = await Ordered(rest).Take(Batch).ToListAsync(stop);
            foreach (var e in some)
                yield return e;
            if (some.Count < Batch)
                yield break;
            last = some[^1];
        }
    }

    /// <summary>Deletes the events of all companies that are kept no longer.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        foreach (var company in await db.Companies.AsNoTracking().Select(c => new { c.Id, c.AuditDays }).ToListAsync(stop))
        {
            var before = clock.GetUtcNow() - TimeSpan.FromDays(company.AuditDays);
            // A piece at a time: other writers wait for each of them only.
            while (await writes.RunAsync(() => DeleteAsync(company.Id, before, stop), stop) == Batch) { }
        }
    }

    private Task<int> DeleteAsync(Guid company, DateTimeOffset before, CancellationToken stop)
    {
        var over = db
            .AuditEvents.IgnoreQueryFilters()
            .Where(e => e.CompanyId == company && e.At < before)
            .OrderByDescending(e => e.At)
            .Select(e => e.Id)
            .Take(Batch);
        return db.AuditEvents.IgnoreQueryFilters().Where(e => over.Contains(e.Id)).ExecuteDeleteAsync(stop);
    }

    private static IOrderedQueryable<AuditEvent> Ordered(IQueryable<AuditEvent> events) =>
        events.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);

    private IQueryable<AuditEvent> Find(AuditFilter filter)
    {
        var events = db.AuditEvents.AsNoTracking();
        if (filter.Kind is { } kind)
            events = events.Where(e => e.Kind == kind);
        if (filter.UserId is { } user)
            events = events.Where(e => e.UserId == user);
        if (filter.ImageId is { } image)
            events = events.Where(e => e.ImageId == image);
        if (filter.SubjectId is { } subject)
            events = events.Where(e => e.SubjectId == subject);
        if (filter.From is { } from)
            events = events.Where(e => e.At >= from);
        if (filter.To is { } to)
            events = events.Where(e => e.At < to);
        return events;
    }
}
