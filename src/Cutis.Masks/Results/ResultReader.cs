using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cutis.Masks;

/// <summary>Reads the documented result JSON of one algorithm. Keys that are not known are no mistake: they are kept where the result is.</summary>
public static class ResultReader
{
    /// <summary>Reads a whole result.</summary>
    /// <param name="document">The JSON object.</param>
    /// <param name="result">The result, when there was no mistake.</param>
    /// <param name="mistakes">All mistakes found, at most <see cref="ResultLimits.MaxMistakes"/>; empty on success.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static bool TryRead(
        JsonElement document, [NotNullWhen(true)] out AlgorithmResult? result, out ImmutableArray<Mistake> mistakes, CancellationToken stop = default)
    {
        var list = new MistakeList(stop);
        var read = ReadResult(new JsonNode(document, null, list));
        mistakes = list.ToImmutable();
        result = list.Any ? null : read;
        return !list.Any;
    }

    /// <summary>Reads a list of masks, as stored for one side of a result.</summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{Mistake}, CancellationToken)"/>
    public static bool TryReadMasks(
        JsonElement list, out ImmutableArray<Mask> masks, out ImmutableArray<Mistake> mistakes, CancellationToken stop = default)
    {
        var gathered = new MistakeList(stop);
        masks = MaskReader.ReadMasks(new JsonNode(list, null, gathered)) ?? [];
        mistakes = gathered.ToImmutable();
        return !gathered.Any;
    }

    /// <summary>Reads a list of masks from JSON in UTF-8; what would take too much memory once parsed is refused before it is.</summary>
    /// <inheritdoc cref="TryRead(JsonElement, out AlgorithmResult?, out ImmutableArray{Mistake}, CancellationToken)"/>
    public static bool TryReadMasks(
        ReadOnlyMemory<byte> utf8, out ImmutableArray<Mask> masks, out ImmutableArray<Mistake> mistakes, CancellationToken stop = default)
    {
        masks = [];
        if (TooManyValues(utf8.Span) is { } mistake)
        {
            mistakes = [mistake];
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8);
            return TryReadMasks(document.RootElement, out masks, out mistakes, stop);
        }
        catch (JsonException)
        {
            mistakes = [new Mistake("", "is not JSON")];
            return false;
        }
    }

    /// <summary>The mistake of a document that has more JSON values than a result may have; null when it has not. For use before it is parsed.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    public static Mistake? TooManyValues(ReadOnlySpan<byte> utf8) => JsonValues.CountAtMost(utf8) is > ResultLimits.MaxValues and var count
        ? new Mistake("", $"has {count} JSON values; at most {ResultLimits.MaxValues} are allowed")
        : null;

    private static AlgorithmResult? ReadResult(JsonNode node)
    {
        var isObject = node.IsObject(
            "algorithm_tech_name", "algorithm_family_tech_name", "image_type", "area_results", "masks_original", "masks_restored",
            "problems", "error", "feedback", "revision");
        if (!isObject) return null;

        var name = node.At("algorithm_tech_name").Text(required: true) ?? "";
        if (name.Length > 0 && !AlgorithmName.TryParse(name, out _))
            node.At("algorithm_tech_name").Complain("must be 1 to 100 letters, digits, underscores, hyphens and dots");
        node.At("algorithm_family_tech_name").Text();
        node.At("image_type").Text();
        node.At("revision").Text();
        CheckEnvelope(node);
        // Free keys: how the result came about.
        var feedback = node.At("feedback");
        if (!feedback.IsNull && feedback.Kind != JsonValueKind.Object) feedback.Complain($"must be an object, not {feedback.Describe()}");
        feedback.CheckLength(ResultLimits.MaxFeedbackBytes);
        var problems = node.At("problems");
        if (!problems.IsNull)
            foreach (var problem in problems.Items(ResultLimits.MaxMetrics)) problem.Text(required: true);

        var areas = node.At("area_results");
        return new AlgorithmResult(
            name,
            areas.IsNull ? [] : [.. areas.Items(ResultLimits.MaxMetrics).Select(ReadArea)],
            MaskReader.ReadMasks(node.At("masks_original")),
            MaskReader.ReadMasks(node.At("masks_restored")),
            node.At("error").Text());
    }

    // What stands in a row of the database, which is read whole wherever a metric is asked for.
    private static void CheckEnvelope(JsonNode node)
    {
        var bytes = node.RawLength - node.At("masks_original").RawLength - node.At("masks_restored").RawLength;
        if (bytes > ResultLimits.MaxEnvelopeBytes)
            node.Complain($"has {bytes} bytes besides its masks; at most {ResultLimits.MaxEnvelopeBytes} are allowed");
    }

    private static AreaResult ReadArea(JsonNode node)
    {
        if (!node.IsObject("area_name", "main_metric", "sub_metrics")) return new AreaResult("", null, []);
        var main = node.At("main_metric");
        var subs = node.At("sub_metrics");
        return new AreaResult(
            node.At("area_name").Text(required: true) ?? "",
            main.IsNull ? null : ReadMetric(main),
            subs.IsNull ? [] : [.. subs.Items(ResultLimits.MaxMetrics).Select(ReadMetric)]);
    }

    private static Metric ReadMetric(JsonNode node)
    {
        if (!node.IsObject("name", "tech_name", "value", "widget_type", "widget_meta", "widget_show", "units")) return new Metric("", "", default, null);
        var value = node.At("value");
        if (value.Kind is JsonValueKind.Undefined) value.Complain("is missing");
        else if (value.Kind is JsonValueKind.String) value.Text();
        else if (value.Kind is JsonValueKind.Number) value.Number(-1e300, 1e300);
        else if (!value.IsNull) value.Complain($"must be a number, a text or null, not {value.Describe()}");
        node.At("widget_meta").CheckLength(ResultLimits.MaxMetaBytes);
        node.At("widget_show").Flag();
        node.At("units").CheckLength(ResultLimits.MaxMetaBytes);
        return new Metric(
            node.At("name").Text(required: true) ?? "",
            node.At("tech_name").Text(required: true) ?? "",
            value.Kind == JsonValueKind.Undefined ? default : value.Value.Clone(),
            node.At("widget_type").Text());
    }
}
