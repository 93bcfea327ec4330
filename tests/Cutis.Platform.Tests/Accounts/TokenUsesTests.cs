using System;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cutis.Platform.Tests.Accounts;

/// <summary>When a token was last used is written down later, and never goes back.</summary>
public sealed class TokenUsesTests : AccountBench
{
    [Fact]
    public async Task The_last_use_is_written_by_the_keeper()
    {
        var start = Database.Clock.GetUtcNow();
        var token = await WithAsync<PrivateTokens, string>(t => t.CreateAsync(User.Id, "t", start.AddDays(1), default));
        var keeper = new TokenUseKeeper(
            Database.Get<TokenUses>(),
            Database.Get<IServiceScopeFactory>(),
            Database.Get<WriteLock>(),
            Database.Clock,
            NullLogger<TokenUseKeeper>.Instance
        );
        await FindAsync(token);
        (await LastUseAsync()).ShouldBeNull("a request writes nothing");
        await keeper.WriteAsync(default);
        (await LastUseAsync()).ShouldBe(start);
        Wait(5);
        await FindAsync(token);
        await FindAsync(token[..^1]);
        await keeper.StopAsync(default);
        (await LastUseAsync()).ShouldBe(start.AddMinutes(5));
        // Another process was later.
        await Database.WithDbAsync(db => db.PrivateTokens.ExecuteUpdateAsync(s => s.SetProperty(t => t.LastUsedAt, start.AddMinutes(9))));
        await FindAsync(token);
        await keeper.WriteAsync(default);
        (await LastUseAsync()).ShouldBe(start.AddMinutes(9));
    }

    private Task<DateTimeOffset?> LastUseAsync() => Database.WithDbAsync(db => db.PrivateTokens.Select(t => t.LastUsedAt).SingleAsync());
}
