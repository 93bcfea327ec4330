using System;
using System.Net;
using Cutis.Platform.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>Attempts by address: what one client has used up, another still has.</summary>
public class LoginThrottleTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", true)]
    public void An_address_has_three_attempts_and_one_in_ten_seconds_then(string used, string other, bool allowed)
    {
        var throttle = new LoginThrottle(new AccountOptions { FailuresPerAddress = 3 }, _clock);
        for (var i = 0; i < 3; i++)
            throttle.Begin($"user{i}", IPAddress.Parse(used)).ShouldBeNull();
        throttle.Begin("user", IPAddress.Parse(other)).ShouldBe(allowed ? null : TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(10));
        throttle.Begin("last", IPAddress.Parse(used)).ShouldBeNull();
        throttle.Begin("last", IPAddress.Parse(used)).ShouldNotBeNull();
        throttle.GiveBack("last", IPAddress.Parse(used));
        throttle.Begin("last", IPAddress.Parse(used)).ShouldBeNull();
    }

    [Fact]
    public void Attempts_are_not_saved_up()
    {
        var throttle = new LoginThrottle(new AccountOptions { FailuresPerUser = 2 }, _clock);
        throttle.GiveBack("a", null);
        _clock.Advance(TimeSpan.FromDays(1));
        Enumerable.Range(0, 5).Count(_ => throttle.Begin("a", null) is null).ShouldBe(2);
    }
}
