using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cutis.Server.Tests;

/// <summary>The reader of records, of each type of value and in both dialects.</summary>
public class RequestReadingTests
{
    private const string Whole = """
        {
          "id": "0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3", "name": "Anna", "code": "AB-1", "side": "left", "count": 3, "big": 5000000000,
          "share": 0.5, "is_on": true, "born": "1990-02-28", "seen_at": "2026-01-05T12:00:00+02:00", "any": {"a": [1]},
          "tags": ["a", "b"], "parts": [{"size": 1}, {"size": 2}], "part": {"size": 3}
        }
        """;

    [Fact]
    public void Every_type_of_value_is_read()
    {
        var (record, mistakes) = Read<Sample>(Whole);
        mistakes.ShouldBeEmpty();
        (record.Id.ToString(), record.Name, record.Code, record.Side).ShouldBe(
            ("0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3", "Anna", "AB-1", "left")
        );
        (record.Count, record.Big, record.Share, record.IsOn).ShouldBe((3, 5_000_000_000, 0.5, true));
        (record.Born, record.SeenAt).ShouldBe((new DateOnly(1990, 2, 28), new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.FromHours(2))));
        record.Any.GetProperty("a")[0].GetInt32().ShouldBe(1);
        record.Tags.ShouldBe(["a", "b"]);
        record.Parts.Select(part => part.Size).ShouldBe([1, 2]);
        record.Part!.Size.ShouldBe(3);
    }

    [Fact]
    public void What_is_left_out_or_null_has_its_default()
    {
        foreach (var rest in (string[])["", ""","count":null,"side":null,"part":null,"tags":null,"born":null"""])
        {
            var (record, mistakes) = Read<Sample>($$"""{"id":"0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3","name":"A"{{rest}}}""");
            mistakes.ShouldBeEmpty();
            (record.Count, record.Side, record.Part, record.Tags, record.Born).ShouldBe((7, null, null, null, null));
        }

        Read<Sample>("""{"id":"0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3","name":"A","is_on":null}""")
            .Mistakes.ShouldBe(["body.is_on: Input should be a valid boolean (bool_type)"]);
    }

    [Fact]
    public void A_time_without_an_offset_is_in_UTC() =>
        Read<Sample>(Whole.Replace("+02:00", "", StringComparison.Ordinal)).Record.SeenAt!.Value.Offset.ShouldBe(TimeSpan.Zero);

    public static TheoryData<string, string, string, string> Wrong { get; } =
        new()
        {
            { "id", "\"x\"", "Input should be a valid UUID (uuid_parsing)", "Must be a UUID." },
            { "id", "null", "Input should be a valid UUID (uuid_parsing)", "Must be a UUID." },
            { "name", "7", "Input should be a valid string (string_type)", "Must be a string." },
            { "name", "\"\"", "String should have at least 1 character (string_too_short)", "Must have from 1 to 5 characters, not 0." },
            {
                "name",
                "\"abcdef\"",
                "String should have at most 5 characters (string_too_long)",
                "Must have from 1 to 5 characters, not 6."
            },
            { "code", "\"ab\"", "String should match pattern '^[A-Z0-9-]+$' (string_pattern_mismatch)", "Must match ^[A-Z0-9-]+$." },
            { "side", "\"up\"", "Input should be 'left' or 'right' (enum)", "Must be one of left, right, not \"up\"." },
            { "count", "\"3\"", "Input should be a valid integer (int_type)", "Must be a whole number from 1 to 9, not \"3\"." },
            {
                "count",
                "10",
                "Input should be less than or equal to 9 (less_than_equal)",
                "Must be a whole number from 1 to 9, not \"10\"."
            },
            { "big", "1.5", "Input should be a valid integer (int_type)", "Must be a whole number, not \"1.5\"." },
            { "share", "0", "Input should be greater than 0 (greater_than)", "Must be above 0 and at most 1." },
            { "share", "\"1\"", "Input should be a valid number (float_type)", "Must be a number." },
            { "is_on", "1", "Input should be a valid boolean (bool_type)", "Must be true or false." },
            { "is_shown", "null", "Input should be a valid boolean (bool_type)", "Must be true or false." },
            { "born", "\"1990-02-30\"", "Input should be a valid date (date_parsing)", "Must be a date, such as 2026-01-31." },
            {
                "seen_at",
                "\"yesterday\"",
                "Input should be a valid datetime (datetime_parsing)",
                "Must be a date with a time, such as 2026-01-31T12:00:00Z."
            },
            { "tags", "{}", "Input should be a valid list (list_type)", "Must be a list of 1 to 2 entries." },
            { "tags", "[]", "List should have at least 1 item after validation, not 0 (too_short)", "Must be a list of 1 to 2 entries." },
            {
                "tags",
                """["a","b","c"]""",
                "List should have at most 2 items after validation, not 3 (too_long)",
                "Must be a list of 1 to 2 entries."
            },
            {
                "part",
                "[]",
                "Input should be a valid dictionary or object to extract fields from (model_attributes_type)",
                "Must be an object."
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Every_mistake_has_its_words_in_both_dialects(string key, string value, string service, string api)
    {
        var json = $$"""{"id":"0b1c7d1e-2f2c-4f0f-8a44-5f1de2a4d9c3","name":"A","{{key}}":{{value}}}""";
        Read<Sample>(json).Mistakes.ShouldBe([$"body.{key}: {service}"]);
        Read<Sample>(json, ErrorDialect.Api).Mistakes.ShouldBe([$"body.{key}: {api}"]);
    }

    [Fact]
    public void All_mistakes_come_at_once_with_their_locations() =>
        Read<Sample>("""{"name":"","tags":["a",7],"parts":[{"size":0},{},1],"part":{"sise":1}}""")
            .Mistakes.ShouldBe([
                "body.id: Field required (missing)",
                "body.name: String should have at least 1 character (string_too_short)",
                "body.tags.1: Input should be a valid string (string_type)",
                "body.parts.0.size: Input should be greater than or equal to 1 (greater_than_equal)",
                "body.parts.1.size: Field required (missing)",
                "body.parts.2: Input should be a valid dictionary or object to extract fields from (model_attributes_type)",
                "body.part.sise: Extra inputs are not permitted (extra_forbidden)",
                "body.part.size: Field required (missing)",
            ]);

    [Fact]
    public void Unknown_keys_are_refused_by_service_and_by_records_that_say_so()
    {
        const string Json = """{"size":1,"colour":"red"}""";
        Read<Part>(Json).Mistakes.ShouldBe(["body.colour: Extra inputs are not permitted (extra_forbidden)"]);
        Read<Part>(Json, ErrorDialect.Api).Mistakes.ShouldBeEmpty();
        Read<StrictPart>(Json, ErrorDialect.Api).Mistakes.ShouldBe(["body.colour: Is not a known option."]);
        Read<StrictPart>("""{"size":1,"old":2}""").Mistakes.ShouldBe(["body.old: Use size (value_error)"]);
        Read<StrictPart>("""{"size":1,"old":null}""").Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void A_record_checks_its_values_against_one_another() =>
        Read<Span>("""{"from":5,"to":3}""", ErrorDialect.Api).Mistakes.ShouldBe(["body.to: Must not be below from."]);

    [Fact]
    public void What_was_wrong_can_be_looked_at()
    {
        var record = Read<Sample>("""{"name":7,"count":"x"}""").Record;
        (record.Name, record.Id, record.Count).ShouldBe(("", Guid.Empty, 7));
        Read<Sample>("[]")
            .Mistakes.ShouldBe(["body: Input should be a valid dictionary or object to extract fields from (model_attributes_type)"]);
    }

    [Fact]
    public void A_query_is_read_by_the_same_records()
    {
        var (list, none) = ReadQuery(("page", "2"), ("sides", new StringValues(["left", "right"])), ("is_on", "true"));
        none.ShouldBeEmpty();
        (list.Page, list.IsOn).ShouldBe((2, true));
        list.Sides.ShouldBe(["left", "right"]);
        ReadQuery(("page", "+2"), ("is_on", "yes"), ("unknown", "1"))
            .Mistakes.ShouldBe(["query.page: Must be a whole number from 1 to 9, not \"+2\".", "query.is_on: Must be true or false."]);
    }

    private static (T Record, List<string> Mistakes) Read<T>(string json, ErrorDialect dialect = ErrorDialect.Service)
    {
        using var document = JsonDocument.Parse(json);
        return Read<T>(document.RootElement, "body", dialect);
    }

    private static (SampleQuery Record, List<string> Mistakes) ReadQuery(params (string Key, StringValues Values)[] query)
    {
        var values = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (key, texts) in query)
            values[key] = texts;
        var json = QueryJson.Create(new QueryCollection(values), RecordPlan.For(typeof(SampleQuery)));
        return Read<SampleQuery>(JsonSerializer.SerializeToElement(json), "query", ErrorDialect.Api);
    }

    private static (T Record, List<string> Mistakes) Read<T>(JsonElement json, string root, ErrorDialect dialect)
    {
        var reading = new RequestReading(null!, dialect);
        var record = (T)RecordPlan.For(typeof(T)).Read(new Field(json, new Location(null, root), reading));
        var mistakes = new List<string>();
        foreach (var (location, mistake) in reading.Mistakes.Items)
        {
            var text = dialect == ErrorDialect.Api ? mistake.ApiText : $"{mistake.Text} ({mistake.Type})";
            mistakes.Add($"{string.Join('.', location)}: {text}");
        }

        return (record, mistakes);
    }

    internal sealed record Sample
    {
        public required Guid Id { get; init; }

        [Length(1, 5)]
        public required string Name { get; init; }

        [RegularExpression("^[A-Z0-9-]+$")]
        public string? Code { get; init; }

        [AllowedValues("left", "right")]
        public string? Side { get; init; }

        [Range(1, 9), DefaultValue(7)]
        public int? Count { get; init; }

        public long? Big { get; init; }

        [Range(0, 1d, MinimumIsExclusive = true)]
        public double? Share { get; init; }

        public bool IsOn { get; init; }

        [NeverNull]
        public bool? IsShown { get; init; }

        public DateOnly? Born { get; init; }

        public DateTimeOffset? SeenAt { get; init; }

        public JsonElement Any { get; init; }

        [MinLength(1), MaxLength(2)]
        public IReadOnlyList<string>? Tags { get; init; }

        public IReadOnlyList<Part> Parts { get; init; } = [];

        public Part? Part { get; init; }
    }

    internal record Part
    {
        [Range(1, 100)]
        public required int Size { get; init; }
    }

    [RefusesUnknownKeys("option"), RefusedKey("old", "Use size")]
    internal sealed record StrictPart : Part;

    internal sealed record Span : IChecked
    {
        public int From { get; init; }

        public int To { get; init; }

        public void Check(Field self)
        {
            if (To < From)
                self["to"].Complain("Must not be below from", "value_error");
        }
    }

    internal sealed record SampleQuery
    {
        [Range(1, 9)]
        public int? Page { get; init; }

        public IReadOnlyList<string>? Sides { get; init; }

        [JsonPropertyName("is_on")]
        public bool? IsOn { get; init; }
    }
}
