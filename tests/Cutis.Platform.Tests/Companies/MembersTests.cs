using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Companies;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Cutis.Platform.Tests.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Companies;

/// <summary>Members come and go; a company is never without an owner who can sign in.</summary>
public sealed class MembersTests : AccountBench
{
    [Fact]
    public async Task Members_are_added_listed_changed_and_removed()
    {
        var (company, other) = (await Database.AddCompanyAsync(), await Database.AddCompanyAsync());
        (await AddAsync(company, " ADA@example.org", Role.Owner)).Error.ShouldBeNull();
        var bob = await AddUserAsync("bob@example.org");
        (await AddAsync(company, "bob@example.org", Role.ReadOnly)).Member!.Role.ShouldBe(Role.ReadOnly);
        (await AddAsync(company, "bob@example.org", Role.Owner)).Error!.Kind.ShouldBe(ErrorKind.Conflict);
        (await AddAsync(company, "eve@example.org", Role.Owner)).Error!.Field.ShouldBe("email");
        (await ListAsync(company)).ShouldBe(["ada@example.org owner", "bob@example.org read_only"]);
        (await ListAsync(company, "bob")).ShouldBe(["bob@example.org read_only"]);
        (await ListAsync(company, "%")).ShouldBeEmpty();
        (await ListAsync(other)).ShouldBeEmpty();
        (await ChangeAsync(other, bob, Role.Owner)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await ChangeAsync(company, bob, Role.Member)).Member!.Role.ShouldBe(Role.Member);
        (await RemoveAsync(other, bob))!.Kind.ShouldBe(ErrorKind.NotFound);
        (await RemoveAsync(company, bob)).ShouldBeNull();
        (await RemoveAsync(company, bob))!.Kind.ShouldBe(ErrorKind.NotFound);
        (await ListAsync(company)).ShouldBe(["ada@example.org owner"]);
    }

    [Fact]
    public async Task The_last_owner_who_can_sign_in_stays_owner()
    {
        var company = await Database.AddCompanyAsync();
        await AddAsync(company, Email, Role.Owner);
        (await RemoveAsync(company, User.Id))!.Code.ShouldBe("last_owner");
        (await ChangeAsync(company, User.Id, Role.Member)).Error!.Code.ShouldBe("last_owner");
        (await ChangeAsync(company, User.Id, Role.Owner)).Error.ShouldBeNull();
        var bob = await AddUserAsync("bob@example.org");
        await AddAsync(company, "bob@example.org", Role.Owner);
        await Database.WithDbAsync(db =>
            db.Users.Where(u => u.Id == bob).ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, Database.Clock.GetUtcNow()))
        );
        (await RemoveAsync(company, User.Id))!.Code.ShouldBe("last_owner", "the other one is disabled");
        await Database.WithDbAsync(db =>
            db.Users.Where(u => u.Id == bob).ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, (DateTimeOffset?)null))
        );
        (await RemoveAsync(company, User.Id)).ShouldBeNull();
        (await ListAsync(company)).ShouldBe(["bob@example.org owner"]);
    }

    [Fact]
    public async Task Owners_who_remove_each_other_at_once_leave_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var company = await Database.AddCompanyAsync();
            var bob = await AddUserAsync($"bob{round}@example.org");
            await AddAsync(company, Email, Role.Owner);
            await AddAsync(company, $"bob{round}@example.org", Role.Owner);
            var errors = await Task.WhenAll(
                Task.Run(() => RemoveAsync(company, bob)),
                Task.Run(async () => (await ChangeAsync(company, User.Id, Role.ReadOnly)).Error)
            );
            errors.Count(e => e is null).ShouldBe(1);
            (await ListAsync(company)).Count(m => m.EndsWith("owner", StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    private async Task<Guid> AddUserAsync(string email)
    {
        var (user, _, error) = await WithAsync<Users, (User?, string, ServiceError?)>(u => u.AddAsync(email, "", default));
        error.ShouldBeNull();
        return user!.Id;
    }

    private Task<(Member? Member, ServiceError? Error)> AddAsync(Guid company, string email, Role role) =>
        WithAsync<Members, (Member?, ServiceError?)>(m => m.AddAsync(email, role, default), company);

    private Task<(Member? Member, ServiceError? Error)> ChangeAsync(Guid company, Guid user, Role role) =>
        WithAsync<Members, (Member?, ServiceError?)>(m => m.ChangeRoleAsync(user, role, default), company);

    private Task<ServiceError?> RemoveAsync(Guid company, Guid user) =>
        WithAsync<Members, ServiceError?>(m => m.RemoveAsync(user, default), company);

    private async Task<List<string>> ListAsync(Guid company, string search = "")
    {
        var (count, members) = await WithAsync<Members, (int, List<Member>)>(
            m => m.ListAsync(search, descending: false, 0, 20, default),
            company
        );
        count.ShouldBe(members.Count);
        return members.ConvertAll(m => $"{m.Email} {Roles.Name(m.Role)}");
    }
}
