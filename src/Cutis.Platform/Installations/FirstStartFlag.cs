using Cutis.Platform.Storage;

namespace Cutis.Platform.Installations;

/// <summary>
/// A file in the data folder that exists during the first start. A start that finds it knows that the contents of the folder are those of
/// an unfinished first start, and repeats it.
/// </summary>
internal sealed class FirstStartFlag(string dataFolder)
{
    private readonly string _path = Path.Combine(dataFolder, "first-start");

    public bool IsSet => File.Exists(_path);

    /// <summary>Creates the flag. Credentials of a previous installation are kept under another name.</summary>
    public void Set(DateTimeOffset now)
    {
        if (IsSet)
            return;
        var credentials = Path.Combine(dataFolder, "credentials.json");
        var kept = Path.Combine(dataFolder, $"credentials-until-{now:yyyyMMdd'T'HHmmss'Z'}.json");
        if (File.Exists(credentials))
            File.Move(credentials, kept);
        PrivateFile.Write(_path, "The first start is under way; this file goes when it has ended.\n"u8.ToArray());
    }

    public void Clear() => File.Delete(_path);
}
