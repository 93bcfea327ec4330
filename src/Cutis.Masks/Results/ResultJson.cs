using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// The codec between the documented JSON and <see cref="AlgorithmResult"/>. What was read is written as it was, with unknown keys in their
/// places, except for white space, unnecessary escapes and repeated keys.
/// </summary>
public static class ResultJson
{
    /// <summary>The error for text that is not JSON.</summary>
    public static ValidationError NotJson { get; } = new("", "is not JSON");

    /// <summary>Reads a complete result.</summary>
    /// <param name="document">A JSON object; the result does not refer to it afterwards.</param>
    /// <param name="result">The result, when there is no error.</param>
    /// <param name="errors">All errors found, at most <see cref="ResultLimits.MaxErrors"/>; empty on success.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static bool TryRead(
        JsonElement document,
        [NotNullWhen(true)] out AlgorithmResult? result,
        out ImmutableArray<ValidationError> errors,
        CancellationToken stop = default
    )
    {
        var list = new ValidationErrorList(stop);
        var read = ResultReader.Read(new JsonNode(document, null, list));
        errors = list.ToImmutable();
        result = list.Any ? null : read;
        return result is not null;
    }

    /// <summary>
    /// Reads a complete result from JSON in UTF-8. A document that would take too much memory is refused before it is parsed.
    /// </summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{ValidationError}, CancellationToken)"/>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8,
        [NotNullWhen(true)] out AlgorithmResult? result,
        out ImmutableArray<ValidationError> errors,
        CancellationToken stop = default
    )
    {
        using var document = Parse(utf8, out errors);
        result = null;
        return document is not null && TryRead(document.RootElement, out result, out errors, stop);
    }

    /// <summary>Reads a list of masks as stored for one photo of a result.</summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{ValidationError}, CancellationToken)"/>
    public static bool TryReadMasks(
        JsonElement list,
        out ImmutableArray<Mask> masks,
        out ImmutableArray<ValidationError> errors,
        CancellationToken stop = default
    )
    {
        var gathered = new ValidationErrorList(stop);
        masks = MaskReader.ReadMasks(new JsonNode(list, null, gathered)) ?? [];
        errors = gathered.ToImmutable();
        return !gathered.Any;
    }

    /// <summary>
    /// Reads a list of masks from JSON in UTF-8. A document that would take too much memory is refused before it is parsed.
    /// </summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{ValidationError}, CancellationToken)"/>
    public static bool TryReadMasks(
        ReadOnlyMemory<byte> utf8,
        out ImmutableArray<Mask> masks,
        out ImmutableArray<ValidationError> errors,
        CancellationToken stop = default
    )
    {
        using var document = Parse(utf8, out errors);
        masks = [];
        return document is not null && TryReadMasks(document.RootElement, out masks, out errors, stop);
    }

    /// <summary>Writes a complete result without white space.</summary>
    public static byte[] Write(AlgorithmResult result) => Write(result, ResultFields.ForResult);

    /// <summary>The error for a document with more JSON values than a result may have, or null; to be called before parsing.</summary>
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

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, out ImmutableArray<ValidationError> errors)
    {
        errors = [];
        if (TooManyValues(utf8.Span) is { } error)
        {
            errors = [error];
            return null;
        }

        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException)
        {
            errors = [NotJson];
            return null;
        }
    }
}
