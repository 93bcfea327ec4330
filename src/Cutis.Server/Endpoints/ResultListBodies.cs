using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>Which results of an image are asked for.</summary>
internal sealed record ResultListQuery
{
    [MaxLength(100), Description("Only those of this run of an application.")]
    public string ApplicationRunId { get; init; } = "";

    [MaxLength(200), Description("Only those of an application of this name.")]
    public string ApplicationName { get; init; } = "";

    [MaxLength(100), Description("Only those of this application.")]
    public string ApplicationId { get; init; } = "";

    [MaxLength(2000), Description("The token, where it cannot be sent in a header.")]
    public string Token { get; init; } = "";
}

/// <summary>An item of a list of results, for the description of the API.</summary>
[SchemaName("ResultItem"), OpenObject]
[Description("A result, with who computed it for which image and when. A result that was imported keeps what stood around it.")]
internal sealed record ResultItemBody
{
    [Description("The same for as long as the image has a result of the algorithm.")]
    [JsonShape("""{"type": ["integer", "string"]}""")]
    public required object Id { get; init; }

    [Description(
        "`masks_restored` and `masks_original` are left out where there are none; `area_results` is null where there are none; `error` is "
            + "there only where the algorithm gave no answer."
    )]
    public required ResultBody Result { get; init; }

    [Description("Whether the algorithm gave an answer.")]
    public required bool IsOk { get; init; }

    public required Guid ImageId { get; init; }

    public required int AlgorithmVersionId { get; init; }

    [Description("UTC, as `2025-06-30 11:22:50`.")]
    public required string CreationTime { get; init; }

    public required string? ApplicationId { get; init; }

    public required string? ApplicationName { get; init; }

    [Description("HTML.")]
    public required string? ApplicationDescription { get; init; }

    [Description("Null where no application is attached to the dataset.")]
    public required string? ApplicationRunId { get; init; }

    public required string ImageType { get; init; }

    public required string AlgorithmFamilyTechName { get; init; }
}

/// <summary>Over which photos metrics are smoothed.</summary>
internal sealed record SmoothedQuery
{
    [Range(0, 3650), DefaultValue(14), Description("How many days before the photo another one counts.")]
    public int SampleTimeWindow { get; init; }

    [Range(1, 100), DefaultValue(10), Description("How many photos count at most, the newest first.")]
    public int SampleMaxSize { get; init; }

    [AllowedValues("mean", "median"), DefaultValue("mean")]
    public string SmoothingMethod { get; init; } = "";

    [MaxLength(2000), Description("The token, where it cannot be sent in a header.")]
    public string Token { get; init; } = "";
}

/// <summary>A main metric over several photos.</summary>
[SchemaName("SmoothedResult")]
internal sealed record SmoothedAnswer(string AlgorithmTechName, double Value);

/// <summary>A picture that was made of a photo.</summary>
[SchemaName("AuxImage")]
internal sealed record AuxImageAnswer(
    Guid Id,
    [property: Description("`restored`, or `anonymised`: the restored photo with the eyes hidden.")] string Name,
    AuxImageUrls Urls
);

/// <summary>Signed URLs of such a picture.</summary>
[SchemaName("AuxImageUrls")]
internal sealed record AuxImageUrls(string Original);

/// <summary>How long a URL is to live.</summary>
internal sealed record AuxUrlQuery
{
    [Range(1, 604_800), DefaultValue(3600)]
    public int ExpirationSeconds { get; init; }
}

/// <summary>A signed URL.</summary>
[SchemaName("SignedUrl")]
internal sealed record SignedUrlAnswer(string Url);
