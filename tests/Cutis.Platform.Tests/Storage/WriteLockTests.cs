using System;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Storage;

/// <summary>Writers take turns, and learn together that another process holds the database.</summary>
public sealed class WriteLockTests : IDisposable
{
    private readonly WriteLock _writes = new();

    public void Dispose() => _writes.Dispose();

    [Fact]
    public async Task One_writes_at_a_time()
    {
        var (now, most) = (0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    _writes.RunAsync(
                        async () =>
                        {
                            most = Math.Max(most, Interlocked.Increment(ref now));
                            await Task.Delay(2);
                            Interlocked.Decrement(ref now);
                            return i;
                        },
                        default
                    )
                )
        );
        most.ShouldBe(1);
    }

    [Fact]
    public async Task A_writer_that_fails_leaves_its_turn_to_the_next()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _writes.RunAsync(() => throw new InvalidOperationException(), default));
        (await _writes.RunAsync(() => Task.FromResult(7), default)).ShouldBe(7);
    }

    [Fact]
    public async Task A_writer_that_leaves_while_it_waits_takes_no_turn()
    {
        var end = new TaskCompletionSource<int>();
        var first = _writes.RunAsync(() => end.Task, default);
        using var gone = new CancellationTokenSource();
        var waiting = _writes.RunAsync(() => throw new InvalidOperationException("it has left"), gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        end.SetResult(1);
        (await first).ShouldBe(1);
        (await _writes.RunAsync(() => Task.FromResult(2), default)).ShouldBe(2);
    }

    [Fact]
    public async Task Those_who_wait_behind_a_writer_that_finds_the_database_busy_are_told_at_the_same_moment()
    {
        var busy = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _writes.RunAsync(() => busy.Task, default);
        var behind = Enumerable.Range(0, 3).Select(_ => _writes.RunAsync(() => Task.FromResult(0), default)).ToArray();
        busy.SetException(new DatabaseBusyException());
        await Should.ThrowAsync<DatabaseBusyException>(() => first);
        var told = 0;
        foreach (var waiting in behind)
        {
            try
            {
                await waiting.WaitAsync(TimeSpan.FromSeconds(5));
            }
            catch (DatabaseBusyException)
            {
                told++;
            }
        }

        told.ShouldBeGreaterThanOrEqualTo(2, "one may have had the turn already");
        (await _writes.RunAsync(() => Task.FromResult(3), default)).ShouldBe(3, "who comes later tries anew");
    }
}
