using System;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Jobs;

/// <summary>Which job comes next, asked of a real database.</summary>
public sealed class JobQueueTests : IAsyncLifetime
{
    private readonly WorkBench _bench = new();
    private Guid _one;
    private Guid _two;

    public async Task InitializeAsync() =>
        (_one, _two) = (await _bench.Database.AddCompanyAsync(), await _bench.Database.AddCompanyAsync());

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private void Pass(double seconds) => _bench.Database.Clock.Advance(TimeSpan.FromSeconds(seconds));

    private Task<int> CountAsync() => _bench.Database.WithDbAsync(db => db.Jobs.IgnoreQueryFilters().CountAsync());

    private Task<int> EndAsync(Job job) =>
        _bench.Database.WithJobsAsync(async jobs =>
        {
            await jobs.EndAsync(job, [], null, default);
            return 0;
        });

    [Fact]
    public async Task Companies_take_turns_and_within_one_the_oldest_goes_first()
    {
        var (first, late) = (new List<Guid>(), new List<Guid>());
        for (var i = 0; i < 7; i++)
        {
            Pass(1);
            (i < 5 ? first : late).Add((await _bench.AddAsync(i < 5 ? _one : _two)).Id);
        }

        var order = new List<Guid>();
        while (await _bench.TakeAsync("w") is { } job)
        {
            order.Add(job.Id);
            await EndAsync(job);
        }

        order.Where(first.Contains).ShouldBe(first);
        order.Where(late.Contains).ShouldBe(late);
        order.Take(4).Count(late.Contains).ShouldBe(2);
    }

    [Fact]
    public async Task A_company_that_has_more_running_waits_for_the_other()
    {
        for (var i = 0; i < 3; i++)
            await _bench.AddAsync(_one);
        (await _bench.TakeAsync("w"))!.CompanyId.ShouldBe(_one);
        (await _bench.TakeAsync("w"))!.CompanyId.ShouldBe(_one);
        Pass(1);
        await _bench.AddAsync(_two);
        (await _bench.TakeAsync("w"))!.CompanyId.ShouldBe(_two);
    }

    [Fact]
    public async Task Of_a_subject_one_job_runs_at_a_time_and_jobs_without_one_do_not_wait_for_each_other()
    {
        var first = await _bench.AddAsync(_one, "s");
        Pass(1);
        var second = await _bench.AddAsync(_one, "s");
        Pass(1);
        var (third, fourth) = (await _bench.AddAsync(_one), await _bench.AddAsync(_one));
        var taken = (await _bench.TakeAsync("w"))!;
        taken.Id.ShouldBe(first.Id);
        (await _bench.TakeAsync("w"))!.Id.ShouldBeOneOf(third.Id, fourth.Id);
        (await _bench.TakeAsync("w"))!.Id.ShouldBeOneOf(third.Id, fourth.Id);
        (await _bench.TakeAsync("w")).ShouldBeNull();
        await EndAsync(taken);
        (await _bench.TakeAsync("w"))!.Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task A_job_that_is_to_wait_is_not_taken_before()
    {
        var job = await _bench.AddAsync(_one, delay: TimeSpan.FromMinutes(1));
        (await _bench.TakeAsync("w")).ShouldBeNull();
        Pass(60);
        (await _bench.TakeAsync("w"))!.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task A_kind_is_left_to_those_who_do_it()
    {
        await _bench.AddAsync(_one);
        var other = WorkBench.Kind with { Name = "other" };
        (await _bench.Database.WithJobsAsync(jobs => jobs.TakeAsync(other, "w", default))).ShouldBeNull();
    }

    [Fact]
    public async Task A_job_with_the_key_of_another_is_not_added()
    {
        var job = await _bench.AddAsync(_one, key: "upload 1");
        (await _bench.AddAsync(_one, key: "upload 1")).Id.ShouldBe(job.Id);
        await EndAsync((await _bench.TakeAsync("w"))!);
        (await _bench.AddAsync(_one, key: "upload 1")).State.ShouldBe(JobStates.Done, "also once it has ended");
        (await CountAsync()).ShouldBe(1);
        await _bench.AddAsync(_one, key: "upload 2");
        await _bench.AddAsync(_one);
        await _bench.AddAsync(_one);
        (await CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_job_of_a_key()
    {
        var job = await _bench.AddAsync(_one, key: "k");
        // As another process would, which has looked at the same moment.
        var second = new Job
        {
            Id = Guid.NewGuid(),
            Kind = job.Kind,
            CompanyId = _one,
            DeduplicationKey = "k",
            Payload = "{}",
            State = JobStates.Queued,
            CreatedAt = job.CreatedAt,
            AvailableAt = job.AvailableAt,
        };
        var refused = await Should.ThrowAsync<DbUpdateException>(() =>
            _bench.Database.WithDbAsync(db =>
            {
                db.Jobs.Add(second);
                return db.SaveChangesAsync();
            })
        );
        DatabaseFaults.Find(refused).ShouldBe(DatabaseFault.Conflict);
    }

    [Fact]
    public async Task A_job_that_is_added_within_a_transaction_is_there_when_its_effect_is()
    {
        foreach (var isCommitted in new[] { false, true })
        {
            await _bench.Database.InScopeAsync(async services =>
            {
                var db = services.GetRequiredService<CutisDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.Companies.Where(c => c.Id == _one).ExecuteUpdateAsync(set => set.SetProperty(c => c.AnalyseUploads, true));
                await services
                    .GetRequiredService<Cutis.Platform.Jobs.JobQueue>()
                    .AddWithinAsync(new Cutis.Platform.Jobs.NewJob(WorkBench.Kind.Name, _one, "{}"), default);
                if (isCommitted)
                    await transaction.CommitAsync();
                return 0;
            });
            var effect = await _bench.Database.WithDbAsync(db => db.Companies.AnyAsync(c => c.AnalyseUploads));
            (effect, await CountAsync()).ShouldBe((isCommitted, isCommitted ? 1 : 0));
        }
    }

    [Fact]
    public async Task A_job_that_a_dead_worker_left_is_taken_when_its_lease_ends_and_given_up_after_the_last_attempt()
    {
        var job = await _bench.AddAsync(_one);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await _bench.TakeAsync($"w{attempt}"))!.Attempts.ShouldBe(attempt);
            Pass(14.9);
            (await _bench.TakeAsync("early")).ShouldBeNull();
            Pass(0.2);
        }

        (await _bench.TakeAsync("late")).ShouldBeNull();
        var failed = await _bench.Database.FindJobAsync(job.Id);
        (failed.State, failed.Error).ShouldBe((JobStates.Failed, "interrupted"));
        failed.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_a_worker_says_of_a_job_that_it_has_lost_changes_nothing()
    {
        await _bench.AddAsync(_one);
        var lost = (await _bench.TakeAsync("w"))!;
        Pass(16);
        // The same process has taken it again.
        var held = (await _bench.TakeAsync("w"))!;
        held.Id.ShouldBe(lost.Id);
        await _bench.Database.WithJobsAsync(async jobs =>
        {
            (await jobs.RenewAsync(lost, WorkBench.Kind, ["step"], default)).ShouldBeFalse();
            await jobs.EndAsync(lost, [], null, default);
            await jobs.RetryAsync(lost, WorkBench.Kind, TimeSpan.Zero, default);
            await jobs.ReturnAsync(lost);
            return 0;
        });
        var now = await _bench.Database.FindJobAsync(held.Id);
        (now.State, now.Attempts, now.Steps.Length).ShouldBe((JobStates.Running, 2, 0));
    }
}
