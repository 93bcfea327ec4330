using System.Text.Json.Serialization;
using Cutis.Platform.Rendering;
using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary>How answers are written: snake case, nulls kept, as the contract shows them.</summary>
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
    /// <summary>All answers but errors.</summary>
    public static Wire Answers { get; } = new(ErrorJson.CreateOptions());
}
