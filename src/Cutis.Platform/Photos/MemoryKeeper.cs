using System.Runtime;
using Cutis.Platform.Capacity;

namespace Cutis.Platform.Photos;

/// <summary>
/// Gives memory back: caches get smaller when memory is short, what nobody asked for in half a minute is dropped from them, and when
/// nothing heavy was done for a while the heap is made as small as it can be, once.
/// </summary>
internal sealed class MemoryKeeper(Admission admission, PictureCaches caches, TimeProvider clock) : BackgroundService
{
    /// <summary>What is not used for so long is dropped from the caches.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Long enough that a server which draws now and then is not kept from its work by collections.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);
    private long? _collectedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Pause);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Check();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Check()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        if (memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes)
            caches.Shrink();
        var dropped = caches.DropUnused(Unused);
        if (admission.IdleSince is not { } idle || clock.GetElapsedTime(idle) < Idle)
            return;
        if (_collectedAt == idle && !dropped)
            return;
        _collectedAt = idle;
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
