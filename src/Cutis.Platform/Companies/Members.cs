using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Companies;

/// <summary>A user as a member of a company.</summary>
internal sealed record Member(Guid UserId, string Email, string FullName, Role Role);

/// <summary>
/// The members of the current company. It always has an owner who can sign in: each change says so in its own statement, so that two
/// owners who remove each other at once do not leave it without.
/// </summary>
internal sealed class Members(CutisDb db, CurrentCompany company, WriteLock writes, AuditTrail audit)
{
    private static readonly ServiceError LastOwner = new(ErrorKind.Conflict, "A company keeps at least one owner who is not disabled")
    {
        Code = "last_owner",
    };

    /// <summary>A page of the members, by address.</summary>
    /// <param name="search">Part of the address or the name; empty for all.</param>
    /// <param name="descending">Whether the last address comes first.</param>
    /// <param name="skip">How many are left out first.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<(int Count, List<Member> Members)> ListAsync(
        string search,
        bool descending,
        int skip,
        int take,
        CancellationToken stop
    )
    {
        var pattern = LikePattern.Containing(search);
        var all =
            from membership in db.Memberships
            join user in db.Users on membership.UserId equals user.Id
            where membership.CompanyId == company.Id
            where
                search == ""
                || EF.Functions.Like(user.Email, pattern, LikePattern.Escape)
                || EF.Functions.Like(user.FullName, pattern, LikePattern.Escape)
            select new { membership.Role, user };
        var ordered = descending ? all.OrderByDescending(m => m.user.Email) : all.OrderBy(m => m.user.Email);
        var page = await ordered
            .Skip(skip)
            .Take(take)
            .Select(m => new Member(m.user.Id, m.user.Email, m.user.FullName, m.Role))
            .ToListAsync(stop);
        return (await all.CountAsync(stop), page);
    }

    /// <summary>Makes a user of this server a member.</summary>
    /// <param name="email">Of the user, in whatever case.</param>
    /// <param name="role">What the user may do.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    public async Task<(Member? Member, ServiceError? Error)> AddAsync(string email, Role role, CancellationToken stop)
    {
        var address = EmailAddress.Normalise(email);
        var user = await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Email == address, stop);
        if (user is null)
            return (null, ServiceError.Invalid("email", "No user of this server has this address; its operator adds users."));
        if (await db.Memberships.AnyAsync(m => m.UserId == user.Id && m.CompanyId == company.Id, stop))
            return (null, new ServiceError(ErrorKind.Conflict, "The user is a member already"));
        db.Memberships.Add(
            new Membership
            {
                UserId = user.Id,
                CompanyId = company.Id!.Value,
                Role = role,
            }
        );
        await writes.SaveAsync(db, stop);
        audit.Add(AuditKinds.MemberAdded, detail: [("user_id", user.Id), ("role", Roles.Name(role))]);
        return (new Member(user.Id, user.Email, user.FullName, role), null);
    }

    /// <summary>Gives a member another role.</summary>
    public async Task<(Member? Member, ServiceError? Error)> ChangeRoleAsync(Guid userId, Role role, CancellationToken stop)
    {
        var error = await ChangeAsync(
            userId,
            staysOwner: role == Role.Owner,
            members => members.ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, role), stop),
            stop
        );
        if (error is not null)
            return (null, error);
        audit.Add(AuditKinds.RoleChanged, detail: [("user_id", userId), ("role", Roles.Name(role))]);
        return (await FindAsync(userId, stop), null);
    }

    /// <summary>Removes a member. The user stays, and so do the memberships in other companies.</summary>
    public async Task<ServiceError?> RemoveAsync(Guid userId, CancellationToken stop)
    {
        var error = await ChangeAsync(userId, staysOwner: false, members => members.ExecuteDeleteAsync(stop), stop);
        if (error is null)
            audit.Add(AuditKinds.MemberRemoved, detail: ("user_id", userId));
        return error;
    }

    /// <summary>The member of an id; null when the user is none.</summary>
    public Task<Member?> FindAsync(Guid userId, CancellationToken stop) =>
        (
            from membership in db.Memberships
            join user in db.Users on membership.UserId equals user.Id
            where membership.CompanyId == company.Id && membership.UserId == userId
            select new Member(user.Id, user.Email, user.FullName, membership.Role)
        ).FirstOrDefaultAsync(stop);

    private async Task<ServiceError?> ChangeAsync(
        Guid userId,
        bool staysOwner,
        Func<IQueryable<Membership>, Task<int>> change,
        CancellationToken stop
    )
    {
        var others =
            from membership in db.Memberships
            join user in db.Users on membership.UserId equals user.Id
            where membership.CompanyId == company.Id && membership.UserId != userId
            where membership.Role == Role.Owner && user.DisabledAt == null
            select membership;
        var member = db.Memberships.Where(m => m.CompanyId == company.Id && m.UserId == userId);
        var allowed = staysOwner ? member : member.Where(m => m.Role != Role.Owner || others.Any());
        if (await writes.RunAsync(() => change(allowed), stop) > 0)
            return null;
        return await member.AnyAsync(stop) ? LastOwner : ServiceError.NotFound("Member");
    }
}
