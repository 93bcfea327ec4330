using System;
using Cutis.Platform.Capacity;

namespace Cutis.Platform.Tests.Capacity;

/// <summary>Work in its turn.</summary>
public class HeavyWorkTests
{
    private readonly TestClock _clock = new();
    private readonly HeavyWork _heavy;

    public HeavyWorkTests()
    {
        var limits = new AdmissionLimits(2, 1000, 10, 10, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(0.3));
        _heavy = new HeavyWork(
            new Admission(limits, _clock),
            new SlowWork(_clock),
            _clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<HeavyWork>.Instance
        );
    }

    private static Work Work => new(Guid.NewGuid(), 10);

    private Task<Outcome<string>> Run(Func<Turn, string> act, string? key = null) =>
        _heavy.RunAsync(Work, turn => Task.FromResult(act(turn)), default, key).WaitAsync(TimeSpan.FromSeconds(30));

    private static string Wait(Turn turn)
    {
        turn.Stop.WaitHandle.WaitOne();
        turn.Stop.ThrowIfCancellationRequested();
        return "";
    }

    [Fact]
    public async Task What_is_too_slow_is_told_and_not_tried_again_for_a_while()
    {
        var slow = (await Run(Wait, "k")).Refusal!;
        (slow.Reason, slow.Text).ShouldBe((RefusalReason.TooSlow, "This takes longer than the 0.3 seconds that are allowed"));
        slow.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        (await Run(_ => throw new InvalidOperationException("tried"), "k")).Refusal!.Reason.ShouldBe(RefusalReason.TooSlow);
        (await Run(_ => "fine", "other")).Value.ShouldBe("fine");
        _clock.Now += TimeSpan.FromSeconds(61);
        (await Run(Wait, "k")).Refusal!.RetryAfter.ShouldBe(TimeSpan.FromMinutes(4));
        _clock.Now += TimeSpan.FromSeconds(241);
        (await Run(_ => "now", "k")).Value.ShouldBe("now");
    }

    [Fact]
    public async Task Work_that_does_not_stop_keeps_its_turn_and_nobody_waiting()
    {
        using var end = new ManualResetEventSlim();
        var ended = new TaskCompletionSource();
        (
            await Run(_ =>
            {
                end.Wait();
                ended.SetResult();
                return "";
            })
        ).Refusal!.Reason.ShouldBe(RefusalReason.TooSlow);
        end.Set();
        await ended.Task;
        (await Run(_ => "next")).Value.ShouldBe("next");
    }

    [Fact]
    public async Task Running_out_of_memory_is_being_busy()
    {
        // As the runtime throws it, which nobody else may.
        var outOfMemory = Activator.CreateInstance<OutOfMemoryException>();
        (await Run(_ => throw outOfMemory)).Refusal.ShouldBe(Refusal.Busy);
        (await Run(_ => throw new AggregateException(outOfMemory))).Refusal.ShouldBe(Refusal.Busy);
        await Should.ThrowAsync<InvalidDataException>(() => Run(_ => throw new InvalidDataException()));
    }
}
