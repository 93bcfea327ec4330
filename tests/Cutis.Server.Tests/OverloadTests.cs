using System;
using Cutis.Platform.Photos;

namespace Cutis.Server.Tests;

/// <summary>A full gate, slow masks, and the cache in front.</summary>
public class OverloadTests : TestServer
{
    public OverloadTests()
    {
        Settings["Rasterisation:Concurrency"] = "1";
        Settings["Rasterisation:Queue"] = "1";
        Settings["Rasterisation:TimeLimit"] = "00:00:20";
        Settings["RateLimit:PerMinute"] = "0";
    }

    [Fact]
    public async Task A_full_gate_turns_pictures_away_with_a_time_to_come_back()
    {
        var image = await UploadAsync(Photos.Png(3000, 2000, 90));
        await PutResultAsync(image, "acne", """{"algorithm_tech_name":"acne","masks_original":[]}""");
        var masks = string.Join(
            ',',
            Enumerable.Range(0, 12).Select(i => $$"""{"algorithm_tech_name":"acne","polyline_line_thickness":0.0{{i + 10}}}""")
        );
        var urls = (await MasksOfAsync(image, $"[{masks}]")).Select(a => a.GetProperty("masked_image_url").GetString()!).ToArray();
        var answers = await Task.WhenAll(urls.Select(url => SendAsync("GET", url, token: "")));
        answers.Count(a => a.Status == 200).ShouldBeGreaterThanOrEqualTo(2);
        var busy = answers.Where(a => a.Status != 200).ToArray();
        busy.ShouldNotBeEmpty();
        foreach (var answer in busy)
        {
            (answer.Status, answer.Text).ShouldBe((503, """{"detail":"The server is busy; try again shortly"}"""));
            answer.Headers.RetryAfter.ShouldNotBeNull();
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        // Nothing of it is remembered.
        (await SendAsync("GET", urls[^1], token: "")).Status.ShouldBe(200);
    }
}

/// <summary>The cache itself.</summary>
public class SingleFlightCacheTests
{
    [Fact]
    public async Task A_value_that_many_want_at_once_is_made_once()
    {
        var cache = new SingleFlightCache<byte[]>(1000, v => v.Length);
        var made = 0;
        var go = new TaskCompletionSource();
        var all = Enumerable
            .Range(0, 20)
            .Select(_ =>
                cache.GetAsync(
                    "k",
                    async _ =>
                    {
                        Interlocked.Increment(ref made);
                        await go.Task;
                        return new byte[10];
                    },
                    default
                )
            )
            .ToArray();
        go.SetResult();
        var values = await Task.WhenAll(all);
        made.ShouldBe(1);
        values.ShouldAllBe(v => ReferenceEquals(v, values[0]));
        (await cache.GetAsync("k", _ => throw new InvalidOperationException(), default)).ShouldBeSameAs(values[0]);
    }

    [Fact]
    public async Task It_never_holds_more_than_its_capacity_and_drops_the_oldest_use()
    {
        var cache = new SingleFlightCache<byte[]>(1000, v => v.Length);
        Task<byte[]> Get(string key, int size) => cache.GetAsync(key, _ => Task.FromResult(new byte[size]), default);
        var a = await Get("a", 400);
        await Get("b", 400);
        (await Get("a", 1)).ShouldBeSameAs(a);
        await Get("c", 400);
        cache.Bytes.ShouldBe(800);
        (await Get("a", 1)).ShouldBeSameAs(a);
        (await Get("b", 7)).Length.ShouldBe(7, "b was used longest ago");
        await Get("large", 1001);
        cache.Bytes.ShouldBeLessThanOrEqualTo(1000);
        (await Get("large", 5)).Length.ShouldBe(5, "too large to be kept");
        cache.Remove("lar");
        (await Get("large", 6)).Length.ShouldBe(6, "removed");
    }

    [Fact]
    public async Task Work_goes_on_while_anyone_waits_and_stops_when_all_have_left()
    {
        var cache = new SingleFlightCache<byte[]>(1000, v => v.Length);
        var stopped = new TaskCompletionSource();
        Task<byte[]> Get(CancellationToken stop) =>
            cache.GetAsync(
                "k",
                async token =>
                {
                    await using var _ = token.Register(() => stopped.SetResult());
                    await Task.Delay(Timeout.Infinite, token);
                    return [];
                },
                stop
            );
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var (one, two) = (Get(first.Token), Get(second.Token));
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => one);
        stopped.Task.IsCompleted.ShouldBeFalse();
        await second.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => two);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var cache = new SingleFlightCache<byte[]>(1000, v => v.Length);
        await Should.ThrowAsync<InvalidDataException>(() => cache.GetAsync("k", _ => throw new InvalidDataException(), default));
        (await cache.GetAsync("k", _ => Task.FromResult(new byte[3]), default)).Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_not_used_for_long_is_dropped_and_what_is_too_much_too()
    {
        var clock = new Stopwatch();
        var dropped = new List<byte[]>();
        var cache = new SingleFlightCache<byte[]>(
            1000,
            v => v.Length,
            (value, isKept) =>
            {
                if (!isKept)
                    dropped.Add(value);
            },
            clock
        );
        Task<byte[]> Get(string key, int size) => cache.GetAsync(key, _ => Task.FromResult(new byte[size]), default);
        var old = await Get("old", 100);
        await Get("used", 200);
        clock.Seconds = 20;
        await Get("used", 0);
        await Get("new", 300);
        clock.Seconds = 35;
        cache.DropUnused(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        dropped.ShouldBe([old]);
        (cache.Has("old"), cache.Has("used"), cache.Has("new"), cache.Bytes).ShouldBe((false, true, true, 500));
        cache.DropUnused(TimeSpan.FromSeconds(30)).ShouldBeFalse();
        cache.Shrink(250);
        cache.Bytes.ShouldBe(0, "the newest is larger than that");
    }

    private sealed class Stopwatch : TimeProvider
    {
        public long Seconds { get; set; }

        public override long GetTimestamp() => Seconds * TimestampFrequency;
    }
}
