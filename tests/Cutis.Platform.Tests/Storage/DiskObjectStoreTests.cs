using System;
using System.Security.Cryptography;
using Cutis.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Cutis.Platform.Tests.Storage;

/// <summary>What is of the store on a disk alone: its files, and how damage to them is found.</summary>
public sealed class DiskObjectStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cutis-store-").FullName;
    private readonly DiskObjectStore _store;
    private readonly VerifiedObjects _objects;
    private readonly FakeTimeProvider _clock = new();
    private readonly (Guid Company, Guid Image) _of = (Guid.NewGuid(), Guid.NewGuid());

    public DiskObjectStoreTests()
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

    private static byte[] Bytes(int length, int seed = 1) => ObjectStoreContract.Bytes(length, seed);

    private ObjectKey Key(byte[] content) => ObjectKey.Photo(_of.Company, _of.Image, Convert.ToHexStringLower(SHA256.HashData(content)));

    private string[] Files => [.. Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock")];

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
        _clock.Advance(TimeSpan.FromDays(2));
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
}
