using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>Writes bands that several threads produce to one stream, in order, each as soon as all bands before it are complete.</summary>
internal sealed class BandWriter(int bands, Stream output)
{
    private readonly ScanBytes?[] _parts = new ScanBytes?[bands];
    private readonly bool[] _done = new bool[bands];
    private readonly Lock _lock = new();
    private int _next;

    /// <summary>Appends bytes to a band. Only one thread at a time may append to a given band.</summary>
    public void Append(int band, ReadOnlySpan<byte> bytes, bool isLast)
    {
        (_parts[band] ??= new ScanBytes()).Append(bytes);
        if (!isLast)
            return;
        lock (_lock)
        {
            _done[band] = true;
            for (; _next < bands && _done[_next]; _next++)
            {
                output.Write(_parts[_next]!.Written);
                _parts[_next] = null;
            }
        }
    }
}
