using System;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Cutis.Server.Tests;

/// <summary>The committed description of the API, and a check of documents against its schemas.</summary>
internal static class OpenApi
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> Schemas = new(StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    /// <summary>Where it is.</summary>
    public static string File { get; } = Path.Combine(Root, "docs/openapi.json");

    public static JsonElement Document { get; } = JsonDocument.Parse(System.IO.File.ReadAllBytes(File)).RootElement;

    public static void ShouldFit(JsonElement value, string schema, bool isList = false)
    {
        if (!isList)
        {
            Check(value, schema).ShouldBeNull();
            return;
        }

        value.ValueKind.ShouldBe(JsonValueKind.Array);
        foreach (var item in value.EnumerateArray())
            Check(item, schema).ShouldBeNull();
    }

    /// <summary>What does not fit the schema of a name, or null.</summary>
    public static string? Check(JsonElement value, string schema)
    {
        var results = Schemas.GetOrAdd(schema, name => new Lazy<JsonSchema>(() => Read(name))).Value.Evaluate(value, Options);
        if (results.IsValid)
            return null;
        var mistakes = (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 });
        return $"{schema}: "
            + string.Join("; ", mistakes.Select(d => $"{d.InstanceLocation} {string.Join(", ", d.Errors!.Values)}"))
            + $" in {value}";
    }

    /// <summary>A schema of the document by its name.</summary>
    public static JsonElement Schema(string name) => Document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    // A document of its own, closed: the server is not to answer a key that is not described, even where clients may send others.
    private static JsonSchema Read(string name)
    {
        var schemas = Document.GetProperty("components").GetProperty("schemas").GetRawText();
        var all = JsonNode.Parse(schemas.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;
        Close(all);
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://cutis.invalid/{name}",
            ["$ref"] = $"#/$defs/{name}",
            ["$defs"] = all,
        };
        return JsonSchema.FromText(document.ToJsonString());
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray array)
            foreach (var item in array)
                Close(item);
        if (node is not JsonObject schema)
            return;
        foreach (var (_, value) in schema.ToArray())
            Close(value);
        if (schema["properties"] is JsonObject && schema["type"] is not null && schema["additionalProperties"] is null)
            schema["additionalProperties"] = false;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Cutis.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException();
        return folder;
    }
}
