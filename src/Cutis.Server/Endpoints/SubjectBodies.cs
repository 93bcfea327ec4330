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

/// <summary>What can be said of a subject besides the name.</summary>
internal abstract record SubjectBody : GivenKeys
{
    [ReadBy<DateReader>, JsonShape("""{"type": ["string", "null"], "format": "date"}""")]
    public DateOnly? BirthDate { get; init; }

    [ReadBy<SexReader>, JsonShape("""{"type": ["integer", "string", "null"]}""")]
    [Description("1 or `male`, 2 or `female`, 3 or `other`.")]
    public int? BiologicalSex { get; init; }

    [Description("Anything, kept for the client.")]
    public JsonElement? Meta { get; init; }

    /// <summary>Sets what was given.</summary>
    public void Apply(Subject subject)
    {
        if (Has("birth_date"))
            subject.BirthDate = BirthDate;
        if (Has("biological_sex"))
            subject.BiologicalSexId = BiologicalSex;
        if (Has("meta"))
            subject.Meta = Meta?.GetRawText();
    }
}

/// <summary>A subject that is to be added.</summary>
[SchemaName("NewSubject")]
internal sealed record NewSubjectBody : SubjectBody
{
    [Length(1, 512), JsonPropertyOrder(-1)]
    public required string Name { get; init; }
}

/// <summary>A change of a subject.</summary>
[SchemaName("SubjectChange")]
internal sealed record SubjectChangeBody : SubjectBody
{
    [Length(1, 512), NeverNull, JsonPropertyOrder(-1)]
    public string? Name { get; init; }

    /// <summary>Sets what was given, the name too.</summary>
    public void ApplyAll(Subject subject)
    {
        Apply(subject);
        if (Has("name"))
            subject.Name = Name!;
    }
}

/// <summary>Subjects that are to be erased.</summary>
[SchemaName("SubjectIds")]
internal sealed record SubjectIdsBody
{
    [MinLength(1), MaxLength(1000)]
    public required IReadOnlyList<Guid> SubjectsIds { get; init; }
}

/// <summary>Reads a sex: its number, its name, or an object with one of them, as answers have it.</summary>
internal sealed class SexReader : IValueReader
{
    public static object? Read(Field field)
    {
        var value = field.Value;
        if (value.ValueKind == JsonValueKind.Object && !field["id"].IsMissing)
            value = field["id"].Value;
        var found = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var id) => Dictionaries.BiologicalSexes.Find(id),
            JsonValueKind.String => Dictionaries.BiologicalSexes.FirstOrDefault(s =>
                string.Equals(s.TechName, value.GetString(), StringComparison.OrdinalIgnoreCase)
            ),
            _ => null,
        };
        if (found is null)
            field.Complain(Mistake.Choice(field.Value, [.. Dictionaries.BiologicalSexes.Select(s => s.TechName)]));
        return found?.Id;
    }
}

/// <summary>A company or a dataset by its name.</summary>
[SchemaName("NamedPlace")]
internal sealed record NamedPlace(Guid Id, string Name);

/// <summary>A subject as clients see it.</summary>
[SchemaName("Subject")]
internal sealed record SubjectAnswer(
    string Name,
    DateOnly? BirthDate,
    DictionaryEntry? BiologicalSex,
    JsonElement? Meta,
    Guid Id,
    [property: Description("The user who has added it.")] Guid? AuthorId,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime,
    NamedPlace Company,
    NamedPlace Dataset,
    [property: Description("Its newest image that has a photo.")] Guid? PromoteImageId
)
{
    public static SubjectAnswer Create(Subject subject, Company company, Dataset dataset, Guid? promoted) =>
        new(
            subject.Name,
            subject.BirthDate,
            Dictionaries.BiologicalSexes.Find(subject.BiologicalSexId),
            StoredJson.Parse(subject.Meta),
            subject.Id,
            subject.AuthorId,
            subject.CreatedAt,
            new NamedPlace(company.Id, company.Name),
            new NamedPlace(dataset.Id, dataset.Name),
            promoted
        );
}

/// <summary>What became of subjects that were to be erased.</summary>
[SchemaName("ErasedSubjects")]
internal sealed record ErasedSubjects(
    [property: Description("Those that were erased.")] IReadOnlyList<Guid> SubjectsIds,
    [property: Description("Those that are not in the dataset, or were erased before.")] IReadOnlyList<Guid> NotFound
);

/// <summary>Images of a subject whose photos were deleted.</summary>
[SchemaName("DeletedPhotos")]
internal sealed record DeletedPhotos(Guid SubjectId, IReadOnlyList<Guid> Images);

/// <summary>JSON of clients, as it is stored.</summary>
internal static class StoredJson
{
    public static JsonElement? Parse(string? text)
    {
        if (text is null)
            return null;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

[JsonSerializable(typeof(NewSubjectBody))]
[JsonSerializable(typeof(SubjectChangeBody))]
[JsonSerializable(typeof(SubjectIdsBody))]
[JsonSerializable(typeof(SubjectAnswer))]
[JsonSerializable(typeof(ErasedSubjects))]
[JsonSerializable(typeof(DeletedPhotos))]
[JsonSerializable(typeof(Page<SubjectAnswer>)), Schema(typeof(Page<SubjectAnswer>), "SubjectPage")]
internal sealed partial class SubjectJson : JsonSerializerContext;
