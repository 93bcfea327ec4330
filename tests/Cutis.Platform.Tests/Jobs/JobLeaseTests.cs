using System;
using Cutis.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Cutis.Platform.Tests.Jobs;

/// <summary>A lease lives as long as the work, whatever befalls a renewal, and the work no longer than the lease.</summary>
public sealed class JobLeaseTests : IAsyncLifetime
{
    private readonly WorkBench _bench = new();
    private readonly TaskCompletionSource<string?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Job _job = null!;
    private Action<string> _done = null!;
    private Task<bool> _running = null!;

    public async Task InitializeAsync()
    {
        _bench.Work = (_, done, stop) =>
        {
            _done = done;
            _begun.TrySetResult();
            return _end.Task.WaitAsync(stop);
        };
        _job = await _bench.AddAsync();
        _running = _bench.TryOneAsync();
        await _begun.Task;
    }

    public async Task DisposeAsync()
    {
        _end.TrySetResult(null);
        await _running;
        await _bench.DisposeAsync();
    }

    private DateTimeOffset Now => _bench.Database.Clock.GetUtcNow();

    private Task<Job> JobAsync() => _bench.Database.FindJobAsync(_job.Id);

    private Task UntilLeaseIsAsync(DateTimeOffset until) =>
        TestDatabase.UntilAsync(async () => (await JobAsync()).LeaseUntil == until, $"the lease is until {until}");

    [Fact]
    public async Task A_lease_is_renewed_after_each_third_of_it_for_as_long_as_the_work_takes()
    {
        // Minutes of work; the lease is of 15 seconds.
        for (var i = 0; i < 60; i++)
        {
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(5));
            await UntilLeaseIsAsync(Now + WorkBench.Kind.Lease);
            (await _bench.TakeAsync("other")).ShouldBeNull();
        }

        _end.SetResult(null);
        await _running;
        var done = await JobAsync();
        (done.State, done.Attempts, done.LeaseUntil).ShouldBe((JobStates.Done, 1, null));
        _bench.Begun.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Progress_is_shown_within_a_quarter_of_a_second()
    {
        foreach (var step in new[] { "faces", "restored" })
        {
            _done(step);
            _bench.Database.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await TestDatabase.UntilAsync(async () => (await JobAsync()).Steps.Contains(step), step);
        }
    }

    [Fact]
    public async Task A_renewal_that_finds_the_database_busy_is_tried_again_and_the_lease_lives_on()
    {
        // Longer than a writer waits, and past the time of the first renewal.
        using (var other = Hold())
        {
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(1500);
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1500);
        }

        for (var i = 0; i < 4; i++)
        {
            _bench.Database.Clock.Advance(TimeSpan.FromSeconds(5));
            await UntilLeaseIsAsync(Now + WorkBench.Kind.Lease);
        }

        _end.SetResult(null);
        await _running;
        (await JobAsync()).State.ShouldBe(JobStates.Done);
    }

    [Fact]
    public async Task Work_ends_when_its_job_has_become_another_workers_and_records_nothing()
    {
        // As a worker finds it that has slept for long, on a machine that was suspended.
        await TakenByAnotherAsync();
        _bench.Database.Clock.Advance(TimeSpan.FromSeconds(5));
        (await _running.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
        var job = await JobAsync();
        (job.State, job.LeaseOwner, job.Attempts).ShouldBe((JobStates.Running, "other", 2));
    }

    [Fact]
    public async Task A_result_that_comes_while_the_database_is_busy_is_recorded_when_it_is_free()
    {
        using (var other = Hold())
        {
            _end.SetResult(null);
            await Task.Delay(1500);
        }

        await TestDatabase.UntilAsync(
            () =>
            {
                _bench.Database.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(_running.IsCompleted);
            },
            "the end is recorded"
        );
        await _running;
        var job = await JobAsync();
        (job.State, job.Attempts).ShouldBe((JobStates.Done, 1));
        _bench.Begun.Count.ShouldBe(1);
    }

    // Holds the database as another program does.
    private SqliteConnection Hold()
    {
        var connection = new SqliteConnection($"Data Source={_bench.Database.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    private async Task TakenByAnotherAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_bench.Database.Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE jobs SET lease_owner = 'other', attempts = 2";
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
