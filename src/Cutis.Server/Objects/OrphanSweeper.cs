using Cutis.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Objects;

/// <summary>
/// Once after the start: deletes objects that no image owns any more. They are what is left when the process died between storing a
/// photo and recording it, or between recording an erasure and deleting the photo.
/// </summary>
internal sealed partial class OrphanSweeper(
    IServiceScopeFactory scopes, DiskObjectStore store, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<OrphanSweeper> log)
    : BackgroundService
{
    // Another process on the same data may be between the two steps.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A start that fails takes the services away again.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        var before = clock.GetUtcNow() - Settled;
        foreach (var (company, image, since) in store.Images())
        {
            stoppingToken.ThrowIfCancellationRequested();
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
            var row = await db.Images.IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(i => i.Id == image, stoppingToken);
            if (row is { ErasedAt: null } || (row is null && since > before)) continue;
            await store.DeleteAllAsync(ObjectKey.Image(company, image));
            Swept(log, image);
        }
    }

    [LoggerMessage(LogLevel.Information, "Deleted objects of image {Image}, which no record owns")]
    private static partial void Swept(ILogger log, Guid image);
}
