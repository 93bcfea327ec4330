using System;
using System.Globalization;
using System.Text;

namespace Cutis.Bench.Soak;

/// <summary>Mixed load for a while, and the memory of the server before, during and after it.</summary>
internal static class SoakRun
{
    /// <summary>The heading of the section in docs/benchmarks.md.</summary>
    public const string Heading = "## Mixed load";
    private const int Workers = 4;
    private const double MaxGrowth = 1.2;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    /// <summary>Runs the load and answers the section, and whether memory and errors are as they must be.</summary>
    /// <param name="executable">The path of cutis.dll.</param>
    /// <param name="photos">Files to upload.</param>
    /// <param name="masks">Masks to store and draw.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<(string Section, bool IsGood)> MeasureAsync(
        string executable,
        IReadOnlyList<byte[]> photos,
        IReadOnlyList<BenchMask> masks,
        int seconds
    )
    {
        await using var server = await BenchServer.StartAsync(executable, ("CUTIS__RATELIMIT__PERMINUTE", "0"));
        var warm = new SoakLoad(server, photos, masks);
        await warm.WarmUpAsync();
        var idle = await MinimumAsync(server);
        Console.WriteLine($"Idle: {Megabytes(idle)}");
        // The peak of the load alone, where the machine lets one forget the one before.
        var load = new SoakLoad(server, photos, masks);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var work = Enumerable.Range(1, Workers).Select(seed => load.WorkAsync(seed, stop.Token)).ToArray();
        for (var passed = 0; !stop.IsCancellationRequested; passed += 10)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(10, Math.Max(1, seconds - passed))));
            Console.WriteLine($"{passed} s: {load.Tally.Requests} requests, {load.Tally.Errors} errors, {Megabytes(server.MemoryBytes)}");
        }

        await Task.WhenAll(work);
        var peak = server.PeakBytes;
        var after = await MinimumAsync(server);
        return (Write(load.Tally, seconds, idle, peak, after), load.Tally.Errors == 0 && after <= MaxGrowth * idle);
    }

    /// <summary>A page with the section put in, in place of the old one or at the end.</summary>
    public static string PutInto(string page, string section) => Section.PutInto(page, Heading, section);

    /// <summary>The section of a page; empty when it has none.</summary>
    public static string In(string page) => Section.In(page, Heading);

    // What is the least within a minute: memory goes back when there is time for it.
    private static async Task<long> MinimumAsync(BenchServer server)
    {
        var least = long.MaxValue;
        for (var passed = TimeSpan.Zero; passed < Rest; passed += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            least = Math.Min(least, server.MemoryBytes);
        }

        return least;
    }

    private static string Write(SoakTally tally, int seconds, long idle, long peak, long after)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            {Heading}

            `bench/soak` gives a server of its own {seconds} s of mixed load from {Workers} clients on the same
            {Environment.ProcessorCount} cores: uploads of 2 to 12 megapixels, restored photos, results, masks and their pictures, SVG,
            analyses, lists, erasures.

            - {tally.Requests:N0} requests, **{tally.Errors} errors**; answers by status: {tally.Statuses}.
              404 and 410 are of images that another client had erased.
            - Resident memory: {Megabytes(idle)} idle before (after one of each, least within a minute), {Megabytes(
                peak
            )} at its peak, **{Megabytes(after)}** within a minute after
              ({(double)after / idle:0.00} of idle).

            | | requests | median ms | 99 % within ms |
            | --- | ---: | ---: | ---: |

            """
        );
        foreach (var (what, count, median, p99) in tally.Latencies())
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {count:N0} | {median:0.0} | {p99:0} |\n");
        return text.ToString();
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
}
