using System.Text.Json;
using Cutis.Platform.Errors;

namespace Cutis.Server.Http.Requests;

/// <summary>Something wrong with a value of a request, in the words of both dialects.</summary>
/// <param name="Text">For <see cref="ErrorDialect.Service"/>, in the words of pydantic 2.</param>
/// <param name="Type">A stable name of the mistake, as pydantic 2 has it.</param>
/// <param name="ApiText">For <see cref="ErrorDialect.Api"/>: one sentence about the field.</param>
internal sealed record Mistake(string Text, string Type, string ApiText)
{
    public static readonly Mistake Missing = new("Field required", "missing", "Is required.");
    public static readonly Mistake NotJson = new("JSON decode error", "json_invalid", "Is not JSON.");
    public static readonly Mistake NotString = new("Input should be a valid string", "string_type", "Must be a string.");
    public static readonly Mistake NotBoolean = new("Input should be a valid boolean", "bool_type", "Must be true or false.");
    public static readonly Mistake NotNumber = new("Input should be a valid number", "float_type", "Must be a number.");
    public static readonly Mistake NotUuid = new("Input should be a valid UUID", "uuid_parsing", "Must be a UUID.");
    public static readonly Mistake NotDate = new("Input should be a valid date", "date_parsing", "Must be a date, such as 2026-01-31.");
    public static readonly Mistake HasNul = new("Input should not have the character NUL", "string_nul", "Has the character NUL.");

    public static readonly Mistake NotUtf8 = new("Input should be valid UTF-8", "string_unicode", "Is not valid UTF-8.");

    public static readonly Mistake NotObject = new(
        "Input should be a valid dictionary or object to extract fields from",
        "model_attributes_type",
        "Must be an object."
    );

    public static readonly Mistake NotTime = new(
        "Input should be a valid datetime",
        "datetime_parsing",
        "Must be a date with a time, such as 2026-01-31T12:00:00Z."
    );

    /// <param name="what">What the key would be if it were known, such as <c>key</c>.</param>
    public static Mistake Unknown(string what) => new("Extra inputs are not permitted", "extra_forbidden", $"Is not a known {what}.");

    public static Mistake Length(int length, int min, int max)
    {
        var text =
            length < min
                ? $"String should have at least {Count(min, "character")}"
                : $"String should have at most {Count(max, "character")}";
        var apiText = (min, max) switch
        {
            (0, _) => $"May have at most {max} characters, not {length}.",
            (_, int.MaxValue) => $"Must have at least {Count(min, "character")}, not {length}.",
            _ => $"Must have from {min} to {max} characters, not {length}.",
        };
        return new Mistake(text, length < min ? "string_too_short" : "string_too_long", apiText);
    }

    public static Mistake Pattern(string pattern) =>
        new($"String should match pattern '{pattern}'", "string_pattern_mismatch", $"Must match {pattern}.");

    public static Mistake Choice(JsonElement value, IReadOnlyList<string> choices) =>
        new(
            $"Input should be {string.Join(" or ", choices.Select(choice => $"'{choice}'"))}",
            "enum",
            $"Must be one of {string.Join(", ", choices)}, not \"{Shown(value)}\"."
        );

    public static Mistake NotList(int min, int max) => new("Input should be a valid list", "list_type", ListText(min, max));

    public static Mistake ListLength(int length, int min, int max) =>
        length < min
            ? new Mistake($"List should have at least {Count(min, "item")} after validation, not {length}", "too_short", ListText(min, max))
            : new Mistake($"List should have at most {Count(max, "item")} after validation, not {length}", "too_long", ListText(min, max));

    public static Mistake NotWhole(JsonElement value, NumberRange range) =>
        new("Input should be a valid integer", "int_type", WholeText(value, range));

    public static Mistake WholeOutside(JsonElement value, double number, NumberRange range) =>
        Outside(number, range) with
        {
            ApiText = WholeText(value, range),
        };

    public static Mistake Outside(double number, NumberRange range)
    {
        var apiText = $"Must be {(range.MinIsExclusive ? "above" : "at least")} {range.Min} and at most {range.Max}.";
        if (range.MinIsExclusive && !(number > range.Min))
            return new Mistake($"Input should be greater than {range.Min}", "greater_than", apiText);
        return number < range.Min
            ? new Mistake($"Input should be greater than or equal to {range.Min}", "greater_than_equal", apiText)
            : new Mistake($"Input should be less than or equal to {range.Max}", "less_than_equal", apiText);
    }

    /// <summary>A value of the request as messages quote it.</summary>
    public static string Shown(JsonElement value) =>
        ErrorText.Shorten(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    private static string WholeText(JsonElement value, NumberRange range) =>
        range == NumberRange.Any
            ? $"Must be a whole number, not \"{Shown(value)}\"."
            : $"Must be a whole number from {range.Min} to {range.Max}, not \"{Shown(value)}\".";

    private static string ListText(int min, int max) =>
        (min, max) switch
        {
            (0, int.MaxValue) => "Must be a list.",
            (0, _) => $"Must be a list of at most {Count(max, "entry", "entries")}.",
            (_, int.MaxValue) => $"Must be a list of at least {Count(min, "entry", "entries")}.",
            _ => $"Must be a list of {min} to {Count(max, "entry", "entries")}.",
        };

    private static string Count(int number, string one, string? many = null) => $"{number} {(number == 1 ? one : many ?? one + "s")}";
}

/// <summary>The numbers that a value may be.</summary>
internal readonly record struct NumberRange(double Min, double Max, bool MinIsExclusive = false)
{
    public static readonly NumberRange Any = new(double.NegativeInfinity, double.PositiveInfinity);

    public bool Contains(double number) => (MinIsExclusive ? number > Min : number >= Min) && number <= Max;
}
