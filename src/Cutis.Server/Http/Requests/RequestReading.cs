namespace Cutis.Server.Http.Requests;

/// <summary>What was found wrong with a request while its query and its body were read.</summary>
internal sealed class RequestReading(IServiceProvider services, ErrorDialect dialect)
{
    public IServiceProvider Services => services;

    public ErrorDialect Dialect => dialect;

    public ValidationErrors Mistakes { get; } = new();

    /// <summary>An answer that makes the mistakes irrelevant, such as one about the size of the body.</summary>
    public ErrorAnswer? Refusal { get; set; }

    /// <summary>The reading of a request: the same for its query and its body, so that their mistakes are answered together.</summary>
    public static RequestReading Find(HttpContext http)
    {
        if (http.Features.Get<RequestReading>() is { } known)
            return known;
        var reading = new RequestReading(http.RequestServices, Problem.DialectOf(http));
        http.Features.Set(reading);
        return reading;
    }

    /// <summary>Answers a request that has mistakes in the place of its handler.</summary>
    public static EndpointFilterDelegate AnswerMistakes(EndpointFilterFactoryContext context, EndpointFilterDelegate next) =>
        invocation =>
        {
            if (invocation.HttpContext.Features.Get<RequestReading>() is not { } reading)
                return next(invocation);
            if ((reading.Refusal ?? (reading.Mistakes.Any ? new MistakesProblem(reading.Mistakes) : null)) is { } answer)
                return ValueTask.FromResult<object?>(answer);
            return next(invocation);
        };
}
