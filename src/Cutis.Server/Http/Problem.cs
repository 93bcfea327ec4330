using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Masks;
using Cutis.Server.Capacity;
using Cutis.Server.Objects;

namespace Cutis.Server.Http;

/// <summary>Which of the two published forms of an error a group of routes speaks.</summary>
internal enum ErrorDialect
{
    /// <summary><c>/api/…</c>: <c>{"field": ["text"]}</c>, or <c>{"detail": "text"}</c>.</summary>
    Api,

    /// <summary><c>/service/…</c>: <c>{"detail": "text"}</c>, or 422 with a list of mistakes.</summary>
    Service,
}

/// <summary>An expected failure on its way to the client: a status and a text that anyone may read.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Field">The field it is about, for <see cref="ErrorDialect.Api"/>.</param>
/// <param name="RetryAfter">When to try again.</param>
/// <param name="Code">A stable name for programs, as <c>code</c> beside <c>detail</c>; none when null.</param>
internal sealed record Problem(int Status, string Text, string? Field = null, TimeSpan? RetryAfter = null, string? Code = null) : IResult
{
    public static Problem NotFound(string what) => new(404, $"{what} not found");

    public static Problem Gone { get; } = new(410, "Image erased");

    /// <summary>A stored file is not there, though its image was not erased.</summary>
    public static Problem ObjectMissing { get; } = new(500, "A stored file of the image is missing", Code: "object_missing");

    /// <summary>A stored file is not what was stored.</summary>
    public static Problem ObjectDamaged { get; } = new(500, "A stored file of the image is damaged", Code: "object_damaged");

    public static Problem Of(ObjectFault fault) => fault == ObjectFault.Missing ? ObjectMissing : ObjectDamaged;

    public static Problem Busy(TimeSpan retryAfter) => new(503, "The server is busy; try again shortly", RetryAfter: retryAfter);

    /// <summary>Heavy work that was not done. What is too large never fits, so trying again is no use.</summary>
    public static Problem Of(Refusal refusal) => new(refusal.Reason == RefusalReason.TooLarge ? 422 : 503, refusal.Text, RetryAfter: refusal.RetryAfter);

    /// <summary>A scene that is over a limit. Trying again is no use.</summary>
    public static Problem Of(SceneTooLargeException scene) => new(422, scene.Message, Code: SceneTooLargeException.Code);

    public static Problem Invalid(string field, string text) => new(400, text, field);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Status == 401) response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfter is { } wait) response.Headers.RetryAfter = $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))}";
        var dialect = httpContext.GetEndpoint()?.Metadata.GetMetadata<Dialect>()?.Of ?? ErrorDialect.Service;
        return Field is not null && dialect == ErrorDialect.Api
            ? response.WriteAsJsonAsync(new Dictionary<string, string[]> { [Field] = [Text] }, Wire.Answers.DictionaryStringStringArray)
            : response.WriteAsJsonAsync(new Detail(Text, Code), Wire.Answers.Detail);
    }
}

/// <summary>400 of <c>/api/…</c> with several fields.</summary>
internal sealed record FieldProblems(IReadOnlyDictionary<string, string[]> Fields) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = 400;
        return httpContext.Response.WriteAsJsonAsync(new Dictionary<string, string[]>(Fields), Wire.Answers.DictionaryStringStringArray);
    }
}

/// <summary>422 of <c>/service/…</c>: every mistake of a request.</summary>
internal sealed record ValidationProblem(Mistakes Mistakes) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = 422;
        var list = Mistakes.Items.Select(m => new MistakeEntry([.. m.Location.Select(l => JsonSerializer.SerializeToElement(l, l.GetType()))], m.Message, m.Type));
        return httpContext.Response.WriteAsJsonAsync(new ValidationDetail([.. list]), Wire.Answers.ValidationDetail);
    }
}

/// <summary>Metadata of a route: the form of its errors.</summary>
internal sealed record Dialect(ErrorDialect Of);

internal sealed record Detail(
    [property: JsonPropertyName("detail")] string Text,
    [property: JsonPropertyName("code"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null);

internal sealed record ValidationDetail([property: JsonPropertyName("detail")] IReadOnlyList<MistakeEntry> List);

internal sealed record MistakeEntry(
    [property: JsonPropertyName("loc")] IReadOnlyList<JsonElement> Location,
    [property: JsonPropertyName("msg")] string Message,
    [property: JsonPropertyName("type")] string Type);
