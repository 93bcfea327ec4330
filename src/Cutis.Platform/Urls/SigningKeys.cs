using Cutis.Platform.Storage;

namespace Cutis.Platform.Urls;

/// <summary>The file of signing keys cannot be used; the message says what to do.</summary>
internal sealed class SigningKeysException(string message) : IOException(message);

/// <summary>
/// The signing keys, in a file of the data folder that only its owner may read. A running server notices a change within a second. While
/// the file is broken, it continues with the keys that it knows, and <see cref="Problem"/> says so.
/// </summary>
internal sealed partial class SigningKeys
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "signing-keys.json";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly ILogger? _log;
    private readonly Lock _lock = new();
    private KeyRing _ring;
    private string? _problem;
    private (DateTime Written, long Length) _seen;
    private long _lookedAt;

    /// <exception cref="SigningKeysException">The file exists and cannot be used.</exception>
    public SigningKeys(string dataFolder, TimeProvider clock, ILogger<SigningKeys>? log = null)
    {
        (_path, _clock, _log) = (Path.Combine(dataFolder, FileName), clock, log);
        if (!File.Exists(_path))
            Change(ring => ring ?? KeyRing.Create(_clock.GetUtcNow()));
        _ring = Read();
    }

    /// <summary>The key that signs.</summary>
    public SigningKey Current => Ring().Current;

    /// <summary>What is wrong with the file, in a sentence that names it; null when it is valid.</summary>
    public string? Problem
    {
        get
        {
            Ring();
            return _problem;
        }
    }

    /// <summary>All keys, newest first.</summary>
    public KeyRing Ring()
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            if (_clock.GetElapsedTime(_lookedAt, now) < Interval)
                return _ring;
            _lookedAt = now;
            if (_problem is not null || Stat() != _seen)
                Reload();
            return _ring;
        }
    }

    /// <summary>The key with an id, or null.</summary>
    public SigningKey? Find(string id) => Ring().Find(id);

    /// <summary>Makes a new key the signing key, and drops keys that no valid URL can need.</summary>
    /// <exception cref="SigningKeysException">The file cannot be used, or another process keeps changing it.</exception>
    public SigningKey Rotate() => Change(ring => ring?.Rotate(_clock.GetUtcNow()) ?? KeyRing.Create(_clock.GetUtcNow())).Current;

    /// <summary>Invalidates a key at once, with every URL that was signed with it.</summary>
    /// <returns>False when there is no key with that id.</returns>
    /// <exception cref="SigningKeysException">The file cannot be used, or another process keeps changing it.</exception>
    public bool Revoke(string id)
    {
        if (Ring().Find(id) is null)
            return false;
        Change(ring => ring?.Revoke(id, _clock.GetUtcNow()) ?? KeyRing.Create(_clock.GetUtcNow()));
        return true;
    }

    // Reads, changes and writes the file while no other process does.
    private KeyRing Change(Func<KeyRing?, KeyRing> change)
    {
        using var held =
            PrivateFile.TryLock(Path.ChangeExtension(_path, ".lock"), Patience)
            ?? throw new SigningKeysException($"Another process is changing {_path}; try again.");
        lock (_lock)
        {
            var changed = change(File.Exists(_path) ? Read() : null);
            PrivateFile.Write(_path, changed.ToUtf8());
            (_ring, _problem) = (Read(), null);
            return _ring;
        }
    }

    private void Reload()
    {
        try
        {
            (_ring, _problem) = (Read(), null);
        }
        catch (SigningKeysException e)
        {
            if (_problem is null && _log is not null)
                Broken(_log, e.Message);
            _problem = e.Message;
        }
    }

    private KeyRing Read()
    {
        _seen = Stat();
        try
        {
            return KeyRing.Parse(File.ReadAllBytes(_path)) ?? throw new SigningKeysException(Advice("does not hold signing keys"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SigningKeysException(Advice("is missing"));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not SigningKeysException))
        {
            throw new SigningKeysException($"The file of signing keys cannot be read: {e.Message}");
        }
    }

    private string Advice(string fault) =>
        $"The file of signing keys {_path} {fault}. Put a copy of it back; or delete it, and the next start makes new keys: "
        + "URLs issued before then stop working.";

    private (DateTime Written, long Length) Stat() =>
        new FileInfo(_path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    [LoggerMessage(LogLevel.Error, "{Problem} Until then the last keys stay in use")]
    private static partial void Broken(ILogger log, string problem);
}
