using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks;

/// <summary>A JSON value, where it stands, and where to complain. Reading never throws: mistakes are gathered.</summary>
internal readonly struct JsonNode(JsonElement value, string path, MistakeList mistakes)
{
    public JsonElement Value { get; } = value;

    public JsonValueKind Kind => Value.ValueKind;

    public bool IsNull => Kind is JsonValueKind.Null or JsonValueKind.Undefined;

    public void Complain(string message) => mistakes.Add(path, message);

    /// <summary>False, with a mistake, unless this is an object with no other keys than those named.</summary>
    public bool IsObjectOf(params ReadOnlySpan<string> keys)
    {
        if (Kind != JsonValueKind.Object)
        {
            Complain($"must be an object, not {Describe()}");
            return false;
        }

        foreach (var property in Value.EnumerateObject())
        {
            var known = false;
            foreach (var key in keys) known |= property.NameEquals(key);
            if (!known) mistakes.Add(Join(Shorten(property.Name)), "is not a known key");
        }

        return true;
    }

    /// <summary>The value under a key; a value of kind <c>Undefined</c> when there is none.</summary>
    public JsonNode At(string key) => new(Value.TryGetProperty(key, out var found) ? found : default, Join(key), mistakes);

    /// <summary>The elements of an array; none, with a mistake, when it is not one or is longer than allowed.</summary>
    public IEnumerable<JsonNode> Items(int most = int.MaxValue)
    {
        if (Kind != JsonValueKind.Array)
        {
            Complain($"must be a list, not {Describe()}");
            return [];
        }

        if (Value.GetArrayLength() > most)
        {
            Complain($"has {Value.GetArrayLength()} entries; at most {most} are allowed");
            return [];
        }

        return Enumerate();
    }

    public string? Text(bool required = false)
    {
        if (IsNull && !required) return null;
        if (Kind == JsonValueKind.Undefined) Complain("is missing");
        else if (Kind != JsonValueKind.String) Complain($"must be a text, not {Describe()}");
        else if (Value.GetString() is { Length: > ResultLimits.LongestText } text)
            Complain($"has {text.Length} characters; at most {ResultLimits.LongestText} are allowed");
        else return Value.GetString();
        return null;
    }

    public double? Number(double least, double most)
    {
        if (Kind == JsonValueKind.Number && Value.TryGetDouble(out var number) && number >= least && number <= most) return number;
        Complain(Kind == JsonValueKind.Number
            ? $"must be from {least:0.##} to {most:0.##}, not {Shorten(Value.GetRawText())}"
            : $"must be a number, not {Describe()}");
        return null;
    }

    public string Describe() => Describe(Value);

    /// <summary>The value in a few words, for a message.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Shorten(value.GetRawText()),
    };

    public JsonNode Child(int index) => new(Value[index], $"{path}[{index}]", mistakes);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private IEnumerable<JsonNode> Enumerate()
    {
        var index = 0;
        foreach (var item in Value.EnumerateArray())
        {
            if (mistakes.IsFull) yield break;
            yield return new JsonNode(item, $"{path}[{index++}]", mistakes);
        }
    }
}

/// <summary>The mistakes found so far, up to <see cref="ResultLimits.MostMistakes"/>.</summary>
internal sealed class MistakeList
{
    private readonly List<Mistake> _mistakes = [];

    public bool IsFull => _mistakes.Count >= ResultLimits.MostMistakes;

    public bool Any => _mistakes.Count > 0;

    public void Add(string path, string message)
    {
        if (!IsFull) _mistakes.Add(new Mistake(path, message));
    }

    public ImmutableArray<Mistake> ToImmutable() => [.. _mistakes];
}
