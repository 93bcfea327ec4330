using System.Runtime;
using Cutis.Platform.Capacity;

namespace Cutis.Platform.Photos;

/// <summary>
/// Gives memory back: caches get smaller when memory is short, what nobody asked for in twenty seconds is dropped from them, and when
/// nothing heavy was done for a while the heap is made as small as it can be, a few times.
/// </summary>
internal sealed class MemoryKeeper(Admission admission, PictureCaches caches, TimeProvider clock) : BackgroundService
{
    /// <summary>What is not used for so long is dropped from the caches.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // The first one comes late enough that a server which draws now and then is not kept from its work. Shared pools of arrays give back at
    // a collection what they have seen unused for half a minute to a minute at an earlier one, so there are several.
    private static readonly TimeSpan[] Collections =
    [
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(25),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromSeconds(75),
    ];

    private long? _idleSince;
    private int _collected;

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
        caches.DropUnused(Unused);
        if (admission.IdleSince != _idleSince)
            (_idleSince, _collected) = (admission.IdleSince, 0);
        if (_idleSince is not { } idle || _collected == Collections.Length || clock.GetElapsedTime(idle) < Collections[_collected])
            return;
        _collected++;
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
