using System.Security.Cryptography;

namespace Cutis.Server.Objects;

/// <summary>
/// Objects as files. A file appears under its name only when it is whole and on the disk: it is written beside, flushed, and
/// renamed. What was acknowledged survives a crash; what was not leaves at most a temporary file, swept at the next start.
/// </summary>
internal sealed class DiskObjectStore
{
    private readonly string _root;
    private readonly string _temporary;

    public DiskObjectStore(string root)
    {
        _root = Path.GetFullPath(root);
        _temporary = Path.Combine(_root, "temporary");
        Directory.CreateDirectory(_temporary);
    }

    /// <summary>SHA-256 as 64 lower-case hexadecimal digits.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Bytes of the object, or null when there is none.</summary>
    public long? Size(ObjectKey key) => new FileInfo(FileOf(key)) is { Exists: true } file ? file.Length : null;

    /// <summary>The whole object, or null when there is none.</summary>
    public async Task<byte[]?> ReadAsync(ObjectKey key, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(FileOf(key), stop);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Stores an object; one of the same name is replaced in one step.</summary>
    public async Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        var target = FileOf(key);
        var temporary = Path.Combine(_temporary, Path.GetRandomFileName());
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                await file.WriteAsync(content, stop);
                file.Flush(flushToDisk: true);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes every object under a prefix.</summary>
    public void DeleteAll(ObjectKey prefix)
    {
        try
        {
            Directory.Delete(FileOf(prefix), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    /// <summary>Deletes what unfinished writes of an earlier process left behind.</summary>
    public void SweepTemporary()
    {
        foreach (var file in Directory.EnumerateFiles(_temporary)) File.Delete(file);
    }

    /// <summary>Throws when nothing can be written.</summary>
    public void CheckWritable()
    {
        var probe = Path.Combine(_temporary, Path.GetRandomFileName());
        File.WriteAllBytes(probe, [1]);
        File.Delete(probe);
    }

    /// <summary>Every image that has objects, and when the first of them came.</summary>
    public IEnumerable<(Guid Company, Guid Image, DateTimeOffset Since)> Images()
    {
        var companies = Path.Combine(_root, "companies");
        if (!Directory.Exists(companies)) yield break;
        foreach (var company in Directory.EnumerateDirectories(companies))
        {
            var images = Path.Combine(company, "images");
            if (!Guid.TryParseExact(Path.GetFileName(company), "D", out var companyId) || !Directory.Exists(images)) continue;
            foreach (var image in Directory.EnumerateDirectories(images))
            {
                if (Guid.TryParseExact(Path.GetFileName(image), "D", out var imageId))
                    yield return (companyId, imageId, new DateTimeOffset(Directory.GetLastWriteTimeUtc(image)));
            }
        }
    }

    private string FileOf(ObjectKey key) => Path.Combine(_root, key.Path);
}
