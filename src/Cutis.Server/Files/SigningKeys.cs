using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cutis.Server.Files;

/// <summary>A secret that addresses are signed with.</summary>
/// <param name="Id">Stands in the address, so that the right key is found after a rotation.</param>
/// <param name="Secret">32 random bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record SigningKey(string Id, byte[] Secret, DateTimeOffset CreatedAt);

/// <summary>
/// The signing keys, in a file of the data folder that only its owner may read. The first one signs; the others still verify, so
/// rotation breaks no live address. A running server sees a rotation within a second.
/// </summary>
internal sealed class SigningKeys
{
    // An address lives 7 days at most.
    private static readonly TimeSpan Retired = TimeSpan.FromDays(8);
    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private ImmutableArray<SigningKey> _keys;
    private DateTime _written;
    private long _lookedAt;

    public SigningKeys(string dataFolder, TimeProvider clock)
    {
        (_path, _clock) = (Path.Combine(dataFolder, "signing-keys.json"), clock);
        if (!File.Exists(_path)) Write([Make()]);
        Load();
    }

    /// <summary>The key that signs.</summary>
    public SigningKey Current => Keys()[0];

    /// <summary>The key of that id, or null.</summary>
    public SigningKey? Find(string id) => Keys().FirstOrDefault(key => key.Id == id);

    /// <summary>Makes a new key the one that signs, and drops those that no live address can need.</summary>
    public SigningKey Rotate()
    {
        lock (_lock)
        {
            Load();
            var made = Make();
            // A key was in use until its successor came.
            var kept = _keys.Where((_, i) => i == 0 || _clock.GetUtcNow() - _keys[i - 1].CreatedAt < Retired);
            Write([made, .. kept]);
            Load();
            return made;
        }
    }

    private ImmutableArray<SigningKey> Keys()
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            if (_clock.GetElapsedTime(_lookedAt, now) < TimeSpan.FromSeconds(1)) return _keys;
            _lookedAt = now;
            if (File.GetLastWriteTimeUtc(_path) != _written) Load();
            return _keys;
        }
    }

    private SigningKey Make() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), RandomNumberGenerator.GetBytes(32), _clock.GetUtcNow());

    private void Load()
    {
        _written = File.GetLastWriteTimeUtc(_path);
        _keys = JsonSerializer.Deserialize<ImmutableArray<SigningKey>>(File.ReadAllBytes(_path));
    }

    private void Write(ImmutableArray<SigningKey> keys) => PrivateFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(keys));
}

/// <summary>Files with secrets: mode 0600 from the first byte on, and never half written.</summary>
internal static class PrivateFile
{
    public static void Write(string path, byte[] content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
