using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

namespace Cutis.Server.Http.Contract;

/// <summary>The description of the API, made of the routes and their types. It is made once, when somebody asks.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider documents)
{
    /// <summary>The name of the document; its version is that of the paths.</summary>
    public const string Name = "v1";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private readonly ConcurrentDictionary<OpenApiSpecVersion, byte[]> _written = [];

    /// <summary>The document as JSON of a version of OpenAPI.</summary>
    public async Task<byte[]> WriteAsync(OpenApiSpecVersion version, CancellationToken stop)
    {
        if (_written.TryGetValue(version, out var known))
            return known;
        var document = await documents.GetOpenApiDocumentAsync(stop);
        var node = JsonNode.Parse(await document.SerializeAsJsonAsync(version, stop))!;
        if (version == OpenApiSpecVersion.OpenApi3_0)
            OpenApi30.Mend(node);
        return _written[version] = [.. JsonSerializer.SerializeToUtf8Bytes(node, Indented), (byte)'\n'];
    }
}

/// <summary>Sets up the description of the API.</summary>
internal static class ApiDocuments
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, RequestBodies>());
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(
            ApiDocument.Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.CreateSchemaReferenceId = type => NameOf(type.Type);
                options
                    .AddSchemaTransformer(new SchemaRules())
                    .AddOperationTransformer(new OperationRules())
                    .AddDocumentTransformer(new DocumentRules());
            }
        );
    }

    private static string? NameOf(Type type) =>
        AnswerJson.Names.GetValueOrDefault(type) ?? type.GetCustomAttribute<SchemaNameAttribute>(inherit: false)?.Name;
}
