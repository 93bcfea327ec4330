using System;
using Cutis.Platform.Photos;
using Microsoft.Extensions.Time.Testing;

namespace Cutis.Platform.Tests.Photos;

/// <summary>What is computed once, what is kept, and when a computation ends early.</summary>
public class SingleFlightCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _changes = [];
    private int _made;

    private SingleFlightCache<string> Create(long capacity) =>
        new(
            capacity,
            value => value.Length == 0 ? default(long?) : value.Length,
            (value, isKept) => _changes.Add((isKept ? "+" : "-") + value),
            _clock
        );

    private Task<string> GetAsync(SingleFlightCache<string> cache, string key, string value, CancellationToken stop = default) =>
        cache.GetAsync(
            key,
            _ =>
            {
                Interlocked.Increment(ref _made);
                return Task.FromResult(value);
            },
            stop
        );

    [Fact]
    public async Task A_value_is_made_once_and_the_one_used_longest_ago_goes_first()
    {
        var cache = Create(6);
        await GetAsync(cache, "a", "aaa");
        await GetAsync(cache, "b", "bbb");
        (await GetAsync(cache, "a", "other")).ShouldBe("aaa");
        await GetAsync(cache, "c", "cc");
        (_made, cache.Bytes, cache.Has("a"), cache.Has("b"), cache.Has("c")).ShouldBe((3, 5, true, false, true));
        _changes.ShouldBe(["+aaa", "+bbb", "-bbb", "+cc"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_larger_than_the_cache_is_given_and_not_kept()
    {
        var cache = Create(6);
        await GetAsync(cache, "a", "aaa");
        (await GetAsync(cache, "large", "1234567")).ShouldBe("1234567");
        (cache.Has("large"), cache.Bytes <= 6).ShouldBe((false, true));
        (await GetAsync(cache, "large", "again")).ShouldBe("again");
    }

    [Fact]
    public async Task What_has_no_size_is_not_kept()
    {
        var cache = Create(6);
        (await GetAsync(cache, "none", "")).ShouldBe("");
        (cache.Has("none"), cache.Bytes).ShouldBe((false, 0));
    }

    [Fact]
    public async Task All_who_ask_at_once_wait_for_one_computation()
    {
        var cache = Create(100);
        var end = new TaskCompletionSource<string>();
        var asked = Enumerable
            .Range(0, 10)
            .Select(_ =>
                cache.GetAsync(
                    "k",
                    _ =>
                    {
                        Interlocked.Increment(ref _made);
                        return end.Task;
                    },
                    default
                )
            )
            .ToArray();
        end.SetResult("value");
        var values = await Task.WhenAll(asked);
        values.ShouldAllBe(value => ReferenceEquals(value, values[0]));
        (values[0], _made).ShouldBe(("value", 1));
        (await cache.GetAsync("k", _ => throw new InvalidOperationException(), default)).ShouldBeSameAs(values[0]);
    }

    [Fact]
    public async Task A_computation_ends_when_all_have_left_and_not_before()
    {
        var cache = Create(100);
        var ended = new TaskCompletionSource();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Task<string> AskAsync(CancellationToken stop) =>
            cache.GetAsync(
                "k",
                async working =>
                {
                    await using var registration = working.Register(ended.SetResult);
                    await Task.Delay(Timeout.Infinite, working);
                    return "";
                },
                stop
            );
        var (one, two) = (AskAsync(first.Token), AskAsync(second.Token));
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => one);
        ended.Task.IsCompleted.ShouldBeFalse("somebody still waits");
        await second.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => two);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        (await GetAsync(cache, "k", "new")).ShouldBe("new");
    }

    [Fact]
    public async Task A_failure_is_told_to_those_who_wait_and_not_remembered()
    {
        var cache = Create(100);
        await Should.ThrowAsync<InvalidDataException>(() => cache.GetAsync("k", _ => throw new InvalidDataException(), default));
        (await GetAsync(cache, "k", "v")).ShouldBe("v");
    }

    [Fact]
    public async Task Values_are_dropped_by_prefix_by_size_and_when_nobody_has_used_them()
    {
        var cache = Create(100);
        foreach (var key in new[] { "x 1", "x 2", "y 1", "y 2" })
        {
            await GetAsync(cache, key, key);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        cache.Remove("x ");
        (cache.Has("x 1"), cache.Has("x 2"), cache.Bytes).ShouldBe((false, false, 6));
        cache.DropUnused(TimeSpan.FromSeconds(21)).ShouldBeFalse();
        cache.DropUnused(TimeSpan.FromSeconds(20)).ShouldBeTrue();
        _changes.ShouldContain("-y 1");
        cache.DropUnused(TimeSpan.FromSeconds(20)).ShouldBeFalse();
        (cache.Has("y 1"), cache.Has("y 2")).ShouldBe((false, true));
        cache.Shrink(3);
        cache.Has("y 2").ShouldBeTrue();
        cache.Shrink(2);
        (cache.Has("y 2"), cache.Bytes).ShouldBe((false, 0));
    }
}
