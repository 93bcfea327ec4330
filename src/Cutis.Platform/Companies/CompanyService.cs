using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Companies;

/// <summary>How a list of companies is ordered.</summary>
internal enum CompanyOrder
{
    OldestFirst,
    NewestFirst,
    Name,
    NameDescending,
}

/// <summary>Which companies of a list are wanted.</summary>
/// <param name="Search">Part of the name; empty for all.</param>
/// <param name="Order">Their order.</param>
/// <param name="Skip">How many are left out first.</param>
/// <param name="Take">At most so many.</param>
internal sealed record OwnCompaniesQuery(string Search, CompanyOrder Order, int Skip, int Take);

/// <summary>A company, and what a user may do for it.</summary>
internal sealed record OwnCompany
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Role Role { get; init; }
}

/// <summary>The use cases of a user's companies, and of the current company's own settings.</summary>
internal sealed class CompanyService(CutisDb db, CurrentCompany company, WriteLock writes, AuditTrail audit)
{
    /// <summary>The current company.</summary>
    public Task<Company> FindAsync(CancellationToken stop) => db.Companies.FirstAsync(c => c.Id == company.Id, stop);

    /// <summary>The current company as one of its members sees it.</summary>
    public Task<OwnCompany> FindOwnAsync(Guid userId, CancellationToken stop) => Own(userId).FirstAsync(c => c.Id == company.Id, stop);

    /// <summary>A page of the companies that a user is a member of.</summary>
    /// <returns>How many there are on all pages, and those of this page.</returns>
    public async Task<(int Count, List<OwnCompany> Companies)> ListAsync(Guid userId, OwnCompaniesQuery query, CancellationToken stop)
    {
        var pattern = LikePattern.Containing(query.Search);
        var all = Own(userId).Where(c => query.Search == "" || EF.Functions.Like(c.Name, pattern, LikePattern.Escape));
        var ordered = query.Order switch
        {
            CompanyOrder.NewestFirst => all.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id),
            CompanyOrder.Name => all.OrderBy(c => c.Name).ThenBy(c => c.Id),
            CompanyOrder.NameDescending => all.OrderByDescending(c => c.Name).ThenBy(c => c.Id),
            _ => all.OrderBy(c => c.CreatedAt).ThenBy(c => c.Id),
        };
        return (await all.CountAsync(stop), await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(stop));
    }

    /// <summary>Changes what the current company has chosen.</summary>
    /// <param name="analyseUploads">Whether photos are analysed as soon as they are uploaded; null leaves it as it is.</param>
    /// <param name="auditDays">For how many days its audit events are kept; null leaves it as it is.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The company as it is now.</returns>
    public async Task<Company> ChangeAsync(bool? analyseUploads, int? auditDays, CancellationToken stop)
    {
        var row = await FindAsync(stop);
        row.AnalyseUploads = analyseUploads ?? row.AnalyseUploads;
        row.AuditDays = auditDays ?? row.AuditDays;
        await writes.SaveAsync(db, stop);
        audit.Add(AuditKinds.SettingsChanged, detail: [("analyse_uploads", row.AnalyseUploads), ("audit_days", row.AuditDays)]);
        return row;
    }

    private IQueryable<OwnCompany> Own(Guid userId) =>
        from membership in db.Memberships
        join row in db.Companies on membership.CompanyId equals row.Id
        where membership.UserId == userId
        select new OwnCompany
        {
            Id = row.Id,
            Name = row.Name,
            CreatedAt = row.CreatedAt,
            Role = membership.Role,
        };
}
