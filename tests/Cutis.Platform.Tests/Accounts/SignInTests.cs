using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>Passwords let in whom they belong to, a failure tells nothing, and guessing gets slow.</summary>
public sealed class SignInTests : AccountBench
{
    [Fact]
    public async Task The_address_may_be_written_in_any_case()
    {
        (await LoginAsync(userName: " Ada@Example.ORG ")).SignedIn!.User.Id.ShouldBe(User.Id);
        (await LoginAsync(Password + " ")).SignedIn.ShouldBeNull();
        (await LoginAsync(Password.ToUpperInvariant())).SignedIn.ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_and_a_disabled_user_are_told_the_same()
    {
        var wrong = (await LoginAsync("wrong")).Error!;
        (await LoginAsync(userName: "nobody@example.org")).Error.ShouldBe(wrong);
        (await LoginAsync(new string('x', 100_000))).Error.ShouldBe(wrong);
        await Database.WithDbAsync(db => db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, Database.Clock.GetUtcNow())));
        (await LoginAsync()).Error.ShouldBe(wrong);
        wrong.Kind.ShouldBe(ErrorKind.NotAuthenticated);
    }

    [Fact]
    public async Task An_unknown_user_takes_as_long_as_a_wrong_password()
    {
        await LoginAsync("warm up", "nobody@example.org");
        var (known, unknown) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            Wait(2);
            known = Min(known, await TimeAsync(Email));
            unknown = Min(unknown, await TimeAsync("nobody@example.org"));
        }

        // Without a hash to check it would be a hundredth.
        (unknown / known).ShouldBeInRange(0.5, 2);

        async Task<TimeSpan> TimeAsync(string name)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await LoginAsync("wrong", name);
            return System.Diagnostics.Stopwatch.GetElapsedTime(start);
        }

        static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }

    [Fact]
    public async Task A_hash_of_fewer_rounds_is_replaced_at_the_next_sign_in()
    {
        // As earlier versions stored it.
        var old = new PasswordHasher<User>().HashPassword(User, "an older password");
        await StoreHashAsync(old);
        (await LoginAsync("another password")).SignedIn.ShouldBeNull();
        (await HashAsync()).ShouldBe(old);
        (await LoginAsync("an older password")).SignedIn.ShouldNotBeNull();
        var renewed = await HashAsync();
        renewed.ShouldNotBe(old);
        (await LoginAsync("an older password")).SignedIn.ShouldNotBeNull();
        (await HashAsync()).ShouldBe(renewed);
    }

    [Fact]
    public async Task A_user_name_has_ten_failures_at_once_and_one_a_minute_then()
    {
        for (var i = 0; i < 10; i++)
            (await LoginAsync("wrong", address: $"192.0.2.{i}")).Error!.Kind.ShouldBe(ErrorKind.NotAuthenticated);
        var refused = (await LoginAsync(address: "198.51.100.1")).Error!;
        (refused.Kind, refused.RetryAfter).ShouldBe((ErrorKind.TooMany, TimeSpan.FromMinutes(1)));
        Wait(0.5);
        (await LoginAsync(address: "198.51.100.1")).Error!.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        Wait(0.5);
        (await LoginAsync(address: "198.51.100.1")).SignedIn.ShouldNotBeNull();
        (await LoginAsync(address: "198.51.100.1")).SignedIn.ShouldNotBeNull("a right password does not count");
        (await LoginAsync("wrong", address: "198.51.100.1")).Error!.Kind.ShouldBe(ErrorKind.NotAuthenticated);
        (await LoginAsync(address: "198.51.100.1")).Error!.Kind.ShouldBe(ErrorKind.TooMany);
    }

    [Fact]
    public async Task An_unknown_name_is_throttled_as_a_known_one()
    {
        for (var i = 0; i < 10; i++)
            await LoginAsync("wrong", "nobody@example.org", $"192.0.2.{i}");
        (await LoginAsync("wrong", "Nobody@example.org", "192.0.2.99")).Error!.Kind.ShouldBe(ErrorKind.TooMany);
        (await LoginAsync(address: "192.0.2.99")).SignedIn.ShouldNotBeNull("others are not");
    }

    [Fact]
    public async Task Guesses_that_come_at_once_are_counted_before_they_are_checked()
    {
        var kinds = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => Task.Run(async () => (await LoginAsync("wrong", address: $"192.0.2.{i}")).Error!.Kind))
        );
        kinds.Count(kind => kind == ErrorKind.NotAuthenticated).ShouldBe(10);
    }

    [Fact]
    public async Task A_change_of_the_password_ends_other_sessions_and_keeps_private_tokens()
    {
        var (own, other) = (await SignedInAsync(), await SignedInAsync());
        var caller = (await FindAsync(own.Access))!;
        var token = await WithAsync<PrivateTokens, string>(t =>
            t.CreateAsync(User.Id, "t", Database.Clock.GetUtcNow().AddDays(1), default)
        );
        (await ChangeAsync(caller, Password, "short")).Field.ShouldBe("new_password");
        (await ChangeAsync(caller, Password, new string('x', 257))).Field.ShouldBe("new_password");
        (await ChangeAsync(caller, Password, Password)).Field.ShouldBe("new_password");
        (await ChangeAsync(caller, "wrong", "a new password")).Field.ShouldBe("current_password");
        (await FindAsync(other.Access)).ShouldNotBeNull();
        (await ChangeAsync(caller, Password, "a new password")).Message.ShouldBe("");
        (await FindAsync(own.Access)).ShouldNotBeNull();
        (await RefreshAsync(own.Refresh)).ShouldNotBeNull();
        (await FindAsync(other.Access)).ShouldBeNull();
        (await RefreshAsync(other.Refresh)).ShouldBeNull();
        (await FindAsync(token)).ShouldNotBeNull();
        (await LoginAsync()).SignedIn.ShouldBeNull();
        (await LoginAsync("a new password")).SignedIn.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sign_in_that_was_checked_before_a_change_of_the_password_begins_no_session()
    {
        var before = await Database.WithDbAsync(db => db.Users.AsNoTracking().SingleAsync());
        await WithAsync<Users, string>(u => u.ResetPasswordAsync(User, default));
        (await WithAsync<Sessions, TokenPair?>(s => s.BeginAsync(before, null, default))).ShouldBeNull();
    }

    [Fact]
    public async Task A_reset_gives_a_new_password_and_ends_every_session()
    {
        var tokens = await SignedInAsync();
        var password = await WithAsync<Users, string>(u => u.ResetPasswordAsync(User, default));
        (await FindAsync(tokens.Access)).ShouldBeNull();
        (await LoginAsync()).SignedIn.ShouldBeNull();
        (await LoginAsync(password)).SignedIn.ShouldNotBeNull();
    }

    private async Task<ServiceError> ChangeAsync(Caller caller, string current, string changed) =>
        await WithAsync<SignIn, ServiceError?>(s => s.ChangePasswordAsync(caller, current, changed, null, default))
        ?? new ServiceError(ErrorKind.Invalid, "");

    private Task<int> StoreHashAsync(string hash) =>
        Database.WithDbAsync(db => db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.PasswordHash, hash)));

    private Task<string> HashAsync() => Database.WithDbAsync(db => db.Users.Select(u => u.PasswordHash).SingleAsync());
}
