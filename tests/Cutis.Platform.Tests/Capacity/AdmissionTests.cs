using System;
using Cutis.Platform.Capacity;

namespace Cutis.Platform.Tests.Capacity;

/// <summary>Who gets a turn, and when.</summary>
public class AdmissionTests
{
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Two = Guid.NewGuid();
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private static Admission Make(
        int permits = 3,
        long bytes = 1000,
        int queue = 100,
        int companyQueue = 50,
        double wait = 60,
        double limit = 60,
        TransitMemory? transit = null
    ) =>
        new(
            new AdmissionLimits(permits, bytes, queue, companyQueue, TimeSpan.FromSeconds(wait), TimeSpan.FromSeconds(limit)),
            TimeProvider.System,
            transit
        );

    private static Work Light(Guid company, long bytes = 1) => new(company, bytes);

    private static Work Heavy(Guid company, long bytes = 1, int threads = 1) => new(company, bytes) { Expected = Long, Threads = threads };

    private static async Task<Turn> Turn(Admission admission, Work work)
    {
        var (turn, refusal) = await admission.EnterAsync(work, default).WaitAsync(Long);
        turn.ShouldNotBeNull(refusal?.Text);
        return turn;
    }

    [Fact]
    public async Task One_picture_leaves_a_permit_to_others()
    {
        var admission = Make(permits: 4);
        var turn = await Turn(admission, Heavy(One, threads: 16));
        turn.Permits.ShouldBe(3);
        (await Turn(admission, Light(Two))).Permits.ShouldBe(1);
        (await Turn(Make(permits: 1), Heavy(One, threads: 16))).Permits.ShouldBe(1);
        (await Turn(Make(permits: 2), Heavy(One, threads: 16))).Permits.ShouldBe(1);
    }

    [Fact]
    public async Task Pictures_that_could_not_leave_the_memory_hold_back_the_next_until_they_have()
    {
        var (transit, excess) = (new TransitMemory(), 0L);
        transit.Count(() => excess);
        var admission = Make(bytes: 1000, wait: 0.2, transit: transit);
        using (await Turn(admission, Light(One, 400)))
            excess = 700; // What was drawn in the turn is in memory when it ends.
        var next = admission.EnterAsync(Light(Two, 400), default);
        next.IsCompleted.ShouldBeFalse();
        (await Turn(admission, Light(One, 300))).Dispose();
        excess = 600;
        transit.Release();
        using (var turn = (await next.WaitAsync(Long)).Turn)
            turn.ShouldNotBeNull();
        excess = 700;
        (await admission.EnterAsync(Light(Two, 400), default).WaitAsync(Long)).Refusal.ShouldBe(Refusal.Busy, "nothing waits for ever");
    }

