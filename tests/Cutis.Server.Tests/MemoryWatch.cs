using System.Globalization;

namespace Cutis.Server.Tests;

/// <summary>Watches the resident memory of a process, four times a second, as Linux tells it.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly int _process;
    private readonly Timer _timer;

    public MemoryWatch(int process)
    {
        _process = process;
        _timer = new Timer(_ => Sample(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    /// <summary>The most that was seen, in bytes.</summary>
    public long Peak { get; private set; }

    /// <summary>Bytes now; 0 when the process is gone.</summary>
    public long Now
    {
        get
        {
            try
            {
                var line = File.ReadLines($"/proc/{_process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sample() => Peak = Math.Max(Peak, Now);
}
