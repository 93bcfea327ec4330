using System;
using NJsonSchema;
using NJsonSchema.CodeGeneration;
using NSwag;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Cutis.Client.Generator;

/// <summary>Names as C# writes them: <c>masked_image_url</c> is <c>MaskedImageUrl</c>.</summary>
internal static class Pascal
{
    /// <summary>The name of a key.</summary>
    public static string Name(string key)
    {
        var words = key.Split(['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return char.IsAsciiDigit(name[0]) ? "Size" + name : name;
    }
}

/// <summary>Names of properties.</summary>
internal sealed class PropertyNames : IPropertyNameGenerator
{
    public string Generate(JsonSchemaProperty property)
    {
        var name = Pascal.Name(property.Name);
        // A property is never named as its class.
        return property.Parent is JsonSchema { Title: { } title } && title == name ? name + "Value" : name;
    }
}

/// <summary>Names of operations: all of them in one client.</summary>
internal sealed class OperationNames : IOperationNameGenerator
{
    public bool SupportsMultipleClients => false;

    public string GetClientName(OpenApiDocument document, string path, string httpMethod, OpenApiOperation operation) => "";

    public string GetOperationName(OpenApiDocument document, string path, string httpMethod, OpenApiOperation operation) =>
        Pascal.Name(operation.OperationId);
}
