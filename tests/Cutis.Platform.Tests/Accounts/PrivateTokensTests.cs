using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>Tokens are found until they expire or are revoked, and the database does not know them.</summary>
public sealed class PrivateTokensTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new(services => services.AddAudit().AddScoped<PrivateTokens>());
    private readonly Guid _user = Guid.NewGuid();

    public Task InitializeAsync() =>
        _database.WithDbAsync(db =>
        {
            db.Users.Add(
                new User
                {
                    Id = _user,
                    Email = "a@x.test",
                    PasswordHash = "",
                    CreatedAt = _database.Clock.GetUtcNow(),
                }
            );
            return db.SaveChangesAsync();
        });

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private Task<string> CreateAsync(double hours = 1) =>
        _database.InScopeAsync(s =>
            s.GetRequiredService<PrivateTokens>().CreateAsync(_user, "t", _database.Clock.GetUtcNow().AddHours(hours), default)
        );

    private Task<Caller?> FindAsync(string token) =>
        _database.InScopeAsync(s => s.GetRequiredService<PrivateTokens>().FindAsync(token, default));

    [Fact]
    public async Task A_token_names_its_user_until_it_expires()
    {
        var token = await CreateAsync();
        token.ShouldStartWith("cutis_");
        (await FindAsync(token))!.UserId.ShouldBe(_user);
        _database.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        (await FindAsync(token)).ShouldNotBeNull();
        _database.Clock.Advance(TimeSpan.FromSeconds(1));
        (await FindAsync(token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_is_revoked_or_unknown_names_nobody_and_others_stay()
    {
        var (revoked, other) = (await CreateAsync(), await CreateAsync());
        var id = (await FindAsync(revoked))!.TokenId!.Value;
        await _database.WithDbAsync(db =>
            db.PrivateTokens.Where(t => t.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, _database.Clock.GetUtcNow()))
        );
        (await FindAsync(revoked)).ShouldBeNull();
        (await FindAsync(other)).ShouldNotBeNull();
        foreach (var token in new[] { "", "cutis_", other + "x", other[..^1], other.ToUpperInvariant() })
            (await FindAsync(token)).ShouldBeNull(token);
    }

    [Fact]
    public async Task The_database_holds_a_hash_and_what_people_tell_tokens_apart_by()
    {
        var token = await CreateAsync();
        var row = await _database.WithDbAsync(db => db.PrivateTokens.SingleAsync());
        (row.Name, row.Shown, row.Hash.Length).ShouldBe(("t", token[..12], 32));
        var secret = token[12..];
        Directory
            .GetFiles(Path.GetDirectoryName(_database.Path)!)
            .ShouldAllBe(file => !File.ReadAllText(file).Contains(secret, StringComparison.Ordinal));
    }
}
