using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>A company that a user may act for.</summary>
internal sealed record OwnRole(Guid Id, string Name, Role Role);

/// <summary>Who a caller is.</summary>
/// <param name="User">The user.</param>
/// <param name="Companies">The companies of the user, the oldest first; at most <see cref="SessionFacts.MaxCompanies"/>.</param>
internal sealed record SessionFact(User User, IReadOnlyList<OwnRole> Companies);

/// <summary>Tells a caller who it is, and for which companies it may do what.</summary>
internal sealed class SessionFacts(CutisDb db)
{
    public const int MaxCompanies = 1000;

    public async Task<SessionFact> FindAsync(Guid userId, CancellationToken stop)
    {
        var user = await db.Users.AsNoTracking().FirstAsync(u => u.Id == userId, stop);
        var companies = await (
            from membership in db.Memberships
            join company in db.Companies on membership.CompanyId equals company.Id
            where membership.UserId == userId
            orderby company.CreatedAt, company.Id
            select new OwnRole(company.Id, company.Name, membership.Role)
        )
            .Take(MaxCompanies)
            .ToListAsync(stop);
        return new SessionFact(user, companies);
    }
}
