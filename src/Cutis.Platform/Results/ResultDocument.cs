using Cutis.Masks.Results;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Results;

/// <summary>
/// A stored result, open to be written out as it was stored, apart from white space. What is large in it, the mask sets, comes from the
/// store while it is written; in memory is the envelope alone.
/// </summary>
internal sealed class ResultDocument : IDisposable
{
    private static readonly byte[] Nothing = "null"u8.ToArray();
    private readonly List<(ReadOnlyMemory<byte> Text, ObjectContent? Masks)> _parts = [];

    /// <param name="envelope">The document without its mask sets.</param>
    /// <param name="restored">The mask set of the restored photo as it was stored; null where there is none.</param>
    /// <param name="original">The mask set of the original.</param>
    public ResultDocument(string envelope, ObjectContent? restored, ObjectContent? original)
    {
        foreach (var (text, key) in ResultEnvelope.Split(envelope))
        {
            var masks = key switch
            {
                ResultEnvelope.Restored => restored,
                ResultEnvelope.Original => original,
                _ => null,
            };
            _parts.Add((text, masks));
            if (key is not null && masks is null)
                _parts.Add((Nothing, null));
        }

        Length = _parts.Sum(part => part.Text.Length + (part.Masks?.Length ?? 0));
    }

    /// <summary>Its ETag; empty where it has none.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Bytes of the whole.</summary>
    public long Length { get; }

    /// <summary>Writes the whole, at the pace of whoever takes it and with a small buffer.</summary>
    public async Task WriteAsync(Stream target, CancellationToken stop)
    {
        foreach (var (text, masks) in _parts)
        {
            await target.WriteAsync(text, stop);
            if (masks is not null)
                await masks.CopyToAsync(target, 0, masks.Length, stop);
        }
    }

    public void Dispose()
    {
        foreach (var (_, masks) in _parts)
            masks?.Dispose();
    }
}
