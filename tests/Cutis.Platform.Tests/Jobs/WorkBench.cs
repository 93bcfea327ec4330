using System;
using System.Collections.Concurrent;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Jobs;

/// <summary>A kind of job whose handler does what a test says, on a real database with a time that stands still.</summary>
public sealed class WorkBench : IAsyncDisposable
{
    public WorkBench() => Database = new TestDatabase(services => services.AddSingleton(this).AddScoped<Handler>());

    internal static JobKind Kind { get; } =
        new("work", typeof(Handler), 1, TimeSpan.FromSeconds(15), 3) { InterruptedText = "interrupted", FailedText = "failed" };

    internal TestDatabase Database { get; }

    /// <summary>What the handler does.</summary>
    internal Func<Job, Action<string>, CancellationToken, Task<string?>> Work { get; set; } = (_, _, _) => Task.FromResult<string?>(null);

    /// <summary>The jobs that were begun.</summary>
    internal ConcurrentQueue<Guid> Begun { get; } = new();

    internal Task<Job> AddAsync(Guid company, string? subject = null, string? key = null, TimeSpan delay = default) =>
        Database.WithJobsAsync(jobs =>
            jobs.AddWithinAsync(
                new NewJob(Kind.Name, company, "{}")
                {
                    Subject = subject,
                    DeduplicationKey = key,
                    Delay = delay,
                },
                default
            )
        );

    internal async Task<Job> AddAsync() => await AddAsync(await Database.AddCompanyAsync());

    internal Task<bool> TryOneAsync(CancellationToken stop = default) => Database.Get<JobRunner>().TryOneAsync(Kind, stop);

    internal Task<Job?> TakeAsync(string owner) => Database.WithJobsAsync(jobs => jobs.TakeAsync(Kind, owner, default));

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private sealed class Handler(WorkBench bench, CurrentCompany company) : IJobHandler
    {
        public Task<string?> RunAsync(Job job, Action<string> done, CancellationToken stop)
        {
            company.Id.ShouldBe(job.CompanyId);
            bench.Begun.Enqueue(job.Id);
            return bench.Work(job, done, stop);
        }
    }
}
