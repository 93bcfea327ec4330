using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Server.Host;

namespace Cutis.Server.Tests;

/// <summary>A sweep comes after the start, and then every hour.</summary>
public sealed class HourlySweepTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cutis-hourly-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_file_without_a_record_is_noticed_at_the_start_and_an_hour_later()
    {
        var clock = new HourClock();
        var settings = new ServerSettings("http://127.0.0.1:0", _data);
        await using var app = CutisApp.Build(settings, null, clock, quiet: true);
        await FirstStart.RunAsync(app.Services, settings, default, GraceHopper.AddAsync);
        var first = Stray();
        await app.StartAsync();
        await GoneAsync(first);

        var second = Stray();
        await clock.WaitsAsync();
        clock.Due.ShouldBe(TimeSpan.FromHours(1));
        File.Exists(second).ShouldBeTrue();
        clock.Strike();
        await GoneAsync(second);
        await app.StopAsync();
    }

    private string Stray()
    {
        var folder = Path.Combine(_data, "objects/companies", $"{Guid.NewGuid()}", "images", $"{Guid.NewGuid()}", "photos");
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "stray");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        return path;
    }

    private static async Task GoneAsync(string path)
    {
        for (var i = 0; i < 1200 && File.Exists(path); i++)
            await Task.Delay(50);
        File.Exists(path).ShouldBeFalse();
    }

    /// <summary>The time of the machine, with timers of half an hour and more that go off when they are told to.</summary>
    private sealed class HourClock : TimeProvider
    {
        private readonly TaskCompletionSource _waits = new();
        private (TimerCallback Callback, object? State)? _timer;

        public TimeSpan Due { get; private set; }

        public Task WaitsAsync() => _waits.Task.WaitAsync(TimeSpan.FromMinutes(2));

        public void Strike() => _timer!.Value.Callback(_timer.Value.State);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromMinutes(30))
                return base.CreateTimer(callback, state, dueTime, period);
            (_timer, Due) = ((callback, state), dueTime);
            _waits.TrySetResult();
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
