using System.Collections.Concurrent;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Accounts;

/// <summary>
/// Remembers when private tokens and sessions of browsers were used until <see cref="TokenUseKeeper"/> writes it down: a request that reads
/// waits for no writer.
/// </summary>
internal sealed class TokenUses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<int, DateTimeOffset> _uses = [];
    private readonly ConcurrentDictionary<int, DateTimeOffset> _sessions = [];

    public void Note(int tokenId) => _uses[tokenId] = clock.GetUtcNow();

    /// <summary>Notes that the session of a browser was used.</summary>
    public void NoteSession(int sessionId) => _sessions[sessionId] = clock.GetUtcNow();

    /// <summary>Takes out what was noted of tokens.</summary>
    public IReadOnlyList<(int Id, DateTimeOffset At)> Take() => Take(_uses);

    /// <summary>Takes out what was noted of sessions.</summary>
    public IReadOnlyList<(int Id, DateTimeOffset At)> TakeSessions() => Take(_sessions);

    private static List<(int Id, DateTimeOffset At)> Take(ConcurrentDictionary<int, DateTimeOffset> noted)
    {
        var taken = new List<(int Id, DateTimeOffset At)>();
        foreach (var id in noted.Keys)
            if (noted.TryRemove(id, out var at))
                taken.Add((id, at));
        return taken;
    }
}

/// <summary>Writes down once a minute, and when the server stops, when private tokens and sessions of browsers were last used.</summary>
internal sealed partial class TokenUseKeeper(
    TokenUses uses,
    IServiceScopeFactory scopes,
    WriteLock writes,
    TimeProvider clock,
    ILogger<TokenUseKeeper> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Writes down what was noted since the last time.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        var (taken, sessions) = (uses.Take(), uses.TakeSessions());
        if (taken.Count + sessions.Count == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var cookies = scope.ServiceProvider.GetRequiredService<CookieSessions>();
        await writes.RunAsync(
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                foreach (var (id, at) in taken)
                    await db
                        .PrivateTokens.Where(t => t.Id == id && (t.LastUsedAt == null || t.LastUsedAt < at))
                        .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, at), stop);
                foreach (var (id, at) in sessions)
                    await cookies.ExtendAsync(id, at, stop);
                await transaction.CommitAsync(stop);
                return taken.Count;
            },
            stop
        );
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (; ; )
            {
                await Task.Delay(Interval, clock, stoppingToken);
                await TryWriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is written when the server stops.
        }
    }

    private async Task TryWriteAsync(CancellationToken stop)
    {
        try
        {
            await WriteAsync(stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The disk is full, or the database held: what was noted is a convenience.
            Failed(log, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "When tokens were last used could not be written down: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
