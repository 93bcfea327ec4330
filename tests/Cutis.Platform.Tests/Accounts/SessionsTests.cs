using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>Access tokens live 65 minutes, refresh tokens work once, and a second use ends the session.</summary>
public sealed class SessionsTests : AccountBench
{
    [Fact]
    public async Task An_access_token_names_its_user_for_65_minutes()
    {
        var tokens = await SignedInAsync();
        var caller = (await FindAsync(tokens.Access))!;
        (caller.UserId, caller.TokenId).ShouldBe((User.Id, null));
        caller.SessionId.ShouldNotBeNull();
        Wait(65 - 0.01);
        (await FindAsync(tokens.Access)).ShouldNotBeNull("clients keep it for an hour");
        Wait(0.01);
        (await FindAsync(tokens.Access)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refresh_token_is_no_access_token_and_the_other_way_round()
    {
        var tokens = await SignedInAsync();
        (await FindAsync(tokens.Refresh)).ShouldBeNull();
        (await RefreshAsync(tokens.Access)).ShouldBeNull();
        (await FindAsync(tokens.Access)).ShouldNotBeNull("a wrong token ends no session");
        foreach (var wrong in new[] { "", "cutisa_", tokens.Access + "x", tokens.Access.ToUpperInvariant(), "cutis_" + tokens.Access[7..] })
            (await FindAsync(wrong)).ShouldBeNull(wrong);
    }

    [Fact]
    public async Task A_refresh_gives_a_new_pair_and_the_session_goes_on()
    {
        var first = await SignedInAsync();
        var session = (await FindAsync(first.Access))!.SessionId;
        Wait(60);
        var second = (await RefreshAsync(first.Refresh))!;
        second.Access.ShouldNotBe(first.Access);
        (await FindAsync(second.Access))!.SessionId.ShouldBe(session);
        (await FindAsync(first.Access)).ShouldNotBeNull("requests under way go on");
        Wait(60 * 24 * 29);
        (await RefreshAsync(second.Refresh)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refresh_token_lives_30_days()
    {
        var (first, second) = (await SignedInAsync(), await SignedInAsync());
        Wait((60 * 24 * 30) - 0.01);
        (await RefreshAsync(first.Refresh)).ShouldNotBeNull();
        Wait(0.01);
        (await RefreshAsync(second.Refresh)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_ends_its_session_and_no_other()
    {
        var (first, other) = (await SignedInAsync(), await SignedInAsync());
        var second = (await RefreshAsync(first.Refresh))!;
        var third = (await RefreshAsync(second.Refresh))!;
        (await RefreshAsync(first.Refresh)).ShouldBeNull("the oldest of the family is noticed too");
        foreach (var tokens in new[] { first, second, third })
            (await FindAsync(tokens.Access)).ShouldBeNull();
        (await RefreshAsync(third.Refresh)).ShouldBeNull();
        (await FindAsync(other.Access)).ShouldNotBeNull();
        (await RefreshAsync(other.Refresh)).ShouldNotBeNull();
        (await ReasonsAsync()).ShouldBe([SessionEnds.RefreshTokenReused, null]);
    }

    [Fact]
    public async Task Of_refreshes_that_race_one_gets_tokens_and_the_session_ends()
    {
        for (var round = 0; round < 10; round++)
        {
            var tokens = await SignedInAsync();
            var pairs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RefreshAsync(tokens.Refresh))));
            var won = pairs.Where(p => p is not null).ShouldHaveSingleItem()!;
            (await FindAsync(won.Access)).ShouldBeNull("whoever was first, somebody has a copy");
            (await RefreshAsync(won.Refresh)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_disabled_user_has_no_session_and_gets_none()
    {
        var tokens = await SignedInAsync();
        await DisableAsync(true);
        (await FindAsync(tokens.Access)).ShouldBeNull();
        (await RefreshAsync(tokens.Refresh)).ShouldBeNull();
        (await LoginAsync()).SignedIn.ShouldBeNull();
        await DisableAsync(false);
        (await FindAsync(tokens.Access)).ShouldNotBeNull();
        (await RefreshAsync(tokens.Refresh)).ShouldNotBeNull("it was refused, not used");
    }

    [Fact]
    public async Task A_log_out_ends_the_session_with_all_its_tokens()
    {
        var first = await SignedInAsync();
        var second = (await RefreshAsync(first.Refresh))!;
        var session = (await FindAsync(first.Access))!.SessionId!.Value;
        await Database.InScopeAsync(async s =>
        {
            await s.GetRequiredService<Sessions>().EndAsync(session, default);
            return 0;
        });
        (await FindAsync(first.Access)).ShouldBeNull();
        (await FindAsync(second.Access)).ShouldBeNull();
        (await RefreshAsync(second.Refresh)).ShouldBeNull();
        (await ReasonsAsync()).ShouldBe([SessionEnds.LoggedOut]);
    }

    [Fact]
    public async Task The_database_knows_no_token()
    {
        var tokens = await SignedInAsync();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Database.Path)!))
        {
            var text = File.ReadAllText(file);
            foreach (var secret in new[] { tokens.Access[7..], tokens.Refresh[7..], Password })
                text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse(file);
        }
    }

    [Fact]
    public async Task A_sweep_deletes_what_has_expired_and_nothing_else()
    {
        var old = await SignedInAsync();
        Wait(60 * 24 * 20);
        var kept = await SignedInAsync();
        await RefreshAsync(kept.Refresh);
        Wait(60 * 24 * 10);
        await Database.InScopeAsync(async s =>
        {
            await s.GetRequiredService<Sessions>().SweepAsync(default);
            return 0;
        });
        var (sessions, tokens) = await Database.WithDbAsync(async db =>
            (await db.Sessions.CountAsync(), await db.SessionTokens.CountAsync())
        );
        (sessions, tokens).ShouldBe((1, 2));
        (await RefreshAsync(kept.Refresh)).ShouldBeNull();
        (await ReasonsAsync()).ShouldBe([SessionEnds.RefreshTokenReused], "a used token is known for as long as it would have lived");
        (await RefreshAsync(old.Refresh)).ShouldBeNull();
    }

    private Task<List<string?>> ReasonsAsync() =>
        Database.WithDbAsync(db => db.Sessions.OrderBy(s => s.Id).Select(s => s.EndReason).ToListAsync());

    private Task<int> DisableAsync(bool disabled) =>
        Database.InScopeAsync(async s =>
        {
            await s.GetRequiredService<Users>().SetDisabledAsync(User, disabled, default);
            return 0;
        });
}
