using Cutis.Platform.Storage;

namespace Cutis.Platform.Installations;

/// <summary>
/// A file of the data folder that every running server locks, shared with the others, for as long as it runs, so that commands which may
/// not run beside a server can tell.
/// </summary>
internal sealed class RunningServer(InstallationFolder folder) : IHostedService, IDisposable
{
    private const string Name = "running";
    private FileStream? _held;

    /// <summary>Prevents servers from starting on a data folder; null when one is running.</summary>
    public static IDisposable? TryExclude(InstallationFolder folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder.Root, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _held = new FileStream(Path.Combine(folder.Root, Name), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }
        catch (IOException e) when (DiskFaults.IsFull(e))
        {
            // A server must start even on a full disk, so that erasing can free space.
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _held?.Dispose();
}
