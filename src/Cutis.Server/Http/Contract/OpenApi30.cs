using System.Text.Json.Nodes;

namespace Cutis.Server.Http.Contract;

/// <summary>
/// Makes the document of OpenAPI 3.0 one that generators of clients understand. There a null is no type but a mark of one; what has
/// several types becomes a value of any type, because generators take one of them or make an empty class; and paths lose the slash
/// at the end, of which some make a class <c>EmptyPathSegment</c>. The server takes both.
/// </summary>
internal static class OpenApi30
{
    private static readonly string[] Unions = ["oneOf", "anyOf"];

    public static void Mend(JsonNode document)
    {
        var paths = document["paths"]!.AsObject();
        foreach (var (path, item) in paths.ToArray())
        {
            paths.Remove(path);
            paths[path.TrimEnd('/')] = item;
        }

        MendSchemas(document);
    }

    private static void MendSchemas(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                MendSchemas(item);
            return;
        }

        if (node is not JsonObject schema)
            return;
        foreach (var key in Unions)
            if (schema[key] is JsonArray choices)
                MendUnion(schema, key, choices);
        foreach (var (_, value) in schema.ToArray())
            MendSchemas(value);
    }

    private static void MendUnion(JsonObject schema, string key, JsonArray choices)
    {
        schema.Remove(key);
        if (choices.Where(choice => !IsNull(choice)).ToArray() is not [JsonObject only])
        {
            // A mark of null goes with a type.
            schema.Remove("nullable");
            return;
        }

        // Beside a reference nothing else is read.
        if (only["description"] is { } description)
        {
            schema["description"] = description.DeepClone();
            only.Remove("description");
        }

        schema["nullable"] = true;
        schema["type"] = "object";
        schema["oneOf"] = new JsonArray(only.DeepClone());
    }

    private static bool IsNull(JsonNode? choice) =>
        choice is JsonObject schema && schema["type"] is null && schema["enum"] is JsonArray { Count: 1 } values && values[0] is null;
}
