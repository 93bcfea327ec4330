using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>Reads a result without its masks. Unknown keys are not errors: they are kept.</summary>
internal static class ResultReader
{
    public static AlgorithmResult? Read(JsonNode node)
    {
        if (!node.IsObject(ResultFields.ForResult))
            return null;
        var name = node.At("algorithm_tech_name").Text(required: true) ?? "";
        if (name.Length > 0 && !AlgorithmName.TryParse(name, out _))
            node.At("algorithm_tech_name").Complain("must be 1 to 100 letters, digits, underscores, hyphens and dots");
        node.At("algorithm_family_tech_name").Text();
        // Refused before it is copied.
        var isKept = HasLengthOfRow(node);
        JsonNode Kept(string key) => isKept ? node.At(key).Cloned() : node.At(key);
        return new AlgorithmResult(name)
        {
            Revision = node.At("revision").Text(),
            ImageType = node.At("image_type").Text(),
            Areas = ReadList(Kept("area_results"), ReadArea),
            MasksOriginal = ReadMasks(node.At(ResultEnvelope.Original)),
            MasksRestored = ReadMasks(node.At(ResultEnvelope.Restored)),
            Problems = ReadList(node.At("problems"), problem => problem.Text(required: true) ?? ""),
            Error = node.At("error").Text(),
            Feedback = ReadFeedback(Kept("feedback")),
            Keys = isKept ? JsonKeys.Read(node.Value, ResultFields.ForResult, clone: true) : ResultFields.ResultKeys,
        };
    }

    // Everything except masks is stored in a database row, which is read as a whole wherever a metric is needed.
    private static bool HasLengthOfRow(JsonNode node)
    {
        var bytes = node.RawLength - node.At(ResultEnvelope.Original).RawLength - node.At(ResultEnvelope.Restored).RawLength;
        if (bytes <= ResultLimits.MaxEnvelopeBytes)
            return true;
        node.Complain($"has {bytes} bytes besides its masks; at most {ResultLimits.MaxEnvelopeBytes} are allowed");
        return false;
    }

    private static MaskSet? ReadMasks(JsonNode node)
    {
        if (MaskReader.ReadMasks(node) is not { } masks)
            return null;
        return node.HasErrors ? MaskSet.Refused : MaskSet.Create(masks, node.Value);
    }

    private static JsonElement ReadFeedback(JsonNode node)
    {
        if (!node.IsNull && node.Kind != JsonValueKind.Object)
            node.Complain($"must be an object, not {node.Describe()}");
        node.CheckLength(ResultLimits.MaxFeedbackBytes);
        return node.Value;
    }

    private static ImmutableArray<T>? ReadList<T>(JsonNode node, Func<JsonNode, T> read) =>
        node.IsNull ? null : [.. node.Items(ResultLimits.MaxMetrics).Select(read)];

    private static AreaResult ReadArea(JsonNode node)
    {
        if (!node.IsObject(ResultFields.ForArea))
            return new AreaResult("", null, null);
        var main = node.At("main_metric");
        return new AreaResult(
            node.At("area_name").Text(required: true) ?? "",
            main.IsNull ? null : ReadMetric(main),
            ReadList(node.At("sub_metrics"), ReadMetric)
        )
        {
            Keys = JsonKeys.Read(node.Value, ResultFields.ForArea),
        };
    }

    private static Metric ReadMetric(JsonNode node)
    {
        if (!node.IsObject(ResultFields.ForMetric))
            return new Metric("", "", default, null);
        var (value, meta, units) = (node.At("value"), node.At("widget_meta"), node.At("units"));
        if (value.Kind is JsonValueKind.Undefined)
            value.Complain("is missing");
        else if (value.Kind is JsonValueKind.String)
            value.Text();
        else if (value.Kind is JsonValueKind.Number)
            value.Number(-1e300, 1e300);
        else if (!value.IsNull)
            value.Complain($"must be a number, a text or null, not {value.Describe()}");
        meta.CheckLength(ResultLimits.MaxMetaBytes);
        units.CheckLength(ResultLimits.MaxMetaBytes);
        return new Metric(
            node.At("name").Text(required: true) ?? "",
            node.At("tech_name").Text(required: true) ?? "",
            value.Value,
            node.At("widget_type").Text()
        )
        {
            WidgetMeta = meta.Value,
            WidgetShow = node.At("widget_show").Flag(),
            Units = units.Value,
            Keys = JsonKeys.Read(node.Value, ResultFields.ForMetric),
        };
    }
}
