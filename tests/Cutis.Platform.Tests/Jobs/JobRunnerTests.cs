using System;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Jobs;

/// <summary>How jobs end.</summary>
public sealed class JobRunnerTests : IAsyncLifetime
{
    private readonly WorkBench _bench = new();
    private Job _job = null!;

    public async Task InitializeAsync() => _job = await _bench.AddAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private Task<Job> JobAsync() => _bench.Database.FindJobAsync(_job.Id);

    private DateTimeOffset Now => _bench.Database.Clock.GetUtcNow();

    [Fact]
    public async Task Without_a_job_there_is_nothing_to_do()
    {
        (await _bench.TryOneAsync()).ShouldBeTrue();
        (await _bench.TryOneAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_that_is_done_keeps_its_steps_and_times()
    {
        _bench.Work = (_, done, _) =>
        {
            done("one");
            done("two");
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult<string?>(null);
        };
        var begun = Now;
        await _bench.TryOneAsync();
        var job = await JobAsync();
        (job.State, job.Error, job.StartedAt, job.FinishedAt).ShouldBe((JobStates.Done, null, begun, begun.AddSeconds(2)));
        job.Steps.ShouldBe(["one", "two"]);
        (job.LeaseOwner, job.LeaseUntil).ShouldBe((null, null));
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_fails_with_the_words_of_its_handler_and_is_not_tried_again()
    {
        _bench.Work = (_, _, _) => Task.FromResult<string?>("no face");
        await _bench.TryOneAsync();
        var job = await JobAsync();
        (job.State, job.Error, job.Attempts).ShouldBe((JobStates.Failed, "no face", 1));
    }

    [Fact]
    public async Task A_job_that_throws_is_tried_again_later_each_time_and_fails_after_the_last_attempt()
    {
        _bench.Work = (_, _, _) => throw new InvalidOperationException("secret");
        foreach (var seconds in new[] { 2, 4 })
        {
            (await _bench.TryOneAsync()).ShouldBeTrue();
            var waiting = await JobAsync();
            (waiting.State, waiting.Error, waiting.LeaseOwner, waiting.AvailableAt - Now).ShouldBe(
                (JobStates.Queued, null, null, TimeSpan.FromSeconds(seconds))
            );
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            (await _bench.TryOneAsync()).ShouldBeFalse("it waits");
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        await _bench.TryOneAsync();
        var job = await JobAsync();
        (job.State, job.Error, job.Attempts).ShouldBe((JobStates.Failed, "failed", 3));
        _bench.Begun.Count.ShouldBe(3);
    }

    [Fact]
    public void Delays_double_and_end_at_the_longest()
    {
        var kind = WorkBench.Kind with { FirstDelay = TimeSpan.FromSeconds(3), MaxDelay = TimeSpan.FromSeconds(20) };
        new[] { 1, 2, 3, 4, 5, 100, int.MaxValue }.Select(n => kind.DelayAfter(n).TotalSeconds).ShouldBe([3, 6, 12, 20, 20, 20, 20]);
    }

    [Fact]
    public async Task A_server_that_stops_gives_its_job_back_untouched()
    {
        using var stop = new CancellationTokenSource();
        _bench.Work = async (_, done, working) =>
        {
            done("half");
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, working);
            return null;
        };
        await _bench.TryOneAsync(stop.Token);
        var job = await JobAsync();
        (job.State, job.Attempts, job.LeaseOwner).ShouldBe((JobStates.Queued, 0, null));
        _bench.Work = (_, _, _) => Task.FromResult<string?>(null);
        await _bench.TryOneAsync();
        (await JobAsync()).State.ShouldBe(JobStates.Done, "the next server does it at once");
    }

    [Fact]
    public async Task Work_that_cancels_itself_is_an_attempt_that_failed()
    {
        // A time limit of its own, for one: the job is not left to its lease.
        _bench.Work = (_, _, _) => throw new OperationCanceledException();
        await _bench.TryOneAsync();
        var job = await JobAsync();
        (job.State, job.LeaseUntil, job.AvailableAt - Now).ShouldBe((JobStates.Queued, null, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Steps_of_an_attempt_that_failed_are_not_those_of_the_next()
    {
        _bench.Work = (job, done, _) =>
        {
            done($"attempt {job.Attempts}");
            return job.Attempts == 1 ? throw new InvalidOperationException() : Task.FromResult<string?>(null);
        };
        await _bench.TryOneAsync();
        _bench.Database.Clock.Advance(TimeSpan.FromSeconds(2));
        await _bench.TryOneAsync();
        (await JobAsync()).Steps.ShouldBe(["attempt 2"]);
    }
}