    [Fact]
    public async Task The_last_permit_is_kept_for_light_work_and_for_companies_that_have_nothing_running()
    {
        var admission = Make(permits: 3);
        await Turn(admission, Heavy(One));
        await Turn(admission, Heavy(One));
        var third = admission.EnterAsync(Heavy(One), default);
        third.IsCompleted.ShouldBeFalse();
        using (await Turn(admission, Light(One)))
            third.IsCompleted.ShouldBeFalse();
        (await Turn(admission, Heavy(Two))).Dispose();
        third.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Companies_take_turns_however_much_one_of_them_asks_for()
    {
        var admission = Make(permits: 1);
        var running = await Turn(admission, Light(One));
        var order = new List<Guid>();
        var all = new[] { One, One, One, One, Two, Two }
            .Select(async company =>
            {
                using var turn = await Turn(admission, Light(company));
                lock (order)
                    order.Add(company);
            })
            .ToArray();
        running.Dispose();
        await Task.WhenAll(all).WaitAsync(Long);
        order[..4].ShouldBe([Two, One, Two, One]);
    }

    [Fact]
    public async Task Memory_is_given_out_before_it_is_taken_and_comes_back_with_the_turn()
    {
        var admission = Make(permits: 10, bytes: 1000);
        var first = await Turn(admission, Light(One, 700));
        var second = admission.EnterAsync(Light(One, 100), default);
        second.IsCompleted.ShouldBeFalse("a company has three quarters at most");
        (await Turn(admission, Light(Two, 250))).Dispose();
        admission.Bytes.ShouldBe(700);
        first.Dispose();
        (await second).Turn!.Dispose();
        admission.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task Work_that_needs_more_than_there_is_is_refused_at_once_with_both_numbers()
    {
        var (turn, refusal) = await Make(bytes: 100L << 20).EnterAsync(Light(One, 80L << 20), default);
        turn.ShouldBeNull();
        refusal!.Reason.ShouldBe(RefusalReason.TooLarge);
        refusal.Text.ShouldBe("This takes about 80 MiB of memory; at most 75 MiB are allowed");
    }

    [Fact]
    public async Task Large_work_is_not_kept_waiting_for_ever_by_small_work_of_others()
    {
        var admission = Make(permits: 10, bytes: 1000);
        var small = new Queue<Turn>();
        for (var i = 0; i < 5; i++)
            small.Enqueue(await Turn(admission, Light(Two, 100)));
        var large = admission.EnterAsync(Light(One, 700), default);
        for (var i = 0; i < 100 && !large.IsCompleted; i++)
        {
            var next = admission.EnterAsync(Light(Two, 100), default);
            await Task.Delay(50);
            if (small.Count > 0)
                small.Dequeue().Dispose();
            if (next.IsCompletedSuccessfully)
                small.Enqueue((await next).Turn!);
        }

        (await large.WaitAsync(Long)).Turn.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_turn_gives_memory_back_early_and_gets_more_only_where_there_is_some()
    {
        var admission = Make(permits: 10, bytes: 1000);
        var turn = await Turn(admission, Light(One, 600));
        turn.TryResize(100).ShouldBeTrue();
        admission.Bytes.ShouldBe(100);
        turn.TryResize(751).ShouldBeFalse();
        turn.TryResize(750).ShouldBeTrue();
        turn.Dispose();
        turn.Dispose();
        admission.Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task The_queue_is_bounded_in_all_and_for_each_company()
    {
        var admission = Make(permits: 1, queue: 3, companyQueue: 2);
        using var running = await Turn(admission, Light(One));
        var waiting = Enumerable.Range(0, 2).Select(_ => admission.EnterAsync(Light(One), default)).ToArray();
        (await admission.EnterAsync(Light(One), default)).Refusal!.Reason.ShouldBe(RefusalReason.Busy);
        var other = admission.EnterAsync(Light(Two), default);
        other.IsCompleted.ShouldBeFalse("the queue of another company is its own");
        (await admission.EnterAsync(Light(Guid.NewGuid()), default)).Refusal!.Reason.ShouldBe(RefusalReason.Busy);
        waiting.ShouldAllBe(w => !w.IsCompleted);
        admission
            .EnterAsync(Light(One) with { IsPatient = true }, default)
            .IsCompleted.ShouldBeFalse("nobody waits for patient work, so it may wait");
    }

    [Fact]
    public async Task Waiting_ends_after_its_limit_and_when_whoever_waits_leaves()
    {
        var admission = Make(permits: 1, wait: 0.2);
        var running = await Turn(admission, Light(One));
        (await admission.EnterAsync(Light(One), default).WaitAsync(Long)).Refusal!.Reason.ShouldBe(RefusalReason.Busy);
        using var leave = new CancellationTokenSource();
        var gone = admission.EnterAsync(Light(One) with { IsPatient = true }, leave.Token);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone.WaitAsync(Long));
        running.Dispose();
        (await Turn(admission, Light(One))).Dispose();
    }

    [Fact]
    public async Task The_time_limit_is_counted_from_the_turn()
    {
        var admission = Make(permits: 1, limit: 0.5);
        var running = await Turn(admission, Light(One));
        var next = admission.EnterAsync(Light(One), default);
        await Task.Delay(700);
        running.Stop.IsCancellationRequested.ShouldBeTrue();
        running.Dispose();
        using var turn = (await next.WaitAsync(Long)).Turn!;
        turn.Stop.IsCancellationRequested.ShouldBeFalse();
        await Task.Delay(Timeout.Infinite, turn.Stop).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Long);
    }

    [Fact]
    public async Task Everything_comes_back_after_many_turns_at_once()
    {
        var admission = Make(permits: 3, bytes: 1000, queue: 10_000, companyQueue: 10_000);
        var companies = new[] { One, Two, Guid.NewGuid() };
        var most = 0L;
        await Task.WhenAll(
                Enumerable
                    .Range(0, 600)
                    .Select(i =>
                        Task.Run(async () =>
                        {
                            using var leave = new CancellationTokenSource();
                            if (i % 7 == 0)
                                leave.CancelAfter(i % 50);
                            try
                            {
                                var work = new Work(companies[i % 3], 1 + (i * 37 % 700))
                                {
                                    Expected = TimeSpan.FromSeconds(i % 2),
                                    Threads = 1 + (i % 4),
                                };
                                using var turn = (await admission.EnterAsync(work, leave.Token)).Turn;
                                var bytes = admission.Bytes;
                                lock (companies)
                                    most = Math.Max(most, bytes);
                                await Task.Yield();
                            }
                            catch (OperationCanceledException)
                            {
                                // It left.
                            }
                        })
                    )
            )
            .WaitAsync(TimeSpan.FromSeconds(60));
        most.ShouldBeInRange(1, 1000);
        admission.Bytes.ShouldBe(0);
        admission.IdleSince.ShouldNotBeNull();
    }
}
