using System.Text.Json;

namespace Cutis.Server.Http.Requests;

/// <summary>
/// A value of a request that knows its location and the list of mistakes, so that one bad request gets one answer with every mistake in
/// it. The value types that a record may have are read here; see <see cref="RecordPlan"/> for how a record is read.
/// </summary>
internal readonly struct Field(JsonElement value, Location location, RequestReading reading)
{
    public JsonElement Value { get; } = value;

    /// <summary>The services of the request, for checks that need them.</summary>
    public IServiceProvider Services => reading.Services;

    public ErrorDialect Dialect => reading.Dialect;

    /// <summary>True when the key was not there.</summary>
    public bool IsMissing => Value.ValueKind == JsonValueKind.Undefined;

    /// <summary>True when the key was not there or its value is null.</summary>
    public bool IsAbsent => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The value under a key of this object; a missing one when there is none.</summary>
    public Field this[string key] =>
        new(
            Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(key, out var found) ? found : default,
            new Location(location, key),
            reading
        );

    /// <summary>The elements, if this is a list.</summary>
    public IReadOnlyList<Field> Entries
    {
        get
        {
            if (Value.ValueKind != JsonValueKind.Array)
                return [];
            var entries = new List<Field>(Value.GetArrayLength());
            foreach (var entry in Value.EnumerateArray())
                entries.Add(new Field(entry, new Location(location, entries.Count), reading));
            return entries;
        }
    }

    public void Complain(Mistake mistake) => reading.Mistakes.Add(location.ToList(), mistake);

    /// <summary>Complains in the same words in both dialects.</summary>
    public void Complain(string text, string type) => Complain(new Mistake(text, type, $"{text}."));

    public Guid? ReadUuid() =>
        Value.ValueKind == JsonValueKind.String && Guid.TryParseExact(Value.GetString(), "D", out var id)
            ? id
            : Refuse<Guid>(Mistake.NotUuid);

    public bool? ReadBoolean() =>
        Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : Refuse<bool>(Mistake.NotBoolean);

    /// <summary>A time; one without an offset is in UTC.</summary>
    public DateTimeOffset? ReadTime()
    {
        if (Value.ValueKind != JsonValueKind.String || !Value.TryGetDateTime(out var time))
            return Refuse<DateTimeOffset>(Mistake.NotTime);
        return time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : Value.GetDateTimeOffset();
    }

    public DateOnly? ReadDate() =>
        Value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(Value.GetString(), "yyyy-MM-dd", out var date)
            ? date
            : Refuse<DateOnly>(Mistake.NotDate);

    public string? ReadString(int min = 0, int max = int.MaxValue)
    {
        if (Value.ValueKind != JsonValueKind.String)
        {
            Complain(Mistake.NotString);
            return null;
        }

        var text = Value.GetString()!;
        if (text.Length >= min && text.Length <= max)
            return text;
        Complain(Mistake.Length(text.Length, min, max));
        return null;
    }

    public string? ReadChoice(params IReadOnlyList<string> choices)
    {
        foreach (var choice in choices)
            if (Value.ValueKind == JsonValueKind.String && Value.ValueEquals(choice))
                return choice;
        Complain(Mistake.Choice(Value, choices));
        return null;
    }

    public double? ReadNumber(NumberRange range)
    {
        if (Value.ValueKind != JsonValueKind.Number || !Value.TryGetDouble(out var number))
            return Refuse<double>(Mistake.NotNumber);
        return range.Contains(number) ? number : Refuse<double>(Mistake.Outside(number, range));
    }

    public long? ReadWhole(NumberRange range)
    {
        if (Value.ValueKind != JsonValueKind.Number || !Value.TryGetInt64(out var number))
            return Refuse<long>(Mistake.NotWhole(Value, range));
        return range.Contains(number) ? number : Refuse<long>(Mistake.WholeOutside(Value, number, range));
    }

    /// <summary>The elements of a list; none, with a mistake, when it is not one or has too few or too many.</summary>
    public IReadOnlyList<Field> ReadList(int min, int max)
    {
        if (Value.ValueKind != JsonValueKind.Array)
            Complain(Mistake.NotList(min, max));
        else if (Value.GetArrayLength() < min || Value.GetArrayLength() > max)
            Complain(Mistake.ListLength(Value.GetArrayLength(), min, max));
        else
            return Entries;
        return [];
    }

    private T? Refuse<T>(Mistake mistake)
        where T : struct
    {
        Complain(mistake);
        return null;
    }
}

/// <summary>The location of a value: a key or an index within another.</summary>
internal sealed record Location(Location? Parent, object Step)
{
    public List<object> ToList()
    {
        var steps = Parent?.ToList() ?? [];
        steps.Add(Step);
        return steps;
    }
}
