using Cutis.Platform.Storage;

namespace Cutis.Platform.Installations;

/// <summary>
/// A file of the data folder that every running server holds, together with the others, for as long as it lives. So a command that may
/// not run beside a server can tell.
/// </summary>
internal sealed class RunningServer(InstallationFolder folder) : IHostedService, IDisposable
{
    private const string Name = "running";
    private FileStream? _held;

    /// <summary>Keeps servers away from a data folder; null when one is running.</summary>
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
            // A server starts on a full disk too, so that space can be made by erasing.
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
