using System;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cutis.Platform.Tests;

/// <summary>A database as a server has it: a file that the migrations have made, with the services that need nothing else.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-platform-").FullName;
    private readonly ServiceProvider _provider;

    internal TestDatabase(Action<IServiceCollection>? also = null)
    {
        Path = System.IO.Path.Combine(_folder, "cutis.db");
        Migrator.Run($"Data Source={Path};Pooling=False");
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock).AddSingleton<WriteLock>().AddScoped<CurrentCompany>();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddDbContext<CutisDb>(options => options.UseSqlite($"Data Source={Path};Default Timeout=1;Pooling=False"));
        services.AddSingleton<JobSignal>().AddSingleton<JobTurns>().AddSingleton<JobRunner>().AddScoped<JobQueue>();
        also?.Invoke(services);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 12, 7, 0, TimeSpan.Zero));

    internal string Path { get; }

    internal T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>Works in a scope of its own, as a request does.</summary>
    internal async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work, Guid? company = null)
    {
        await using var scope = _provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = company;
        return await work(scope.ServiceProvider);
    }

    internal Task<T> WithDbAsync<T>(Func<CutisDb, Task<T>> work, Guid? company = null) =>
        InScopeAsync(services => work(services.GetRequiredService<CutisDb>()), company);

    internal Task<T> WithJobsAsync<T>(Func<JobQueue, Task<T>> work, Guid? company = null) =>
        InScopeAsync(services => work(services.GetRequiredService<JobQueue>()), company);

    internal Task<Job> FindJobAsync(Guid id) => WithDbAsync(db => db.Jobs.IgnoreQueryFilters().AsNoTracking().FirstAsync(j => j.Id == id));

    internal Task<Guid> AddCompanyAsync() =>
        WithDbAsync(async db =>
        {
            var company = new Company
            {
                Id = Guid.NewGuid(),
                Name = "c",
                CreatedAt = Clock.GetUtcNow(),
            };
            db.Add(company);
            await db.SaveChangesAsync();
            return company.Id;
        });

    internal Task<Image> AddImageAsync(Guid company) =>
        WithDbAsync(async db =>
        {
            var image = new Image
            {
                Id = Guid.NewGuid(),
                CompanyId = company,
                Name = "i",
                CreatedAt = Clock.GetUtcNow(),
                CreationTime = Clock.GetUtcNow(),
                Original = new StoredPhoto(new string('a', 64), "image/png", 1, 1, 1),
            };
            db.Add(image);
            await db.SaveChangesAsync();
            return image;
        });

    /// <summary>Waits until something is so; it is real time that passes.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var i = 0; i < 500; i++)
        {
            if (await isSo())
                return;
            await Task.Delay(10);
        }

        throw new TimeoutException(what);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
