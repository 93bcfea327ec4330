using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>What every request asks the database is answered by indexes, however many tokens there are.</summary>
public sealed class LookupPlanTests : AccountBench
{
    [Fact]
    public async Task Tokens_and_roles_are_found_by_indexes() =>
        await Database.WithDbAsync(async db =>
        {
            var (hash, now) = (new byte[32], Database.Clock.GetUtcNow());
            await ShouldSearchAsync(db, db.PrivateTokens.Where(t => t.Hash == hash && t.ExpiresAt > now));
            await ShouldSearchAsync(
                db,
                db.SessionTokens.Include(t => t.Session).Where(t => t.AccessHash == hash && t.AccessExpiresAt > now)
            );
            await ShouldSearchAsync(db, db.SessionTokens.Include(t => t.Session).Where(t => t.RefreshHash == hash));
            await ShouldSearchAsync(db, db.Users.Where(u => u.Email == "a"));
            await ShouldSearchAsync(db, db.Memberships.Where(m => m.UserId == User.Id && m.CompanyId == User.Id));
            await ShouldSearchAsync(db, db.Memberships.Where(m => m.CompanyId == User.Id));
            await ShouldSearchAsync(db, db.PrivateTokens.Where(t => t.UserId == User.Id).OrderByDescending(t => t.Id));
            await ShouldSearchAsync(db, db.Sessions.Where(s => s.UserId == User.Id));
            await ShouldSearchAsync(db, db.SessionTokens.Where(t => t.RefreshExpiresAt <= now));
            return 0;
        });

    private static async Task ShouldSearchAsync<T>(CutisDb db, IQueryable<T> query)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await db.Database.OpenConnectionAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
            steps.Add(reader.GetString(3));
        steps.ShouldNotBeEmpty();
        steps.ShouldAllBe(step => step.StartsWith("SEARCH"));
    }
}
