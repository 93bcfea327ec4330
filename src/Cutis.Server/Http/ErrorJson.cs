using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutis.Server.Http;

/// <summary>How errors are written.</summary>
[JsonSerializable(typeof(Detail))]
[JsonSerializable(typeof(ValidationDetail))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class ErrorJson : JsonSerializerContext
{
    /// <summary>All forms of errors.</summary>
    public static ErrorJson Answers { get; } = new(CreateOptions());

    /// <summary>
    /// How every answer is written: snake case, and URLs as they are, so that they can be copied: <c>&amp;</c> is not escaped.
    /// </summary>
    public static JsonSerializerOptions CreateOptions() =>
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
