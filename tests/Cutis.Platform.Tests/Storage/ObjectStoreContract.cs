using System;
using System.Security.Cryptography;
using Cutis.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Cutis.Platform.Tests.Storage;

/// <summary>What any object store has to keep. Each store has a class of tests that adds nothing but the store.</summary>
public abstract class ObjectStoreContract : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cutis-store-").FullName;
    private readonly (Guid Company, Guid Image) _of = (Guid.NewGuid(), Guid.NewGuid());
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 12, 7, 0, TimeSpan.Zero));
    private readonly IObjectStore _store;
    private readonly VerifiedObjects _objects;

    /// <param name="create">Makes the store, which may keep files in a folder.</param>
    private protected ObjectStoreContract(Func<string, IObjectStore> create)
    {
        _store = create(_root);
        _objects = new VerifiedObjects(_store, _clock);
    }

    public void Dispose()
    {
        _objects.Dispose();
        (_store as IDisposable)?.Dispose();
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private ObjectKey Key(byte[] content) => ObjectKey.Photo(_of.Company, _of.Image, Convert.ToHexStringLower(SHA256.HashData(content)));

    private async Task<List<StoredObject>> ListAsync(ObjectKey prefix)
    {
        var all = new List<StoredObject>();
        await foreach (var found in _store.ListAsync(prefix, default))
            all.Add(found);
        return all;
    }

    // What is being taken in lies in a file, whatever the store.
    private string[] Staged =>
        [
            .. Directory
                .GetFiles(Path.Combine(_root, "temporary"), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetFileName(f) != "lock"),
        ];

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
            (await staged.ReadAllAsync(default)).ShouldBe(bytes);
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

        Staged.ShouldBeEmpty();
        (await ListAsync(ObjectKey.Image(_of.Company, _of.Image))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Content_over_the_limit_is_refused_as_soon_as_it_is_and_leaves_nothing()
    {
        var endless = new Trickle(Bytes(1_000_000));
        (await _store.StageAsync(endless, 100_000, default)).ShouldBeNull();
        endless.Position.ShouldBeLessThan(300_000);
        Staged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_that_breaks_off_or_is_not_committed_leaves_nothing()
    {
        await Should.ThrowAsync<IOException>(() => _store.StageAsync(new Trickle(Bytes(1000)) { FailsAt = 500 }, 1000, default));
        Staged.ShouldBeEmpty();
        var staged = await _store.StageAsync(Bytes(1000), default);
        Staged.Length.ShouldBe(1);
        await staged.DisposeAsync();
        Staged.ShouldBeEmpty();
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
        (await ListAsync(ObjectKey.Image(_of.Company, _of.Image))).ShouldBeEmpty();
        Staged.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_objects_of_an_image_are_listed_with_their_length_and_time()
    {
        var (photo, masks) = (Bytes(10), Bytes(11));
        var digest = Convert.ToHexStringLower(SHA256.HashData(masks));
        ObjectKey[] keys = [Key(photo), ObjectKey.Masks(_of.Company, _of.Image, digest), ObjectKey.Recipe(_of.Company, _of.Image, digest)];
        (await ListAsync(ObjectKey.Image(_of.Company, _of.Image))).ShouldBeEmpty("nothing was ever stored");
        await _store.PutAsync(keys[0], photo, default);
        await _store.PutAsync(keys[1], masks, default);
        await _store.PutAsync(keys[2], masks, default);
        await _store.PutAsync(ObjectKey.Photo(_of.Company, Guid.NewGuid(), keys[0].Digest!), photo, default);
        var time = _clock.GetUtcNow();
        foreach (var key in keys)
            (await _store.TouchAsync(key, time, default)).ShouldBeTrue();
        (await ListAsync(ObjectKey.Image(_of.Company, _of.Image))).ShouldBe(
            [new StoredObject(keys[0], 10, time), new StoredObject(keys[1], 11, time), new StoredObject(keys[2], 11, time)],
            ignoreOrder: true
        );
        (await _store.TouchAsync(Key(Bytes(12)), time, default)).ShouldBeFalse("there is none");
    }

    [Fact]
    public async Task What_is_stored_is_verified_by_its_name()
    {
        var bytes = Bytes(70_000);
        await _store.PutAsync(Key(bytes), bytes, default);
        (await _objects.CheckAsync(Key(bytes), default)).ShouldBeNull();
        (await _objects.CheckAsync(Key(Bytes(3)), default)).ShouldBe(ObjectFault.Missing);
        await _store.CheckWritableAsync(default);
    }

    [Fact]
    public async Task A_request_that_was_given_up_does_nothing()
    {
        var bytes = Bytes(10);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await using var staged = await _store.StageAsync(bytes, default);
        await Should.ThrowAsync<OperationCanceledException>(() => staged.CommitAsync(Key(bytes), gone.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => _store.LengthAsync(Key(bytes), gone.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => _store.OpenReadAsync(Key(bytes), gone.Token));
        (await _store.LengthAsync(Key(bytes), default)).ShouldBeNull();
    }
}

/// <summary>The contract, held against the store on a disk.</summary>
public sealed class DiskObjectStoreContract() : ObjectStoreContract(folder => new DiskObjectStore(folder));

/// <summary>The contract, held against a store that has no files, so that nothing in the port is of a disk.</summary>
public sealed class MemoryObjectStoreContract() : ObjectStoreContract(folder => new MemoryObjectStore(folder));
