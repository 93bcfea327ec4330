using Microsoft.Win32.SafeHandles;

namespace Cutis.Platform.Storage;

/// <summary>The content of an object that is an open file.</summary>
internal sealed class FileContent(SafeFileHandle file) : ObjectContent(RandomAccess.GetLength(file), FileSystem.Version(file))
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, long from, CancellationToken stop) =>
        RandomAccess.ReadAsync(file, buffer, from, stop);

    public override int Read(Span<byte> buffer, long from) => RandomAccess.Read(file, buffer, from);

    public override void Dispose() => file.Dispose();
}
