using System.Text.Json;
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
    /// <summary>The names of answers that use cases give, in the description of the API.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(MaskAnswer)] = "MaskAnswer",
        [typeof(SvgMasksAnswer)] = "SvgMasksAnswer",
        [typeof(QualityAnswer)] = "QualityAnswer",
        [typeof(MetricAnswer)] = "MaskMetric",
        [typeof(Feedback)] = "Feedback",
        [typeof(DrawnMask)] = "DrawnMask",
        [typeof(Warning)] = "Warning",
        [typeof(Page<ImageAnswer>)] = "ImagePage",
    };

    /// <summary>Sets how every answer is written.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        var answers = ErrorJson.CreateOptions();
        (options.PropertyNamingPolicy, options.Encoder) = (answers.PropertyNamingPolicy, answers.Encoder);
        // What is read is read strictly, and by its own readers; these say so to the description of the API.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
