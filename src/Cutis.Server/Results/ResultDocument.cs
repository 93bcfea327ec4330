using System.Text;
using Cutis.Server.Objects;

namespace Cutis.Server.Results;

/// <summary>
/// A stored result, open to be written out as it was stored, apart from white space. What is large in it, the mask sets, comes from the
/// store while it is written; in memory is the envelope alone.
/// </summary>
internal sealed class ResultDocument : IDisposable
{
    private readonly List<(byte[] Text, ObjectContent? Masks)> _parts = [];

    /// <param name="envelope">The document without its mask sets: a JSON object without white space.</param>
    /// <param name="masks">The mask sets by their keys, each as it was stored; null where there is none.</param>
    public ResultDocument(string envelope, params IReadOnlyList<(string Key, ObjectContent? Masks)> masks)
    {
        var text = envelope[..^1];
        foreach (var (key, content) in masks)
        {
            text += $"{(text == "{" ? "" : ",")}\"{key}\":{(content is null ? "null" : "")}";
            if (content is null) continue;
            Add(text, content);
            text = "";
        }

        Add(text + "}", null);
        Length = _parts.Sum(part => part.Text.Length + (part.Masks?.Length ?? 0));
    }

    /// <summary>Bytes of the whole.</summary>
    public long Length { get; }

    /// <summary>Writes the whole, at the pace of whoever takes it and with a small buffer.</summary>
    public async Task WriteAsync(Stream target, CancellationToken stop)
    {
        foreach (var (text, masks) in _parts)
        {
            await target.WriteAsync(text, stop);
            if (masks is not null) await masks.CopyToAsync(target, 0, masks.Length, stop);
        }
    }

    public void Dispose()
    {
        foreach (var (_, masks) in _parts) masks?.Dispose();
    }

    private void Add(string text, ObjectContent? masks) => _parts.Add((Encoding.UTF8.GetBytes(text), masks));
}
