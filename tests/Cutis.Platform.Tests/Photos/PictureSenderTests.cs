using System;
using Cutis.Platform.Capacity;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cutis.Platform.Tests.Photos;

/// <summary>Pictures on their way to clients that take their time.</summary>
public sealed class PictureSenderTests : IDisposable
{
    private const int Bytes = 500_000;
    private readonly string _root = Directory.CreateTempSubdirectory("cutis-sender-").FullName;
    private readonly TemporaryFiles _files;
    private readonly TransitMemory _transit = new();

    public PictureSenderTests() => _files = new TemporaryFiles(Path.Combine(_root, "temporary"));

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private PictureSender Sender(long sendBytes) =>
        new(new RasterisationOptions { SendBytes = sendBytes }, _files, _transit, NullLogger<PictureSender>.Instance);

    private static (PictureContent Content, byte[] Bytes) Picture(int seed, int length = Bytes)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        using var writer = new PictureWriter(_ => { });
        for (var at = 0; at < length; at += 30_001)
            writer.Write(bytes.AsSpan(at, Math.Min(30_001, length - at)));
        return (writer.Complete(), bytes);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++)
            await Task.Delay(50);
        holds().ShouldBeTrue();
    }

    [Fact]
    public async Task A_picture_is_read_while_it_is_drawn_by_many_and_in_parts()
    {
        using var sender = Sender(1 << 30);
        var bytes = new byte[2_000_000];
        new Random(3).NextBytes(bytes);
        var feed = new PictureStream();
        var answers = new List<(Task Task, MemoryStream Stream)>();
        using (var writer = feed.Writer("image/png"))
        {
            for (var at = 0; at < bytes.Length; at += 10_000)
            {
                writer.Write(bytes.AsSpan(at, 10_000));
                if (!feed.Started.IsCompleted || answers.Count == 3)
                    continue;
                var stream = new MemoryStream();
                answers.Add((sender.Begin((await feed.Started).Content, () => { }).WriteAsync(stream, 0, null, default), stream));
            }

            foreach (var answer in answers)
                answer.Task.IsCompleted.ShouldBeFalse("the end is not known yet");
            writer.Complete();
        }

        foreach (var (task, stream) in answers)
        {
            await task;
            stream.ToArray().ShouldBe(bytes);
        }

        var part = new MemoryStream();
        using var sending = sender.Begin((await feed.Started).Content, () => { });
        await sending.WriteAsync(part, 65_000, 140_000, default);
        part.ToArray().ShouldBe(bytes[65_000..205_000]);
    }

    [Fact]
    public async Task What_slow_clients_have_not_taken_leaves_the_memory_and_still_reaches_them()
    {
        using var sender = Sender(2 * Bytes);
        var slow = Enumerable
            .Range(0, 12)
            .Select(i =>
            {
                var (content, bytes) = Picture(i);
                var gate = new SlowStream();
                var sending = sender.Begin(content, () => gate.Aborted = true);
                return (
                    Bytes: bytes,
                    Gate: gate,
                    Sending: sending,
                    Task: sending.WriteAsync(gate, 0, null, default),
                    Memory: new WeakReference(content)
                );
            })
            .ToArray();
        await UntilAsync(() => sender.MemoryBytes <= 2 * Bytes && sender.FileBytes >= 10 * Bytes);
        Directory
            .GetFiles(Path.Combine(_root, "temporary"), "*", SearchOption.AllDirectories)
            .Length.ShouldBe(1, "files have no names, but for the lock");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        slow.Count(s => s.Memory.IsAlive).ShouldBeLessThanOrEqualTo(4);

        foreach (var client in slow)
            client.Gate.Open();
        foreach (var client in slow)
        {
            await client.Task;
            client.Sending.Dispose();
            client.Gate.Taken.ToArray().ShouldBe(client.Bytes);
            client.Gate.Aborted.ShouldBeFalse();
        }

        (sender.MemoryBytes, sender.FileBytes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task What_exceeds_the_memory_set_aside_counts_until_it_has_left_and_its_leaving_is_told()
    {
        using var sender = Sender(2 * Bytes);
        var told = 0;
        _transit.Tell(() => Interlocked.Increment(ref told));
        var feed = new PictureStream();
        var sendings = new List<PictureSending>();
        using (var writer = feed.Writer("image/png"))
        {
            writer.Write(new byte[3 * Bytes]);
            sendings.Add(sender.Begin((await feed.Started).Content, () => { }));
            _transit.Excess.ShouldBe(0, "the turn in which it is drawn accounts for it");
            writer.Complete();
            _transit.Excess.ShouldBe(Bytes, "no moment passes in which nobody does");
        }

        sender.Check();
        await UntilAsync(() => _transit.Excess == 0 && Volatile.Read(ref told) == 1);
        for (var i = 0; i < 2; i++)
            sendings.Add(sender.Begin(Picture(i).Content, () => { }));
        foreach (var sending in sendings)
            sending.Dispose();
        (_transit.Excess, told).ShouldBe((0, 4));
    }

    [Fact]
    public async Task What_a_cache_keeps_stays_where_it_is_until_the_cache_drops_it()
    {
        using var sender = Sender(0);
        var (content, bytes) = Picture(1);
        content.IsKept = true;
        using var sending = sender.Begin(content, () => { });
        await Task.Delay(100);
        (sender.MemoryBytes, sender.FileBytes).ShouldBe((0, 0));
        content.IsKept = false;
        sender.Check();
        await UntilAsync(() => sender.FileBytes == Bytes);
        var taken = new MemoryStream();
        await sending.WriteAsync(taken, 1000, Bytes - 1000, default);
        taken.ToArray().ShouldBe(bytes[1000..]);
    }

    [Fact]
    public async Task Clients_that_have_been_reading_for_longest_are_cut_off_when_files_are_full_and_new_ones_are_served()
    {
        using var sender = Sender(Bytes / 8);
        var all = Enumerable
            .Range(0, 10)
            .Select(i =>
            {
                var (content, bytes) = Picture(i);
                var gate = new SlowStream();
                var stop = new CancellationTokenSource();
                var sending = sender.Begin(
                    content,
                    () =>
                    {
                        gate.Aborted = true;
                        stop.Cancel();
                    }
                );
                return (Bytes: bytes, Gate: gate, Sending: sending, Task: EndAsync(sending, gate, stop.Token));
            })
            .ToArray();
        await UntilAsync(() => sender.MemoryBytes == 0);
        sender.FileBytes.ShouldBeLessThanOrEqualTo(32 * (Bytes / 8));
        all[0].Gate.Aborted.ShouldBeTrue();
        all[^1].Gate.Aborted.ShouldBeFalse();
        all[^1].Gate.Open();
        await all[^1].Task;
        all[^1].Gate.Taken.ToArray().ShouldBe(all[^1].Bytes);
        foreach (var one in all)
            one.Gate.Open();
        await Task.WhenAll(all.Select(one => one.Task));

        static async Task EndAsync(PictureSending sending, Stream target, CancellationToken stop)
        {
            using (sending)
            {
                try
                {
                    await sending.WriteAsync(target, 0, null, stop);
                }
                catch (OperationCanceledException)
                {
                    // Cut off.
                }
            }
        }
    }

    [Fact]
    public async Task When_no_file_can_be_written_slow_clients_are_cut_off_and_nothing_else_happens()
    {
        using var sender = Sender(0);
        Directory.Delete(Path.Combine(_root, "temporary"), recursive: true);
        File.WriteAllBytes(Path.Combine(_root, "temporary"), []);
        var isCut = false;
        using (sender.Begin(Picture(1).Content, () => isCut = true))
            await UntilAsync(() => isCut);
        (sender.MemoryBytes, sender.FileBytes).ShouldBe((0, 0));
        File.Delete(Path.Combine(_root, "temporary"));
        using (sender.Begin(Picture(2).Content, () => { }))
            await UntilAsync(() => sender.FileBytes == Bytes);
    }

    /// <summary>A client that takes one buffer and then waits until it is opened.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Aborted { get; set; }

        public MemoryStream Taken { get; } = new();

        public void Open() => _open.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Taken.WriteAsync(buffer, cancellationToken);
            await _open.Task.WaitAsync(cancellationToken);
        }
    }
}
