using System;
using System.Security.Cryptography;
using Cutis.Platform.Storage;

namespace Cutis.Server.Tests;

/// <summary>What any object store has to keep: the contract, held against the one on a disk.</summary>
public class ObjectStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cutis-store-").FullName;
    private readonly DiskObjectStore _store;
    private readonly VerifiedObjects _objects;
    private readonly TestClock _clock = new();
    private readonly (Guid Company, Guid Image) _of = (Guid.NewGuid(), Guid.NewGuid());

    public ObjectStoreTests()
    {
        _store = new DiskObjectStore(_root);
        _objects = new VerifiedObjects(_store, _clock);
    }

    public void Dispose()
    {
        _objects.Dispose();
        _store.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private ObjectKey Key(byte[] content) => ObjectKey.Photo(_of.Company, _of.Image, Convert.ToHexStringLower(SHA256.HashData(content)));

    private string[] Files => [.. Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock")];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_003)]
    public async Task What_is_staged_and_committed_can_be_read_whole_and_in_parts(int length)
    {
        var bytes = Bytes(length);
        await using (var staged = await _store.StageAsync(new Trickle(bytes), length, default))
        {
            staged.ShouldNotBeNull();
            (staged.Length, staged.Digest).ShouldBe((length, Key(bytes).Digest));
            staged.ReadAll().ShouldBe(bytes);
            (await _store.OpenReadAsync(Key(bytes), default)).ShouldBeNull("it is no object yet");
            await staged.CommitAsync(Key(bytes), default);
        }

        (await _store.LengthAsync(Key(bytes), default)).ShouldBe(length);
        (await _objects.ReadAsync(Key(bytes), default)).Bytes.ShouldBe(bytes);
        var (content, _) = await _objects.OpenAsync(Key(bytes), default);
        using (content)
        {
            foreach (var (from, count) in new[] { (0, length), (length / 3, length / 3), (length, 0) })
            {
                var part = new MemoryStream();
                await content!.CopyToAsync(part, from, count, default);
                part.ToArray().ShouldBe(bytes[from..(from + count)]);
            }
        }

        Files.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Content_over_the_limit_is_refused_as_soon_as_it_is_and_leaves_nothing()
    {
        var endless = new Trickle(Bytes(1_000_000));
        (await _store.StageAsync(endless, 100_000, default)).ShouldBeNull();
        endless.Position.ShouldBeLessThan(300_000);
        Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_that_breaks_off_or_is_not_committed_leaves_nothing()
    {
        await Should.ThrowAsync<IOException>(() => _store.StageAsync(new Trickle(Bytes(1000)) { FailsAt = 500 }, 1000, default));
        Files.ShouldBeEmpty();
        var staged = await _store.StageAsync(Bytes(1000), default);
        Files.Length.ShouldBe(1);
        await staged.DisposeAsync();
        Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_is_committed_under_its_own_digest_only()
    {
        await using var staged = await _store.StageAsync(Bytes(10), default);
        await Should.ThrowAsync<ArgumentException>(() => staged.CommitAsync(Key(Bytes(11)), default));
        await Should.ThrowAsync<ArgumentException>(() => staged.CommitAsync(ObjectKey.Image(_of.Company, _of.Image), default));
    }

    [Fact]
    public async Task An_open_object_stays_readable_when_it_is_replaced_and_when_it_is_deleted()
    {
        var bytes = Bytes(100_000);
        await _store.PutAsync(Key(bytes), bytes, default);
        using var content = await _store.OpenReadAsync(Key(bytes), default);
        await _store.PutAsync(Key(bytes), bytes, default);
        await _store.DeleteAllAsync(ObjectKey.Image(_of.Company, _of.Image));
        (await content!.ReadAllAsync(default)).ShouldBe(bytes);
        (await _store.OpenReadAsync(Key(bytes), default)).ShouldBeNull();
        (await _store.LengthAsync(Key(bytes), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Deleting_takes_what_is_under_a_prefix_and_nothing_else_and_can_be_repeated()
    {
        var (first, second) = (Bytes(10), Bytes(11));
        var other = ObjectKey.Masks(_of.Company, Guid.NewGuid(), Key(first).Digest!);
        foreach (var key in new[] { Key(first), other })
            await _store.PutAsync(key, first, default);
        await _store.PutAsync(Key(second), second, default);
        await _store.DeleteAsync(Key(second));
        await _store.DeleteAsync(Key(second));
        (await _store.LengthAsync(Key(first), default)).ShouldBe(10);
        await _store.DeleteAllAsync(ObjectKey.Image(_of.Company, _of.Image));
        await _store.DeleteAllAsync(ObjectKey.Image(_of.Company, _of.Image));
        await _store.DeleteAsync(Key(first));
        (await _store.LengthAsync(Key(first), default)).ShouldBeNull();
        (await _store.LengthAsync(other, default)).ShouldBe(10);
    }

    [Fact]
    public async Task Storing_and_erasing_at_once_never_fail()
    {
        var contents = Enumerable.Range(0, 8).Select(i => Bytes(2000, i)).ToArray();
        var storing = contents.Select(bytes =>
            Task.Run(async () =>
            {
                for (var i = 0; i < 40; i++)
                    await _store.PutAsync(Key(bytes), bytes, default);
            })
        );
        var erasing = Enumerable
            .Range(0, 2)
            .Select(_ =>
                Task.Run(async () =>
                {
                    for (var i = 0; i < 60; i++)
                        await _store.DeleteAllAsync(ObjectKey.Image(_of.Company, _of.Image));
                })
            );
        await Task.WhenAll(storing.Concat(erasing));
        await _store.DeleteAllAsync(ObjectKey.Image(_of.Company, _of.Image));
        Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_of_the_file_is_found_and_what_is_unchanged_is_looked_at_once()
    {
        var bytes = Bytes(3_000_000);
        await _store.PutAsync(Key(bytes), bytes, default);
        var path = Path.Combine(_root, Key(bytes).Path);
        (await _objects.CheckAsync(Key(bytes), default)).ShouldBeNull();
        var before = _objects.BytesHashed;
        before.ShouldBe(3_000_000);
        for (var i = 0; i < 50; i++)
            (await _objects.CheckAsync(Key(bytes), default)).ShouldBeNull();
        _objects.BytesHashed.ShouldBe(before);
        _clock.Now = _clock.Now.AddDays(2);
        (await _objects.CheckAsync(Key(bytes), default)).ShouldBeNull();
        _objects.BytesHashed.ShouldBe(2 * before, "what a disk loses silently is found in time");

        // A bit, with the time of the last write set back.
        var written = File.GetLastWriteTimeUtc(path);
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = 1_000_000;
            file.WriteByte((byte)(bytes[1_000_000] ^ 1));
        }

        File.SetLastWriteTimeUtc(path, written);
        (await _objects.CheckAsync(Key(bytes), default)).ShouldBe(ObjectFault.Damaged);
        (await _objects.ReadAsync(Key(bytes), default)).ShouldBe((null, ObjectFault.Damaged));
        await _store.PutAsync(Key(bytes), bytes, default);
        (await _objects.ReadAsync(Key(bytes), default)).Bytes.ShouldBe(bytes);
        await _store.DeleteAsync(Key(bytes));
        (await _objects.CheckAsync(Key(bytes), default)).ShouldBe(ObjectFault.Missing);
    }

    [Fact]
    public async Task Many_who_ask_at_once_and_leave_have_a_file_looked_at_once()
    {
        var bytes = Bytes(20_000_000);
        await _store.PutAsync(Key(bytes), bytes, default);
        using var left = new CancellationTokenSource();
        var first = _objects.CheckAsync(Key(bytes), left.Token);
        var others = Enumerable.Range(0, 30).Select(_ => _objects.CheckAsync(Key(bytes), default)).ToArray();
        await left.CancelAsync();
        (await Task.WhenAll(others)).ShouldAllBe(fault => fault == null);
        await first.ContinueWith(_ => { }, TaskScheduler.Default);
        _objects.BytesHashed.ShouldBe(20_000_000);
    }

    [Fact]
    public async Task What_a_living_process_writes_is_not_swept_and_what_a_dead_one_left_is()
    {
        var staged = await _store.StageAsync(Bytes(1000), default);
        // A second process on the same folder, which a lock on an open file tells from this one as well.
        using (var other = new DiskObjectStore(_root))
        {
            other.Temporary.SweepAbandoned();
            await using var beside = await other.StageAsync(Bytes(1001), default);
            _store.Temporary.SweepAbandoned();
            Files.Length.ShouldBe(2);
            await beside.CommitAsync(Key(Bytes(1001)), default);
        }

        await staged.CommitAsync(Key(Bytes(1000)), default);

        // A folder whose process died, one without a lock, and files of earlier versions.
        foreach (var name in new[] { "1-dead/lock", "1-dead/half", "2-dead/half", "earlier" })
        {
            var path = Path.Combine(_root, "temporary", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, [1]);
        }

        _store.Temporary.SweepAbandoned();
        Files.Length.ShouldBe(2);
        Directory.GetDirectories(Path.Combine(_root, "temporary")).Length.ShouldBe(1, "its own");
        _store.Dispose();
        Directory.GetFileSystemEntries(Path.Combine(_root, "temporary")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_temporary_folder_that_was_cleared_by_hand_is_made_anew()
    {
        await _store.PutAsync(Key(Bytes(5)), Bytes(5), default);
        Directory.Delete(Directory.GetDirectories(Path.Combine(_root, "temporary")).Single(), recursive: true);
        await _store.PutAsync(Key(Bytes(6)), Bytes(6), default);
        (await _store.LengthAsync(Key(Bytes(6)), default)).ShouldBe(6);
    }

    [Fact]
    public async Task Files_and_folders_are_their_owner_s_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        await _store.PutAsync(Key(Bytes(5)), Bytes(5), default);
        File.GetUnixFileMode(Path.Combine(_root, Key(Bytes(5)).Path)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>A stream that gives little at a time.</summary>
    private sealed class Trickle(byte[] content) : Stream
    {
        public int? FailsAt { get; init; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= FailsAt)
                throw new IOException("The connection broke");
            var count = Math.Min(Math.Min(buffer.Length, 10_007), content.Length - (int)Position);
            if (FailsAt is { } fails)
                count = Math.Min(count, fails - (int)Position);
            content.AsMemory((int)Position, count).CopyTo(buffer);
            Position += count;
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
