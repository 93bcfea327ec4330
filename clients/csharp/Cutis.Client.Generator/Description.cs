using System;
using System.Text.Json.Nodes;

namespace Cutis.Client.Generator;

/// <summary>The description of the API, made fit for the generator.</summary>
internal static class Description
{
    /// <summary>
    /// A value of several types, such as a number or a text, is described as anything: the generator makes an empty class of it otherwise,
    /// which
    /// no such value can be read into.
    /// </summary>
    public static void Simplify(JsonNode? node)
    {
        if (node is JsonArray array)
            foreach (var item in array)
                Simplify(item);
        if (node is not JsonObject schema)
            return;
        // An erasure answers 200 only to a request with a body, and this client sends none; the generator knows one success for each
        // operation.
        if (schema["responses"] is JsonObject responses && responses.ContainsKey("204"))
            responses.Remove("200");
        if (schema["type"] is JsonArray types && types.Count(type => (string?)type != "null") > 1)
        {
            var says = schema["description"]?.DeepClone();
            schema.Clear();
            if (says is not null)
                schema["description"] = says;
            return;
        }

        foreach (var (_, value) in schema.ToArray())
            Simplify(value);
    }
}
