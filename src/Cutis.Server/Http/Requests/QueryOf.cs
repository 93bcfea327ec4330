using System.Reflection;
using System.Text.Json;
using Cutis.Server.Http.Contract;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;

namespace Cutis.Server.Http.Requests;

/// <summary>
/// A parameter of a handler: the query as a record. A query with mistakes is answered before the handler is called, with those of the
/// body.
/// </summary>
internal sealed record Query<T>(T Value) : IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    /// <inheritdoc/>
    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var reading = RequestReading.Find(context);
        var plan = RecordPlan.For(typeof(T));
        var query = context.Request.Query;
        var json = JsonSerializer.SerializeToElement(QueryJson.Create(query, plan));
        var root = new Field(json, new Location(null, "query"), reading);
        foreach (var property in plan.Properties)
            if (query[property.Key].ToString().Contains('\0'))
                root[property.Key].Complain(Mistake.HasNul);
        foreach (var pair in new QueryStringEnumerable(context.Request.QueryString.Value))
            if (!EscapedText.IsUtf8(pair.EncodedValue.Span) && plan.Properties.Any(p => p.Key == pair.DecodeName().ToString()))
                root[pair.DecodeName().ToString()].Complain(Mistake.NotUtf8);
        return ValueTask.FromResult<Query<T>?>(new Query<T>((T)plan.Read(root)));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new RequestQuery(typeof(T)));
        builder.FilterFactories.Add(RequestReading.AnswerMistakes);
    }
}
