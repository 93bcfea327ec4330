using System;
using System.Text.Json.Nodes;
using Cutis.Client.Generator;
using Microsoft.OpenApi;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;

if (args is not [var description, var target])
{
    Console.Error.WriteLine("Usage: Cutis.Client.Generator DESCRIPTION TARGET");
    return 2;
}

var node = JsonNode.Parse(await File.ReadAllTextAsync(description));
Description.Simplify(node);

// NSwag knows nullable types as 3.0 writes them.
var (document, diagnostic) = OpenApiDocument.Parse(node!.ToJsonString(), "json");
if (document is null || diagnostic?.Errors is { Count: > 0 })
{
    Console.Error.WriteLine($"{description}: {string.Join("; ", diagnostic?.Errors.Select(e => e.Message) ?? [])}");
    return 1;
}

using var text = new StringWriter();
document.SerializeAs(OpenApiSpecVersion.OpenApi3_0, new OpenApiJsonWriter(text));
var settings = new CSharpClientGeneratorSettings
{
    ClassName = "CutisApi",
    UseBaseUrl = false,
    GenerateOptionalParameters = true,
    OperationNameGenerator = new OperationNames(),
};
var types = settings.CSharpGeneratorSettings;
types.Namespace = "Cutis.Client";
types.JsonLibrary = CSharpJsonLibrary.SystemTextJson;

// From 9 on System.Text.Json can say that a name of an enum is "image/jpeg".
types.JsonLibraryVersion = 9;
types.GenerateNullableReferenceTypes = true;
types.GenerateOptionalPropertiesAsNullable = true;
types.PropertyNameGenerator = new PropertyNames();
var generator = new CSharpClientGenerator(await NSwag.OpenApiDocument.FromJsonAsync(text.ToString()), settings);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
await File.WriteAllTextAsync(target, generator.GenerateFile());
return 0;
