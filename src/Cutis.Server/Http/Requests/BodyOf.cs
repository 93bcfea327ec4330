using System.Reflection;
using Cutis.Platform.Errors;
using Cutis.Server.Http.Contract;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cutis.Server.Http.Requests;

/// <summary>
/// A parameter of a handler: the JSON of the body as a record, whatever its content type says. A nullable parameter is null when there
/// is no body. A body with mistakes is answered before the handler is called, with those of the query.
/// </summary>
internal sealed record Body<T>(T Value) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    /// <inheritdoc/>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var reading = RequestReading.Find(context);
        var plan = RecordPlan.For(typeof(T));
        var root = new Location(null, "body");
        var nothing = new Field(default, root, reading);
        if (reading.Refusal is not null)
            return new Body<T>((T)plan.Read(nothing));
        var bytes = await Body.ReadAsync(context.Request, plan.MaxBytes, context.RequestAborted);
        if (bytes is { Length: 0 } && IsOptional(parameter))
            return null;
        if (bytes is null)
        {
            var end = reading.Dialect == ErrorDialect.Api ? "." : "";
            reading.Refusal = new Problem(413, $"The body is too large; at most {plan.MaxBytes} bytes are allowed{end}", "body");
            return new Body<T>((T)plan.Read(nothing));
        }

        using var document = JsonText.Parse(bytes);
        if (document is null)
            reading.Mistakes.Add(root.ToList(), Mistake.NotJson);
        return new Body<T>((T)plan.Read(new Field(document?.RootElement ?? default, root, reading)));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new RequestBody(typeof(T), !IsOptional(parameter), ["application/json"]));
        builder.FilterFactories.Add(RequestReading.AnswerMistakes);
    }

    private static bool IsOptional(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
}
