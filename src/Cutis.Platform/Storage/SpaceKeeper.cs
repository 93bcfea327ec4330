namespace Cutis.Platform.Storage;

/// <summary>Keeps the <see cref="SpaceReserve"/> filled: at the start, and every minute after it was released.</summary>
internal sealed class SpaceKeeper(SpaceReserve reserve) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do await Task.Run(reserve.TryFill, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
