using System.Globalization;
using System.Text.Json.Nodes;

namespace Cutis.Server.Http.Requests;

/// <summary>A query as the JSON that its record expects: numbers where it has numbers, lists where it has lists.</summary>
internal static class QueryJson
{
    public static JsonObject Create(IQueryCollection query, RecordPlan plan)
    {
        var json = new JsonObject();
        foreach (var (key, values) in query)
        {
            var property = plan.Properties.FirstOrDefault(known => known.Key == key);
            json[key] = property?.ItemType is { } item
                ? new JsonArray([.. values.Select(value => Convert(value ?? "", item))])
                : Convert(values.FirstOrDefault() ?? "", property?.Type ?? typeof(string));
        }

        return json;
    }

    // What is not of the type stays a text, which the reader of the type then refuses.
    private static JsonNode Convert(string text, Type type)
    {
        if (
            (type == typeof(int) || type == typeof(long))
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
        )
            return whole;
        if (
            type == typeof(double)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
        )
            return number;
        return type == typeof(bool) && (text is "true" or "false") ? text == "true" : text;
    }
}
