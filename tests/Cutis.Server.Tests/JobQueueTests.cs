using System;
using System.Collections.Immutable;
using Cutis.Platform.Analysis;
using Cutis.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Tests;

/// <summary>Which analyses wait, and which comes next, asked of a real database.</summary>
public sealed class JobQueueTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly TestClock _clock = new();
    private readonly CurrentCompany _current = new();
    private readonly WriteLock _writes = new();
    private readonly JobSignal _bell = new();
    private readonly JobTurns _turns = new();
    private readonly CutisDb _db;

    public JobQueueTests()
    {
        _connection.Open();
        _db = new CutisDb(new DbContextOptionsBuilder<CutisDb>().UseSqlite(_connection).Options, _current);
        _db.Database.EnsureCreated();
    }

    public void Dispose()
    {
        _db.Dispose();
        _connection.Dispose();
        _writes.Dispose();
        _bell.Dispose();
    }

    private JobQueue Queue(int all = 100, int company = 10) =>
        new(_db, _writes, _bell, _turns, new AnalysisSettings { Queue = all, CompanyQueue = company }, _clock);

    private async Task<Guid> CompanyAsync()
    {
        var company = new Company
        {
            Id = Guid.NewGuid(),
            Name = "c",
            CreatedAt = _clock.Now,
        };
        _db.Add(company);
        await _db.SaveChangesAsync();
        return company.Id;
    }

    private async Task<Image> ImageAsync(Guid company)
    {
        _current.Id = company;
        var image = new Image
        {
            Id = Guid.NewGuid(),
            CompanyId = company,
            Name = "i",
            CreatedAt = _clock.Now,
            Original = new StoredPhoto(new string('a', 64), "image/png", 1, 1, 1),
        };
        _db.Add(image);
        await _db.SaveChangesAsync();
        return image;
    }

    private Task<(AnalysisJob? Job, QueueFull? Full)> AddAsync(JobQueue queue, Image image, params ImmutableArray<string> names)
    {
        _current.Id = image.CompanyId;
        _clock.Now = _clock.Now.AddSeconds(1);
        return queue.AddAsync(image, names, default);
    }

    [Fact]
    public async Task A_thousand_orders_of_the_same_names_are_one_job()
    {
        var (queue, image) = (Queue(), await ImageAsync(await CompanyAsync()));
        var random = new Random(1);
        string[] names = ["lines", "pores", "redness", "acne", "quality"];
        var first = (await AddAsync(queue, image, [.. names])).Job!.Id;
        for (var i = 0; i < 1000; i++)
        {
            random.Shuffle(names);
            (await AddAsync(queue, image, [.. names])).Job!.Id.ShouldBe(first);
        }

        (await _db.Jobs.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Other_names_join_the_job_that_waits_and_follow_the_one_that_runs()
    {
        var (queue, image) = (Queue(), await ImageAsync(await CompanyAsync()));
        var waiting = (await AddAsync(queue, image, "lines")).Job!;
        var joined = (await AddAsync(queue, image, "pores", "lines")).Job!;
        joined.Id.ShouldBe(waiting.Id);
        joined.Algorithms.ShouldBe(["lines", "pores"]);
        (await queue.TakeAsync("w", default))!.Algorithms.ShouldBe(["lines", "pores"]);
        (await AddAsync(queue, image, "pores")).Job!.Id.ShouldBe(waiting.Id, "it is being computed");
        var next = (await AddAsync(queue, image, "acne")).Job!;
        next.Id.ShouldNotBe(waiting.Id);
        (await AddAsync(queue, image, "redness")).Job!.Id.ShouldBe(next.Id);
        (await queue.TakeAsync("v", default)).ShouldBeNull("one job of an image runs at a time");
        await queue.EndAsync((await _db.Jobs.AsNoTracking().FirstAsync(j => j.Id == waiting.Id)), "w", [], null, default);
        (await queue.TakeAsync("v", default))!.Algorithms.ShouldBe(["acne", "redness"]);
    }

    [Fact]
    public async Task Equal_requests_at_once_make_one_job()
    {
        var image = await ImageAsync(await CompanyAsync());
        var options = new DbContextOptionsBuilder<CutisDb>().UseSqlite(_connection).Options;
        var jobs = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        await using var db = new CutisDb(options, new CurrentCompany { Id = image.CompanyId });
                        return (
                            await new JobQueue(db, _writes, _bell, _turns, new AnalysisSettings(), _clock).AddAsync(
                                image,
                                ["lines"],
                                default
                            )
                        )
                            .Job!
                            .Id;
                    })
                )
        );
        jobs.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_of_one_company_is_its_own()
    {
        var (one, two) = (await CompanyAsync(), await CompanyAsync());
        var queue = Queue(all: 6, company: 4);
        for (var i = 0; i < 4; i++)
            (await AddAsync(queue, await ImageAsync(one), "lines")).Full.ShouldBeNull();
        (await AddAsync(queue, await ImageAsync(one), "lines")).ShouldBe((null, QueueFull.OfCompany));
        for (var i = 0; i < 2; i++)
            (await AddAsync(queue, await ImageAsync(two), "lines")).Full.ShouldBeNull();
        (await AddAsync(queue, await ImageAsync(two), "lines")).ShouldBe((null, QueueFull.OfServer));
    }

    [Fact]
    public async Task Companies_take_turns_and_within_one_the_oldest_goes_first()
    {
        var (one, two) = (await CompanyAsync(), await CompanyAsync());
        var queue = Queue();
        var expected = new List<Guid>();
        for (var i = 0; i < 5; i++)
            expected.Add((await AddAsync(queue, await ImageAsync(one), "lines")).Job!.Id);
        var late = new List<Guid>();
        for (var i = 0; i < 2; i++)
            late.Add((await AddAsync(queue, await ImageAsync(two), "lines")).Job!.Id);
        var order = new List<Guid>();
        while (await queue.TakeAsync("w", default) is { } job)
        {
            order.Add(job.Id);
            await queue.EndAsync(job, "w", [], null, default);
        }

        order.Where(expected.Contains).ShouldBe(expected);
        order.Where(late.Contains).ShouldBe(late);
        order.Take(4).Count(late.Contains).ShouldBe(2);
    }
}
