using System.Text.Json.Nodes;

namespace Cutis.Server.Http.Contract;

/// <summary>
/// Mends what the framework writes for OpenAPI 3.0: there a null is no type but a mark of one, and a reference that may be null is written
/// so that generators of clients understand it.
/// </summary>
internal static class OpenApi30
{
    public static void Mend(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Mend(item);
            return;
        }

        if (node is not JsonObject schema)
            return;
        foreach (var key in new[] { "oneOf", "anyOf" })
            if (schema[key] is JsonArray choices && choices.FirstOrDefault(IsNull) is { } none)
                MakeNullable(schema, key, choices, none);
        foreach (var (_, value) in schema.ToArray())
            Mend(value);
    }

    private static void MakeNullable(JsonObject schema, string key, JsonArray choices, JsonNode none)
    {
        choices.Remove(none);
        schema["nullable"] = true;
        if (choices is not [JsonObject only])
        {
            // A mark of null goes with a type, and a choice has none of its own.
            schema.Remove("nullable");
            foreach (var choice in choices.OfType<JsonObject>().Where(choice => choice["type"] is not null))
                choice["nullable"] = true;
            return;
        }

        schema.Remove(key);
        // Beside a reference nothing else is read.
        if (only["description"] is { } description)
        {
            schema["description"] = description.DeepClone();
            only.Remove("description");
        }

        schema["type"] = "object";
        schema["allOf"] = new JsonArray(only.DeepClone());
    }

    private static bool IsNull(JsonNode? choice) =>
        choice is JsonObject schema && schema["type"] is null && schema["enum"] is JsonArray { Count: 1 } values && values[0] is null;
}
