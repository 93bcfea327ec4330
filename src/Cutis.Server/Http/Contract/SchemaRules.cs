using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cutis.Platform.Rendering;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Cutis.Server.Http.Contract;

/// <summary>Adds to a schema what the attributes of its type and its property say and the framework does not read.</summary>
internal sealed class SchemaRules : IOpenApiSchemaTransformer
{
    // The framework's own, by which it makes a property nullable after this.
    private const string NullableMark = "x-is-nullable-property";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var (type, property) = (context.JsonTypeInfo, context.JsonPropertyInfo);
        // Times have a converter, of which the framework knows nothing.
        if (type.Type == typeof(DateTimeOffset?))
            (schema.Type, schema.Format) = (JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        DescribeType(schema, type);
        // A type with a name has one schema, whatever property it is the type of.
        if (
            property?.AttributeProvider is { } attributes
            && (schema.Properties is not { Count: > 0 } || Has<JsonShapeAttribute>(attributes))
        )
            DescribeProperty(schema, attributes);
        return Task.CompletedTask;
    }

    private static void DescribeType(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (Get<JsonShapeAttribute>(type.Type) is { } shape)
            Apply(schema, shape.Json);
        else if (type.Kind == JsonTypeInfoKind.Object && type.Type != typeof(object))
            schema.AdditionalPropertiesAllowed = Has<OpenObjectAttribute>(type.Type);
        if (Get<DescriptionAttribute>(type.Type) is { } text)
            schema.Description = text.Description;
        if (Get<SchemaExampleAttribute>(type.Type) is { } example)
            schema.Examples = [JsonNode.Parse(example.Json)!];
    }

    private static void DescribeProperty(OpenApiSchema schema, ICustomAttributeProvider attributes)
    {
        if (Get<JsonShapeAttribute>(attributes) is { } shape)
            Apply(schema, shape.Json);
        if (Get<JsonConverterAttribute>(attributes)?.ConverterType == typeof(StoredValue))
            schema.Type = JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Null;
        if (Has<NeverNullAttribute>(attributes))
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Metadata?.Remove(NullableMark);
        }

        if (Get<AllowedValuesAttribute>(attributes) is { } values)
        {
            schema.Type ??= JsonSchemaType.String;
            schema.Enum = [.. values.Values.Select(value => (JsonNode)(string)value!)];
            if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
                schema.Enum.Add(JsonNullSentinel.JsonNull);
        }

        if (Get<DescriptionAttribute>(attributes) is { } text)
            schema.Description = text.Description;
        if (Has<DeprecatedAttribute>(attributes))
            schema.Deprecated = true;
        if (Get<ExamplesAttribute>(attributes) is { } examples)
            schema.Examples = [.. examples.Values.Select(value => (JsonNode)value)];
    }

    // A schema without references, so no document is needed to read it.
    private static void Apply(OpenApiSchema schema, string json)
    {
        var read =
            OpenApiModelFactory.Parse<OpenApiSchema>(json, OpenApiSpecVersion.OpenApi3_1, new OpenApiDocument(), out _, "json")
            ?? throw new InvalidOperationException($"{json} is not a schema.");
        schema.Type = read.Type;
        schema.Properties = read.Properties;
        schema.Required = read.Required;
        schema.Items = read.Items;
        schema.MinItems = read.MinItems;
        schema.MaxItems = read.MaxItems;
        schema.OneOf = read.OneOf;
        schema.AnyOf = read.AnyOf;
        schema.Enum = read.Enum;
        schema.Default = read.Default;
        schema.Examples = read.Examples;
        schema.AdditionalProperties = read.AdditionalProperties;
        schema.AdditionalPropertiesAllowed = read.AdditionalPropertiesAllowed;
        schema.Minimum = read.Minimum;
        schema.Maximum = read.Maximum;
        schema.Format = read.Format;
    }

    private static bool Has<T>(ICustomAttributeProvider attributes)
        where T : Attribute => Get<T>(attributes) is not null;

    private static T? Get<T>(ICustomAttributeProvider attributes)
        where T : Attribute => attributes.GetCustomAttributes(typeof(T), inherit: false).OfType<T>().FirstOrDefault();
}
