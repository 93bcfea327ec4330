using System.Reflection;
using Cutis.Platform.Errors;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cutis.Server.Http.Requests;

/// <summary>Finds what a path names, within the company of the request.</summary>
internal interface IPathFinder<T>
{
    static abstract Task<(T? Found, ServiceError? Error)> FindAsync(HttpContext http);
}

/// <summary>
/// A parameter of a handler: what the path names. It stands before the body, so that a request about something that is not there is
/// answered so whatever its body has.
/// </summary>
internal sealed record InPath<T, TFinder>(T Value) : IBindableFromHttpContext<InPath<T, TFinder>>, IEndpointParameterMetadataProvider
    where T : class
    where TFinder : IPathFinder<T>
{
    /// <inheritdoc/>
    public static async ValueTask<InPath<T, TFinder>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (found, error) = await TFinder.FindAsync(context);
        if (found is null)
            RequestReading.Find(context).Refusal = Problem.From(error!);
        // The handler is not called without it.
        return new InPath<T, TFinder>(found!);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.FilterFactories.Add(RequestReading.AnswerMistakes);
}
