using System.Diagnostics.CodeAnalysis;

namespace Cutis.Server.Http.Contract;

/// <summary>A body that a route reads itself, as it comes.</summary>
/// <param name="Type">The type that describes it; null for a file.</param>
/// <param name="IsRequired">Whether it may be left out.</param>
/// <param name="ContentTypes">Its media types; others are read all the same.</param>
internal sealed record RequestBody(Type? Type, bool IsRequired, IReadOnlyList<string> ContentTypes);

/// <summary>A query that a route reads.</summary>
/// <param name="Type">The record that describes it.</param>
internal sealed record RequestQuery(Type Type);

/// <summary>An example of the body of a request.</summary>
internal sealed record RequestExample(string Json);

/// <summary>An example of the answer to a successful request.</summary>
internal sealed record AnswerExample(string Json);

/// <summary>What stands of a successful answer in the description, besides its type.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Description">One sentence.</param>
/// <param name="FileTypes">The media types of a file; none when the answer is JSON or has no body.</param>
internal sealed record SuccessText(int StatusCode, string Description, params string[] FileTypes);

/// <summary>Says beside a route what the description of the API says of it.</summary>
internal static class RouteDescription
{
    private static readonly string[] Photos = ["image/jpeg", "image/png", "application/octet-stream"];

    /// <param name="route">The route.</param>
    /// <param name="operation">The name of the method in clients; promised to stay.</param>
    /// <param name="summary">A few words.</param>
    /// <param name="description">Sentences; none when null.</param>
    public static TBuilder Describe<TBuilder>(this TBuilder route, string operation, string summary, string? description = null)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithName(operation).WithSummary(summary);
        return description is null ? route : route.WithDescription(description);
    }

    public static TBuilder Fails<TBuilder>(this TBuilder route, params ErrorResponse[] errors)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata([.. errors]);

    /// <summary>Describes a query that the handler reads by hand; a parameter <c>Query&lt;T&gt;</c> describes itself.</summary>
    public static TBuilder DescribesQuery<TBuilder>(this TBuilder route, Type type)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestQuery(type));

    /// <summary>Describes a body that the handler reads by hand; a parameter <c>Body&lt;T&gt;</c> describes itself.</summary>
    public static TBuilder DescribesBody<TBuilder>(this TBuilder route, Type type)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestBody(type, true, ["application/json"]));

    public static TBuilder ReadsPhoto<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestBody(null, true, Photos));

    public static TBuilder RequestExample<TBuilder>(this TBuilder route, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestExample(json));

    public static TBuilder Succeeds<TBuilder>(this TBuilder route, int status, string description, params string[] fileTypes)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new SuccessText(status, description, fileTypes));

    public static TBuilder Example<TBuilder>(this TBuilder route, [StringSyntax(StringSyntaxAttribute.Json)] string json)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AnswerExample(json));
}
