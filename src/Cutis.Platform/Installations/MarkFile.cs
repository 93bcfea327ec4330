using System.Text;
using System.Text.Json;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Installations;

/// <summary>The installation to which an object folder belongs, and its generation; the database states the same.</summary>
/// <param name="Id">Id of the installation.</param>
/// <param name="Generation">Rises with every change to what records say about objects.</param>
internal sealed record InstallationMark(Guid Id, long Generation);

/// <summary>
/// The mark in an object folder, <c>installation.json</c>. After each commit the generation is overwritten in place, without waiting for
/// the disk: a mark that is behind is corrected at the next start, because the rows tell what has changed since.
/// </summary>
internal sealed partial class MarkFile(string objectFolder, ILogger? log = null)
{
    private const string Name = "installation.json";
    private const int Digits = 20;
    private readonly string _path = Path.Combine(objectFolder, Name);
    private readonly Lock _lock = new();

    /// <summary>The mark; null when there is none that can be read.</summary>
    public InstallationMark? Read()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(_path));
            var mark = json.RootElement;
            return new InstallationMark(mark.GetProperty("id").GetGuid(), mark.GetProperty("generation").GetInt64());
        }
        catch (Exception e)
            when (e
                    is FileNotFoundException
                        or DirectoryNotFoundException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            return null;
        }
    }

    /// <summary>Replaces the file and waits until it is on the disk.</summary>
    public void Write(InstallationMark mark)
    {
        Directory.CreateDirectory(objectFolder);
        PrivateFile.Write(_path, Encoding.UTF8.GetBytes(Text(mark)));
    }

    /// <summary>Records a committed generation; an older one than that of the mark changes nothing.</summary>
    public void Advance(long generation)
    {
        lock (_lock)
        {
            try
            {
                if (Read() is not { } mark || mark.Generation >= generation)
                    return;
                // The text has a fixed length within one disk block, so that readers see either the old or the new one.
                using var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                file.Write(Encoding.UTF8.GetBytes(Text(mark with { Generation = generation })));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The change itself is committed, so its request has succeeded.
                if (log is not null)
                    NotAdvanced(log, e);
            }
        }
    }

    // Padded to the same length for every generation.
    private static string Text(InstallationMark mark) => $$"""{"id":"{{mark.Id:D}}","generation":{{mark.Generation, Digits}}}""" + "\n";

    [LoggerMessage(LogLevel.Warning, "The mark of the object folder could not be updated; the next start checks what has changed since")]
    private static partial void NotAdvanced(ILogger log, Exception exception);
}
