using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutis.Server.Http.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace Cutis.Server.Http.Contract;

/// <summary>Adds to an operation what its route says of itself besides the types of its handler.</summary>
internal sealed class OperationRules : IOpenApiOperationTransformer
{
    private const string Uuid = "uuid";

    private static readonly Dictionary<Type, (JsonSchemaType, string?)> ValueTypes = new()
    {
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(long)] = (JsonSchemaType.Integer, "int64"),
        [typeof(double)] = (JsonSchemaType.Number, "double"),
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(Guid)] = (JsonSchemaType.String, Uuid),
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time"),
        [typeof(DateOnly)] = (JsonSchemaType.String, "date"),
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters =
        [
            .. PathParameters(context.Description.RelativePath!),
            .. metadata
                .OfType<RequestQuery>()
                .SelectMany(query => RecordPlan.For(query.Type).Properties)
                .DistinctBy(property => property.Key)
                .Select(Describe),
        ];
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        if (!metadata.OfType<IAuthorizeData>().Any())
            operation.Security = [];
        if (metadata.OfType<ObsoleteAttribute>().Any())
            operation.Deprecated = true;
        if (metadata.OfType<RequestBody>().FirstOrDefault() is { } body)
            DescribeBody(operation, body, metadata.OfType<RequestExample>().FirstOrDefault());
        foreach (var text in metadata.OfType<SuccessText>())
            DescribeSuccess(operation, text);
        if (metadata.OfType<AnswerExample>().FirstOrDefault() is { } example)
            operation.Responses!["200"].Content!["application/json"].Example = JsonNode.Parse(example.Json);
        foreach (var error in metadata.OfType<ErrorResponse>())
            Share(operation, error, context.Document!);
        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string path) =>
        RoutePatternFactory
            .Parse(path)
            .Parameters.Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Description = parameter.Name == "algorithm" ? "Any spelling of the algorithm's name." : null,
                Example = parameter.Name == "algorithm" ? "pores" : null,
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = parameter.Name is "company" or "dataset" or "subject" or "batch" or "image" ? Uuid : null,
                    Pattern = parameter.Name == "algorithm" ? "^[A-Za-z0-9_.-]{1,100}$" : null,
                },
            });

    private static IOpenApiParameter Describe(PropertyPlan property) =>
        new OpenApiParameter
        {
            Name = property.Key,
            In = ParameterLocation.Query,
            Required = property.IsRequired,
            Description = property.Find<DescriptionAttribute>()?.Description,
            Example = property.Find<ExamplesAttribute>()?.Values[0],
            Schema = property.ItemType is { } item
                ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = DescribeValue(property, item) }
                : DescribeValue(property, property.Type),
        };

    private static OpenApiSchema DescribeValue(PropertyPlan property, Type type)
    {
        var isList = property.ItemType is not null;
        var (schemaType, format) = ValueTypes.GetValueOrDefault(type, (JsonSchemaType.String, null));
        return new OpenApiSchema
        {
            Type = schemaType,
            Format = format,
            Minimum = property.Range?.Min.ToString(CultureInfo.InvariantCulture),
            Maximum = property.Range?.Max.ToString(CultureInfo.InvariantCulture),
            MinLength = !isList && property.Length is { Min: > 0 and var min } ? min : null,
            MaxLength = !isList && property.Length is { Max: < int.MaxValue and var max } ? max : null,
            Enum = property.Choices is { } choices ? [.. choices.Select(c => (JsonNode)c)] : null,
            Default = property.Default is { } value ? JsonSerializer.SerializeToNode(value, value.GetType()) : null,
        };
    }

    private static void DescribeBody(OpenApiOperation operation, RequestBody body, RequestExample? example)
    {
        if (body.Type is null)
            operation.RequestBody = new OpenApiRequestBody { Required = body.IsRequired, Content = Files(body.ContentTypes) };
        else if (operation.RequestBody is OpenApiRequestBody described)
        {
            described.Required = body.IsRequired;
            if (example is not null)
                described.Content!["application/json"].Example = JsonNode.Parse(example.Json);
        }
    }

    private static void DescribeSuccess(OpenApiOperation operation, SuccessText text)
    {
        var status = text.StatusCode.ToString(CultureInfo.InvariantCulture);
        operation.Responses ??= [];
        if (!operation.Responses.TryGetValue(status, out var response) || response is not OpenApiResponse own)
            operation.Responses[status] = own = new OpenApiResponse();
        own.Description = text.Description;
        if (text.FileTypes.Length > 0)
            own.Content = Files(text.FileTypes);
    }

    private static Dictionary<string, OpenApiMediaType> Files(IEnumerable<string> types) =>
        types.ToDictionary(
            type => type,
            type => new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = type.StartsWith("text/") ? null : "binary" },
            }
        );

    private static void Share(OpenApiOperation operation, ErrorResponse error, OpenApiDocument document)
    {
        var status = error.StatusCode.ToString(CultureInfo.InvariantCulture);
        if (operation.Responses?.GetValueOrDefault(status) is not OpenApiResponse response)
            return;
        response.Description = error.Description;
        if (error.HasRetryAfter)
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = new OpenApiHeader
                {
                    Description = "Seconds to wait.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
                },
            };
        document.AddComponent<IOpenApiResponse>(error.Name, response);
        operation.Responses[status] = new OpenApiResponseReference(error.Name, document);
    }
}
