using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Cutis.Platform.Storage;

/// <summary>
/// Objects as files. A file appears under its name only when it is whole and on the disk: it is written beside, flushed, renamed, and
/// its folder is flushed too. What was acknowledged survives a crash; what was not leaves at most a temporary file, swept at the next
/// start of a server.
/// </summary>
internal sealed class DiskObjectStore : IObjectStore, IDisposable
{
    private const int BufferBytes = 64 << 10;

    // Erasing an image deletes its folders, even while another request creates them.
    private const int MaxTries = 50;
    private readonly string _root;
    private readonly Lock _folders = new();

    public DiskObjectStore(string root)
    {
        _root = Path.GetFullPath(root);
        Temporary = new TemporaryFiles(Path.Combine(_root, "temporary"));
    }

    /// <summary>The files that are not objects yet.</summary>
    public TemporaryFiles Temporary { get; }

    /// <summary>SHA-256 as 64 lower-case hexadecimal digits.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <inheritdoc/>
    public Task<long?> LengthAsync(ObjectKey key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return Task.FromResult<long?>(new FileInfo(FileOf(key)) is { Exists: true } file ? file.Length : null);
    }

    /// <inheritdoc/>
    public Task<ObjectContent?> OpenReadAsync(ObjectKey key, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            var file = File.OpenHandle(
                FileOf(key),
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous
            );
            return Task.FromResult<ObjectContent?>(new FileContent(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<ObjectContent?>(null);
        }
    }

    /// <inheritdoc/>
    public async Task<StagedObject?> StageAsync(Stream content, long maxBytes, CancellationToken stop)
    {
        var file = Temporary.Create();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        StagedObject? staged = null;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long length = 0; ; )
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, BufferBytes), stop);
                if (read == 0)
                    break;
                length += read;
                if (length > maxBytes)
                    return null;
                hash.AppendData(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }

            return staged = new StagedObject(file, Convert.ToHexStringLower(hash.GetHashAndReset()), MoveAsync);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (staged is null)
                await TemporaryFiles.DiscardAsync(file);
        }
    }

    /// <inheritdoc/>
    public async Task<StagedObject> StageAsync(ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var file = Temporary.Create();
        StagedObject? staged = null;
        try
        {
            await file.WriteAsync(content, stop);
            return staged = new StagedObject(file, Digest(content.Span), MoveAsync);
        }
        finally
        {
            if (staged is null)
                await TemporaryFiles.DiscardAsync(file);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TouchAsync(ObjectKey key, DateTimeOffset time, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            File.SetLastWriteTimeUtc(FileOf(key), time.UtcDateTime);
            return Task.FromResult(true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectKey prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var file in await Task.Run(() => Files(FileOf(prefix)), stop))
        {
            stop.ThrowIfCancellationRequested();
            // A file that Cutis did not write is not an object.
            if (ObjectKey.TryParse(Path.GetRelativePath(_root, file.FullName).Replace('\\', '/')) is { } key)
                yield return new StoredObject(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ObjectKey key) =>
        Task.Run(() =>
        {
            try
            {
                File.Delete(FileOf(key));
            }
            catch (DirectoryNotFoundException)
            {
                // The file does not exist any more.
            }
        });

    /// <inheritdoc/>
    public Task DeleteAllAsync(ObjectKey prefix) =>
        Task.Run(() =>
        {
            var (folder, gone) = (FileOf(prefix), Temporary.NewPath());
            try
            {
                // Moved away in one step: a folder that is written to while it is deleted never becomes empty.
                Directory.Move(folder, gone);
            }
            catch (DirectoryNotFoundException)
            {
                return; // The folder does not exist any more.
            }
            catch (IOException)
            {
                // A full disk, for example, has no space for a temporary folder.
                gone = folder;
            }

            // A write that had found the folder before it was moved still ends in it.
            Try(() =>
            {
                if (Directory.Exists(gone))
                    Directory.Delete(gone, recursive: true);
            });
        });

    /// <inheritdoc/>
    public async Task CheckWritableAsync(CancellationToken stop)
    {
        await using var probe = Temporary.Create();
        try
        {
            await probe.WriteAsync(new byte[1], stop);
        }
        finally
        {
            File.Delete(probe.Name);
        }
    }

    public void Dispose() => Temporary.Dispose();

    private static FileInfo[] Files(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            // The object does not exist, or was erased meanwhile.
            return [];
        }
    }

    private string FileOf(ObjectKey key) => Path.Combine(_root, key.Path);

    private Task MoveAsync(FileStream file, ObjectKey key) =>
        Task.Run(() =>
        {
            var (target, folder) = (FileOf(key), Path.GetDirectoryName(FileOf(key))!);
            file.Flush(flushToDisk: true);
            Try(() =>
            {
                MakeFolder(folder);
                File.Move(file.Name, target, overwrite: true);
            });
            try
            {
                FileSystem.FlushFolder(folder);
            }
            catch (DirectoryNotFoundException)
            {
                // The folder was erased meanwhile.
            }
        });

    // One at a time: a request that finds a folder can rely on its being on the disk.
    private void MakeFolder(string folder)
    {
        lock (_folders)
        {
            var missing = new Stack<string>();
            for (var at = folder; !Directory.Exists(at); at = Path.GetDirectoryName(at)!)
                missing.Push(at);
            foreach (var made in missing)
            {
                Directory.CreateDirectory(made);
                FileSystem.FlushFolder(Path.GetDirectoryName(made)!);
            }
        }
    }

    private static void Try(Action work)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                work();
                return;
            }
            catch (IOException) when (tries < MaxTries)
            {
                // Another request creates or deletes the same folder.
            }
        }
    }
}
