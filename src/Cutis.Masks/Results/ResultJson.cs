using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// The codec of results: the documented JSON from and to <see cref="AlgorithmResult"/>. What was read is written as it was, with keys
/// that are not known where they stood; apart from white space, from escapes that a text does not need, and from a key that stood twice.
/// </summary>
public static class ResultJson
{
    /// <summary>The mistake of what is no JSON at all.</summary>
    public static ValidationError NotJson { get; } = new("", "is not JSON");

    /// <summary>Reads a whole result.</summary>
    /// <param name="document">The JSON object; the result does not need it any more.</param>
    /// <param name="result">The result, when there was no mistake.</param>
    /// <param name="mistakes">All mistakes found, at most <see cref="ResultLimits.MaxMistakes"/>; empty on success.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static bool TryRead(
        JsonElement document,
        [NotNullWhen(true)] out AlgorithmResult? result,
        out ImmutableArray<ValidationError> mistakes,
        CancellationToken stop = default
    )
    {
        var list = new ValidationErrorList(stop);
        var read = ResultReader.Read(new JsonNode(document, null, list));
        mistakes = list.ToImmutable();
        result = list.Any ? null : read;
        return result is not null;
    }

    /// <summary>Reads a whole result from JSON in UTF-8; what would take too much memory once parsed is refused before it is.</summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{ValidationError}, CancellationToken)"/>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out AlgorithmResult? result,
        out ImmutableArray<ValidationError> mistakes,
        CancellationToken stop = default
    )
    {
        using var document = Parse(utf8, out mistakes);
        result = null;
        return document is not null && TryRead(document.RootElement, out result, out mistakes, stop);
    }

    /// <summary>Reads a list of masks, as stored for one side of a result.</summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{ValidationError}, CancellationToken)"/>
    public static bool TryReadMasks(
        JsonElement list,
        out ImmutableArray<Mask> masks,
        out ImmutableArray<ValidationError> mistakes,
        CancellationToken stop = default
    )
    {
        var gathered = new ValidationErrorList(stop);
        masks = MaskReader.ReadMasks(new JsonNode(list, null, gathered)) ?? [];
        mistakes = gathered.ToImmutable();
        return !gathered.Any;
    }

    /// <summary>Reads a list of masks from JSON in UTF-8; what would take too much memory once parsed is refused before it is.</summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{ValidationError}, CancellationToken)"/>
    public static bool TryReadMasks(
        ReadOnlyMemory<byte> utf8,
        out ImmutableArray<Mask> masks,
        out ImmutableArray<ValidationError> mistakes,
        CancellationToken stop = default
    )
    {
        using var document = Parse(utf8, out mistakes);
        masks = [];
        return document is not null && TryReadMasks(document.RootElement, out masks, out mistakes, stop);
    }

    /// <summary>Writes a whole result, without white space.</summary>
    public static byte[] Write(AlgorithmResult result) => Write(result, ResultFields.ForResult);

    /// <summary>
    /// The mistake of a document that has more JSON values than a result may have; null when it has not. For use before it is parsed.
    /// </summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    public static ValidationError? TooManyValues(ReadOnlySpan<byte> utf8) =>
        JsonValues.CountAtMost(utf8) is > ResultLimits.MaxValues and var count
            ? new ValidationError("", $"has {count} JSON values; at most {ResultLimits.MaxValues} are allowed")
            : null;

    internal static byte[] Write(AlgorithmResult result, IReadOnlyList<JsonField<AlgorithmResult>> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            result.Keys.Write(json, result, fields);
        return buffer.ToArray();
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out ImmutableArray<ValidationError> mistakes)
    {
        mistakes = [];
        if (TooManyValues(utf8.Span) is { } mistake)
        {
            mistakes = [mistake];
            return null;
        }

        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException)
        {
            mistakes = [NotJson];
            return null;
        }
    }
}
