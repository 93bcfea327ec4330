using System.Diagnostics;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>The worst that masks within the limits of results can ask for, against a clock and under a bound on memory.</summary>
[Collection(MeasuredMemory.Name)]
public class HostileSceneTests
{
    private const long MaxBytes = 700L << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    // Other tests share the cores, and a check for the end is never far.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    // A tenth of a second of a core each, so that these are drawn on the busiest machine; the others may be ended by the limit.
    private static readonly string[] Quick = ["concentric square", "view box of 1e-9", "one pixel", "dots of radius 1e7"];

    // Visit more pixels than the budget has.
    private static readonly string[] Refused = ["polygon of 990,000 vertices, outline, spotlight", "heat map of 100,000 levels"];

    public static TheoryData<string> Names => [.. HostileScenes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_scene_is_drawn_or_ended_in_time_and_in_bounded_memory(string name)
    {
        var hostile = HostileScenes.Create(name);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var watch = new MemoryPeak();
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource(Limit);
        var isDrawn = true;
        try
        {
            Overlay.Draw(hostile.Build(stop.Token), OutputOptions.Default, Stream.Null, stop.Token);
        }
        catch (OperationCanceledException)
        {
            isDrawn = false;
        }
        catch (SceneTooLargeException e)
        {
            Refused.ShouldContain(name, e.Message);
            isDrawn = false;
        }

        (isDrawn && Refused.Contains(name)).ShouldBeFalse(name);
        clock.Elapsed.ShouldBeLessThan(Limit + Grace, name);
        (watch.Stop() - before).ShouldBeLessThan(MaxBytes, name);
        if (Quick.Any(name.Contains) && !name.Contains("edge is seen", StringComparison.Ordinal))
            isDrawn.ShouldBeTrue(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_scene_ends_soon_after_it_is_told_to(string name)
    {
        var hostile = HostileScenes.Create(name);
        foreach (var milliseconds in new[] { 30, 700 })
        {
            using var stop = new CancellationTokenSource();
            var told = TimeSpan.Zero;
            var clock = Stopwatch.StartNew();
            using var registration = stop.Token.Register(() => told = clock.Elapsed);
            stop.CancelAfter(milliseconds);
            try
            {
                Overlay.Draw(hostile.Build(stop.Token), OutputOptions.Default, Stream.Null, stop.Token);
                return;
            }
            catch (SceneTooLargeException)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                (clock.Elapsed - told).ShouldBeLessThan(TimeSpan.FromSeconds(1.5), $"{name} {milliseconds}");
            }
        }
    }

    private sealed class MemoryPeak : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _isOver;
        private long _peak;

        public MemoryPeak()
        {
            _thread = new Thread(() =>
            {
                while (!_isOver)
                {
                    _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false));
                    Thread.Sleep(5);
                }
            });
            _thread.Start();
        }

        public long Stop()
        {
            Dispose();
            return _peak;
        }

        public void Dispose()
        {
            _isOver = true;
            _thread.Join();
        }
    }
}
