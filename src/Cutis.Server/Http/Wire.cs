using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Server.Accounts;
using Cutis.Server.Computation;
using Cutis.Server.Images;
using Cutis.Server.Rasterisation;
using Cutis.Server.Results;

namespace Cutis.Server.Http;

/// <summary>How answers are written: snake case, nulls kept, as the contract shows them.</summary>
[JsonSerializable(typeof(Detail))]
[JsonSerializable(typeof(ValidationDetail))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(IReadOnlyList<MaskAnswer>))]
[JsonSerializable(typeof(SvgMasksAnswer))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(Page<ImageAnswer>))]
[JsonSerializable(typeof(ResultAnswer))]
[JsonSerializable(typeof(ComputeAnswer))]
[JsonSerializable(typeof(List<AlgorithmEntry>))]
[JsonSerializable(typeof(CompanySettingsAnswer))]
[JsonSerializable(typeof(List<ResultAnswer>))]
internal sealed partial class Wire : JsonSerializerContext
{
    /// <summary>Writes addresses as they are, so that they can be copied from an answer: <c>&amp;</c> is not escaped.</summary>
    public static Wire Answers { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
