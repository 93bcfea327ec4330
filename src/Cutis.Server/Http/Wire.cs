using System.Text.Json.Serialization;
using Cutis.Server.Images;
using Cutis.Server.Rasterisation;
using Cutis.Server.Results;

namespace Cutis.Server.Http;

/// <summary>How answers are written: snake case, nulls kept, as the contract shows them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Detail))]
[JsonSerializable(typeof(ValidationDetail))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(IReadOnlyList<MaskAnswer>))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(Page<ImageAnswer>))]
[JsonSerializable(typeof(ResultAnswer))]
[JsonSerializable(typeof(List<ResultAnswer>))]
internal sealed partial class Wire : JsonSerializerContext;
