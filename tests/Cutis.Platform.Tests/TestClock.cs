using System;

namespace Cutis.Platform.Tests;

/// <summary>A time of day that stands still until it is moved; its timers are real.</summary>
internal sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 5, 12, 7, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
