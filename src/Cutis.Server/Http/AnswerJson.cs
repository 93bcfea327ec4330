using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Http;

/// <summary>
/// How answers are written: snake case, nulls kept, as the contract shows them. Each file of endpoints has a JSON context for its own
/// records; all of them are found here.
/// </summary>
internal static class AnswerJson
{
    private static readonly Type[] Contexts =
    [
        .. typeof(AnswerJson)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)) && type != typeof(ErrorJson)),
    ];

    /// <summary>The names of answers that use cases give, in the description of the API.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Names = Contexts
        .SelectMany(context => context.GetCustomAttributes<SchemaAttribute>())
        .ToDictionary(schema => schema.Type, schema => schema.Name);

    /// <summary>Sets how every answer is written.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        var answers = ErrorJson.CreateOptions();
        (options.PropertyNamingPolicy, options.Encoder) = (answers.PropertyNamingPolicy, answers.Encoder);
        // What is read is read strictly, and by its own reader; these say so to the description of the API.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectRequiredConstructorParameters = true;
        foreach (var context in Contexts)
            options.TypeInfoResolverChain.Insert(0, (JsonSerializerContext)Activator.CreateInstance(context)!);
    }
}
