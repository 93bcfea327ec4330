using System;
using System.Collections.Immutable;
using Cutis.Platform.Analysis;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Analysis;

/// <summary>Which analyses are one, and when a queue is full, asked of a real database.</summary>
public sealed class AnalysisQueueTests : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private AnalysisSettings _settings = new() { Queue = 100, CompanyQueue = 10 };

    public AnalysisQueueTests() => _database = new TestDatabase(s => s.AddTransient(_ => _settings).AddScoped<AnalysisQueue>());

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<Image> ImageAsync() => await _database.AddImageAsync(await _database.AddCompanyAsync());

    private Task<(AnalysisJob? Job, QueueFull? Full)> AddAsync(Image image, params ImmutableArray<string> names)
    {
        _database.Clock.Advance(TimeSpan.FromSeconds(1));
        return _database.InScopeAsync(s => s.GetRequiredService<AnalysisQueue>().AddAsync(image, names, default), image.CompanyId);
    }

    private async Task<AnalysisJob?> TakeAsync(string owner) => await TakeRowAsync(owner) is { } row ? AnalysisJob.Read(row) : null;

    private Task<Job?> TakeRowAsync(string owner) =>
        _database.WithJobsAsync(jobs => jobs.TakeAsync(AnalysisHandler.CreateKind(_settings), owner, default));

    [Fact]
    public async Task A_thousand_orders_of_the_same_names_are_one_job()
    {
        var image = await ImageAsync();
        var random = new Random(1);
        string[] names = ["lines", "pores", "redness", "acne", "quality"];
        var first = (await AddAsync(image, [.. names])).Job!.Id;
        for (var i = 0; i < 1000; i++)
        {
            random.Shuffle(names);
            (await AddAsync(image, [.. names])).Job!.Id.ShouldBe(first);
        }

        (await _database.WithDbAsync(db => db.Jobs.IgnoreQueryFilters().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Other_names_join_the_job_that_waits_and_follow_the_one_that_runs()
    {
        var image = await ImageAsync();
        var waiting = (await AddAsync(image, "lines")).Job!;
        var joined = (await AddAsync(image, "pores", "lines")).Job!;
        joined.Id.ShouldBe(waiting.Id);
        joined.Algorithms.ShouldBe(["lines", "pores"]);
        var taken = (await TakeRowAsync("w"))!;
        AnalysisJob.Read(taken).Algorithms.ShouldBe(["lines", "pores"]);
        (await AddAsync(image, "pores")).Job!.Id.ShouldBe(waiting.Id, "it is being computed");
        var next = (await AddAsync(image, "acne")).Job!;
        next.Id.ShouldNotBe(waiting.Id);
        (await AddAsync(image, "redness")).Job!.Id.ShouldBe(next.Id);
        (await TakeAsync("v")).ShouldBeNull("one job of an image runs at a time");
        await _database.WithJobsAsync(async jobs =>
        {
            await jobs.EndAsync(taken, [], null, default);
            return 0;
        });
        (await TakeAsync("v"))!.Algorithms.ShouldBe(["acne", "redness"]);
    }

    [Fact]
    public async Task Equal_requests_at_once_make_one_job()
    {
        var image = await ImageAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AddAsync(image, "lines"))));
        jobs.Select(added => added.Job!.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_of_one_company_is_its_own()
    {
        var (one, two) = (await _database.AddCompanyAsync(), await _database.AddCompanyAsync());
        _settings = new AnalysisSettings { Queue = 6, CompanyQueue = 4 };
        for (var i = 0; i < 4; i++)
            (await AddAsync(await _database.AddImageAsync(one), "lines")).Full.ShouldBeNull();
        (await AddAsync(await _database.AddImageAsync(one), "lines")).ShouldBe((null, QueueFull.OfCompany));
        for (var i = 0; i < 2; i++)
            (await AddAsync(await _database.AddImageAsync(two), "lines")).Full.ShouldBeNull();
        (await AddAsync(await _database.AddImageAsync(two), "lines")).ShouldBe((null, QueueFull.OfServer));
    }

    [Fact]
    public async Task Jobs_of_other_kinds_take_no_place_in_the_queue_of_analyses()
    {
        _settings = new AnalysisSettings { Queue = 1, CompanyQueue = 1 };
        var image = await ImageAsync();
        await _database.WithJobsAsync(jobs =>
            jobs.AddWithinAsync(new NewJob("other", image.CompanyId, "{}") { Subject = AnalysisJob.SubjectOf(image.Id) }, default)
        );
        (await AddAsync(image, "lines")).Full.ShouldBeNull();
    }
}
