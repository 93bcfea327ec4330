using Cutis.Masks.Results;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Reports;

/// <summary>
/// A list of results with their masks, ready to be written out. What is large in it, the mask sets, comes from the store while it is
/// written, one after the other.
/// </summary>
internal sealed class ResultListDocument(VerifiedObjects objects)
{
    private readonly List<(ReadOnlyMemory<byte> Text, ObjectKey? Masks)> _parts = [];
    private bool _hasItems;

    /// <summary>Bytes of the whole.</summary>
    public long Length { get; private set; } = "[]".Length;

    /// <summary>Adds an item.</summary>
    /// <param name="row">The result.</param>
    /// <param name="item">The text before and after the result.</param>
    /// <param name="envelope">The result with markers in the places of its masks.</param>
    public void Add(Result row, (byte[] Before, byte[] After) item, string envelope)
    {
        Add(_hasItems ? [(byte)',', .. item.Before] : item.Before);
        _hasItems = true;
        foreach (var (text, key) in ResultEnvelope.Split(envelope))
        {
            Add(text);
            var masks = key switch
            {
                ResultEnvelope.Restored => row.MasksRestored,
                ResultEnvelope.Original => row.MasksOriginal,
                _ => null,
            };
            if (masks is not null)
            {
                _parts.Add((default, ObjectKey.Masks(row.CompanyId, row.ImageId, masks.Digest)));
                Length += masks.Bytes;
            }
            else if (key is not null)
            {
                Add("null"u8.ToArray());
            }
        }

        Add(item.After);
    }

    /// <summary>Writes the whole, at the pace of whoever takes it and with a small buffer.</summary>
    /// <exception cref="IOException">A mask set has gone meanwhile: the image was erased.</exception>
    public async Task WriteAsync(Stream target, CancellationToken stop)
    {
        await target.WriteAsync("["u8.ToArray(), stop);
        foreach (var (text, masks) in _parts)
        {
            if (masks is not { } key)
            {
                await target.WriteAsync(text, stop);
                continue;
            }

            var (content, _) = await objects.OpenAsync(key, stop);
            using (content)
            {
                if (content is null)
                    throw new IOException("A mask set is gone");
                await content.CopyToAsync(target, 0, content.Length, stop);
            }
        }

        await target.WriteAsync("]"u8.ToArray(), stop);
    }

    private void Add(ReadOnlyMemory<byte> text)
    {
        _parts.Add((text, null));
        Length += text.Length;
    }
}
