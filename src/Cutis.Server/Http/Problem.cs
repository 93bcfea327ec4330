using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Errors;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Http;

/// <summary>Which of the two published forms of an error a group of routes speaks.</summary>
internal enum ErrorDialect
{
    /// <summary><c>/api/…</c>: <c>{"field": ["text"]}</c>, or <c>{"detail": "text"}</c>.</summary>
    Api,

    /// <summary><c>/service/…</c>: <c>{"detail": "text"}</c>, or 422 with a list of mistakes.</summary>
    Service,
}

/// <summary>An answer that says what went wrong. Handlers return it beside what they answer otherwise.</summary>
internal abstract record ErrorAnswer : IResult
{
    public abstract Task ExecuteAsync(HttpContext httpContext);
}

/// <summary>An expected failure on its way to the client: a status and a text that anyone may read.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Field">The field it is about, for <see cref="ErrorDialect.Api"/>.</param>
/// <param name="RetryAfter">When to try again.</param>
/// <param name="Code">A stable name for programs, as <c>code</c> beside <c>detail</c>; none when null.</param>
internal sealed record Problem(int Status, string Text, string? Field = null, TimeSpan? RetryAfter = null, string? Code = null)
    : ErrorAnswer
{
    /// <summary>The one table of errors of use cases.</summary>
    public static ErrorAnswer From(ServiceError error) =>
        error switch
        {
            { Kind: ErrorKind.Invalid, Fields: { } fields, Code: { } code } => MistakesProblem.Create(fields, code),
            { Kind: ErrorKind.Invalid, Fields: { } fields } => new FieldProblems(fields),
            _ => new Problem(StatusOf(error.Kind), error.Message, error.Field, error.RetryAfter, error.Code),
        };

    private static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Invalid => 400,
            ErrorKind.NotAuthenticated => 401,
            ErrorKind.NotFound => 404,
            ErrorKind.Conflict => 409,
            ErrorKind.Erased => 410,
            ErrorKind.PreconditionFailed => 412,
            ErrorKind.TooLarge => 413,
            ErrorKind.UnsupportedFormat => 415,
            ErrorKind.Unprocessable => 422,
            ErrorKind.TooMany => 429,
            ErrorKind.Busy => 503,
            ErrorKind.Damaged => 500,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>The form of errors of the route of a request.</summary>
    public static ErrorDialect DialectOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Dialect>()?.Of ?? ErrorDialect.Service;

    public static Problem Invalid(string field, string text) => new(400, text, field);

    public override Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Status == 401)
            response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))}";
        return Field is not null && DialectOf(httpContext) == ErrorDialect.Api
            ? response.WriteAsJsonAsync(
                new Dictionary<string, string[]> { [Field] = [Text] },
                ErrorJson.Answers.DictionaryStringStringArray
            )
            : response.WriteAsJsonAsync(new Detail(Text, Code), ErrorJson.Answers.Detail);
    }
}

/// <summary>400 of <c>/api/…</c> with several fields.</summary>
internal sealed record FieldProblems(IReadOnlyDictionary<string, string[]> Fields) : ErrorAnswer
{
    public override Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = 400;
        return httpContext.Response.WriteAsJsonAsync(
            new Dictionary<string, string[]>(Fields),
            ErrorJson.Answers.DictionaryStringStringArray
        );
    }
}

/// <summary>Every mistake of a request: 422 of <c>/service/…</c>, 400 of <c>/api/…</c>.</summary>
internal sealed record MistakesProblem(ValidationErrors Mistakes) : ErrorAnswer
{
    /// <summary>Mistakes that a use case found, under one code.</summary>
    public static MistakesProblem Create(IReadOnlyDictionary<string, string[]> fields, string code)
    {
        var mistakes = new ValidationErrors();
        foreach (var (field, texts) in fields)
        foreach (var text in texts)
            mistakes.Add(["body", field], new Mistake(text, code, text));
        return new MistakesProblem(mistakes);
    }

    public override Task ExecuteAsync(HttpContext httpContext)
    {
        if (Problem.DialectOf(httpContext) == ErrorDialect.Api)
            return new FieldProblems(
                Mistakes
                    .Items.GroupBy(item => PathOf(item.Location), item => item.Mistake.ApiText)
                    .ToDictionary(field => field.Key, field => field.ToArray())
            ).ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = 422;
        var list = Mistakes.Items.Select(item => new ValidationErrorEntry(
            [.. item.Location.Select(step => JsonSerializer.SerializeToElement(step, step.GetType()))],
            item.Mistake.Text,
            item.Mistake.Type
        ));
        return httpContext.Response.WriteAsJsonAsync(new ValidationDetail([.. list]), ErrorJson.Answers.ValidationDetail);
    }

    // Without the first step, which says whether it is the body or the query.
    private static string PathOf(IReadOnlyList<object> location) =>
        BadTextException.PathOf([.. location.Skip(1).Select(step => step is string key ? ErrorText.Shorten(key) : step)]);
}

/// <summary>Metadata of a route: the form of its errors.</summary>
internal sealed record Dialect(ErrorDialect Of);

[SchemaName("Detail")]
internal sealed record Detail(
    [property: JsonPropertyName("detail")] string Text,
    [property: JsonPropertyName("code"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("A stable name of the failure, where the status does not say it."), NeverNull]
        string? Code = null
);

[SchemaName("ValidationError")]
[SchemaExample("""{"detail": [{"loc": ["body", "masks", 0, "algorithm_tech_name"], "msg": "Field required", "type": "missing"}]}""")]
internal sealed record ValidationDetail([property: JsonPropertyName("detail")] IReadOnlyList<ValidationErrorEntry> List);

[SchemaName("ValidationErrorEntry")]
internal sealed record ValidationErrorEntry(
    [property: JsonPropertyName("loc"), JsonShape("""{"type": "array", "items": {"type": ["string", "integer"]}}""")]
        IReadOnlyList<JsonElement> Location,
    [property: JsonPropertyName("msg")] string Message,
    [property: JsonPropertyName("type")] string Type
);
