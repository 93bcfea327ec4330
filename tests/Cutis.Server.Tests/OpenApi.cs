using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>The committed description of the API, and a check of documents against its schemas.</summary>
internal static class OpenApi
{
    public static string Root { get; } = FindRoot();

    public static JsonElement Document { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "docs/openapi.json"))).RootElement;

    public static void ShouldFit(JsonElement value, string schema, bool isList = false)
    {
        if (!isList)
        {
            Check(value, Schema(schema), schema).ShouldBeNull();
            return;
        }

        value.ValueKind.ShouldBe(JsonValueKind.Array);
        foreach (var item in value.EnumerateArray())
            Check(item, Schema(schema), schema).ShouldBeNull();
    }

    /// <summary>What does not fit, or null.</summary>
    public static string? Check(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Check(value, Schema(reference.GetString()!.Split('/')[^1]), at);
        if (schema.TryGetProperty("anyOf", out var any))
            return any.EnumerateArray().Any(s => Check(value, s, at) is null) ? null : $"{at} fits none of its schemas: {value}";
        if (
            schema.TryGetProperty("type", out var type)
            && !Types(type).Contains(TypeOf(value))
            && !(TypeOf(value) == "integer" && Types(type).Contains("number"))
        )
            return $"{at} is {TypeOf(value)}, not {type}";
        if (schema.TryGetProperty("enum", out var allowed) && allowed.EnumerateArray().All(a => a.ToString() != value.ToString()))
            return $"{at} is {value}, not one of {allowed}";
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            return value.EnumerateArray().Select((item, i) => Check(item, items, $"{at}[{i}]")).FirstOrDefault(m => m is not null);
        return value.ValueKind == JsonValueKind.Object ? CheckObject(value, schema, at) : null;
    }

    private static string? CheckObject(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var key in required.EnumerateArray())
                if (!value.TryGetProperty(key.GetString()!, out _))
                    return $"{at} has no {key}";
        }

        if (!schema.TryGetProperty("properties", out var properties))
            return null;
        foreach (var property in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(property.Name, out var inner))
                return $"{at} has an undescribed key {property.Name}";
            if (Check(property.Value, inner, $"{at}.{property.Name}") is { } mistake)
                return mistake;
        }

        return null;
    }

    /// <summary>A schema of the document by its name.</summary>
    public static JsonElement Schema(string name) => Document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static string?[] Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString())] : [type.GetString()];

    private static string TypeOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
            var kind => kind.ToString().ToLowerInvariant(),
        };

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cutis.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException();
        return folder;
    }
}
