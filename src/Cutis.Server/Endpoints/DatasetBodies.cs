using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>What can be said of a dataset besides its name.</summary>
internal abstract record DatasetBody : GivenKeys
{
    private const int MaxDays = 365;

    [Description("Of `/api/v1/dicts/image_types/`.")]
    public int? ImageTypeId { get; init; }

    [Range(0, MaxDays)]
    [Description("Photos are deleted this many days after their upload, 0 meaning 15 minutes; results stay. Null keeps them.")]
    public int? ExpireImagesAfterDays { get; init; }

    [Range(0, MaxDays)]
    [Description(
        "Results are deleted this many days after the upload of their photo, and birth dates, sexes and `meta` of subjects this many days "
            + "after they were given. Null keeps them."
    )]
    public int? ExpireMetadataAfterDays { get; init; }

    [NeverNull, Description("Photos are deleted 15 minutes after the algorithms have finished; results stay.")]
    public bool? CleanImagesAsSoonAsReady { get; init; }

    [Description("Kept for the client.")]
    public int? CustomBranding { get; init; }

    /// <summary>Sets what was given.</summary>
    public void Apply(Dataset dataset)
    {
        if (Has("image_type_id"))
            dataset.ImageTypeId = ImageTypeId;
        if (Has("expire_images_after_days"))
            dataset.ExpireImagesAfterDays = ExpireImagesAfterDays;
        if (Has("expire_metadata_after_days"))
            dataset.ExpireMetadataAfterDays = ExpireMetadataAfterDays;
        if (Has("custom_branding"))
            dataset.CustomBranding = CustomBranding;
        dataset.CleanImagesAsSoonAsReady = CleanImagesAsSoonAsReady ?? dataset.CleanImagesAsSoonAsReady;
    }
}

/// <summary>A dataset that is to be added.</summary>
[SchemaName("NewDataset")]
internal sealed record NewDatasetBody : DatasetBody
{
    [Length(1, 512), JsonPropertyOrder(-1)]
    public required string Name { get; init; }
}

/// <summary>A change of a dataset.</summary>
[SchemaName("DatasetChange")]
internal sealed record DatasetChangeBody : DatasetBody
{
    [Length(1, 512), NeverNull, JsonPropertyOrder(-1)]
    public string? Name { get; init; }

    /// <summary>Sets what was given, the name too.</summary>
    public void ApplyAll(Dataset dataset)
    {
        Apply(dataset);
        if (Has("name"))
            dataset.Name = Name!;
    }
}

/// <summary>What photos show, with the sides and lights of which there may be photos.</summary>
[SchemaName("ImageType")]
internal sealed record ImageTypeAnswer(
    int Id,
    string Name,
    string TechName,
    IReadOnlyList<DictionaryEntry> Sides,
    IReadOnlyList<DictionaryEntry> Lights
)
{
    /// <summary>The type of an id; one that is not in the dictionary is a selfie under that id.</summary>
    public static ImageTypeAnswer Create(int? id)
    {
        var type = Dictionaries.ImageTypes.Find(id) ?? Dictionaries.Selfie with { Id = id ?? Dictionaries.Selfie.Id };
        return new ImageTypeAnswer(type.Id, type.Name, type.TechName, Dictionaries.Sides, Dictionaries.Lights);
    }
}

/// <summary>An application that is attached to a dataset.</summary>
[SchemaName("ConnectedApplication")]
internal sealed record ConnectedApplication(
    Guid Id,
    Guid DatasetId,
    string Name,
    string TechName,
    Guid ApplicationRunId,
    [property: Description("What it computes; none stands for all that is computed where nothing is named.")]
        IReadOnlyList<string> EnabledAlgorithms,
    JsonElement AlgorithmsFlags
)
{
    public static ConnectedApplication Create(DatasetApplication run)
    {
        var application = Application.Find(run.ApplicationId)!;
        using var flags = JsonDocument.Parse(run.AlgorithmsFlags);
        return new ConnectedApplication(
            application.Id,
            run.DatasetId,
            application.Name,
            application.TechName,
            run.RunId,
            run.EnabledAlgorithms,
            flags.RootElement.Clone()
        );
    }
}

/// <summary>A dataset as clients see it.</summary>
[SchemaName("Dataset")]
internal sealed record DatasetAnswer(
    Guid Id,
    Guid CompanyId,
    string Name,
    ImageTypeAnswer ImageType,
    int? ImageTypeId,
    string ImageTypeName,
    string ImageTypeTechName,
    IReadOnlyList<ConnectedApplication> ConnectedApplications,
    int? ExpireImagesAfterDays,
    int? ExpireMetadataAfterDays,
    bool CleanImagesAsSoonAsReady,
    int? CustomBranding,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime
)
{
    /// <param name="dataset">The dataset.</param>
    /// <param name="runs">The applications that are attached to this and perhaps to other datasets.</param>
    public static DatasetAnswer Create(Dataset dataset, IEnumerable<DatasetApplication> runs)
    {
        var type = ImageTypeAnswer.Create(dataset.ImageTypeId);
        return new DatasetAnswer(
            dataset.Id,
            dataset.CompanyId,
            dataset.Name,
            type,
            dataset.ImageTypeId,
            type.Name,
            type.TechName,
            [.. runs.Where(run => run.DatasetId == dataset.Id).Select(ConnectedApplication.Create)],
            dataset.ExpireImagesAfterDays,
            dataset.ExpireMetadataAfterDays,
            dataset.CleanImagesAsSoonAsReady,
            dataset.CustomBranding,
            dataset.CreatedAt
        );
    }
}

[JsonSerializable(typeof(NewDatasetBody))]
[JsonSerializable(typeof(DatasetChangeBody))]
[JsonSerializable(typeof(DatasetAnswer))]
[JsonSerializable(typeof(Page<DatasetAnswer>)), Schema(typeof(Page<DatasetAnswer>), "DatasetPage")]
[JsonSerializable(typeof(IReadOnlyList<ImageTypeAnswer>))]
[JsonSerializable(typeof(DictionaryEntry)), Schema(typeof(DictionaryEntry), "DictionaryEntry")]
internal sealed partial class DatasetJson : JsonSerializerContext;
