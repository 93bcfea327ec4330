using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// A JSON value with its path in the document and the collector of errors. Reading never throws because of wrong input: errors are
/// collected.
/// </summary>
internal readonly struct JsonNode(JsonElement value, JsonPath? path, ValidationErrorList errors)
{
    private const int MaxShown = 40;

    public JsonElement Value { get; } = value;

    public JsonValueKind Kind => Value.ValueKind;

    public bool IsNull => Kind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>Whether reading should continue; it ends once there are enough errors.</summary>
    public bool GoesOn => errors.GoesOn;

    /// <summary>Whether there is any error in the document so far.</summary>
    public bool HasErrors => errors.Any;

    /// <summary>Length of the value in bytes as written, including white space within it.</summary>
    public int RawLength => Kind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(Value).Length;

    public void Complain(string message) => errors.Add(path, message);

    /// <summary>
    /// False, and an error, unless this is an object of these keys and at most <see cref="ResultLimits.MaxOtherKeys"/> others.
    /// </summary>
    public bool IsObject(params ReadOnlySpan<string> keys)
    {
        if (Kind != JsonValueKind.Object)
        {
            Complain($"must be an object, not {Describe()}");
            return false;
        }

        var others = 0;
        foreach (var property in Value.EnumerateObject())
        {
            var known = false;
            foreach (var key in keys)
                known |= property.NameEquals(key);
            if (known || ++others <= ResultLimits.MaxOtherKeys)
                continue;
            Complain($"has more than {ResultLimits.MaxOtherKeys} keys besides those of the documented form");
            return false;
        }

        return true;
    }

    /// <inheritdoc cref="IsObject(ReadOnlySpan{string})"/>
    public bool IsObject<T>(IReadOnlyList<JsonField<T>> fields) => IsObject([.. fields.Select(field => field.Name)]);

    /// <summary>The same value, detached from its document.</summary>
    public JsonNode Cloned() => Kind == JsonValueKind.Undefined ? this : new JsonNode(Value.Clone(), path, errors);

    /// <summary>The value of a key; of kind <c>Undefined</c> when it is absent.</summary>
    public JsonNode At(string key) => new(Value.TryGetProperty(key, out var found) ? found : default, new JsonPath(path, key), errors);

    /// <summary>The elements of an array; none, and an error, when it is not an array or is longer than allowed.</summary>
    public IEnumerable<JsonNode> Items(int max = int.MaxValue) => IsListUpTo(max) ? Enumerate() : [];

    /// <summary>False, and an error, unless this is an array within the length limit.</summary>
    public bool IsListUpTo(int max = int.MaxValue)
    {
        if (Kind != JsonValueKind.Array)
        {
            Complain($"must be a list, not {Describe()}");
            return false;
        }

        if (Value.GetArrayLength() <= max)
            return true;
        Complain($"has {Value.GetArrayLength()} entries; at most {max} are allowed");
        return false;
    }

    public string? Text(bool required = false)
    {
        if (IsNull && !required)
            return null;
        if (Kind == JsonValueKind.Undefined)
            Complain("is missing");
        else if (Kind != JsonValueKind.String)
            Complain($"must be a text, not {Describe()}");
        else if (Length() is > ResultLimits.MaxTextLength and var length)
            Complain($"has {length} characters; at most {ResultLimits.MaxTextLength} are allowed");
        else
            return Value.GetString();
        return null;
    }

    public bool? Flag()
    {
        if (Kind is JsonValueKind.True or JsonValueKind.False)
            return Value.GetBoolean();
        if (!IsNull)
            Complain($"must be true, false or null, not {Describe()}");
        return null;
    }

    public double? Number(double min, double max)
    {
        if (Kind == JsonValueKind.Number && Value.TryGetDouble(out var number) && number >= min && number <= max)
            return number;
        Complain(
            Kind == JsonValueKind.Number
                ? $"must be from {min:0.##} to {max:0.##}, not {Describe()}"
                : $"must be a number, not {Describe()}"
        );
        return null;
    }

    /// <summary>Adds an error when the value, which may have any form, is longer than allowed.</summary>
    public void CheckLength(int maxBytes)
    {
        if (RawLength > maxBytes)
            Complain($"has {RawLength} bytes; at most {maxBytes} are allowed");
    }

    public string Describe() => Describe(Value);

    /// <summary>A short description of the value for a message.</summary>
    public static string Describe(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined => "nothing",
            JsonValueKind.Null => "null",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => ShortenRaw(JsonMarshal.GetRawUtf8Value(value)),
        };

    public JsonNode Child(int index) => new(Value[index], new JsonPath(path, index), errors);

    // Length of a text in characters; of a text that is much too long, its encoded length.
    private int Length()
    {
        var raw = JsonMarshal.GetRawUtf8Value(Value);
        return raw.Length > 16 * ResultLimits.MaxTextLength ? Encoding.UTF8.GetCharCount(raw) - 2 : Value.GetString()!.Length;
    }

    // A value may be as long as the document.
    private static string ShortenRaw(ReadOnlySpan<byte> raw) => Shorten(Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 8 * MaxShown)]));

    private static string Shorten(string text)
    {
        if (text.Length <= MaxShown)
            return text;
        return text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "…";
    }

    private IEnumerable<JsonNode> Enumerate()
    {
        var index = 0;
        foreach (var item in Value.EnumerateArray())
        {
            if (!errors.GoesOn)
                yield break;
            yield return new JsonNode(item, new JsonPath(path, index++), errors);
        }
    }
}

/// <summary>The path of a value in a document; turned into text only for an error.</summary>
internal sealed class JsonPath
{
    private readonly JsonPath? _parent;
    private readonly string? _key;
    private readonly int _index;

    public JsonPath(JsonPath? parent, string key) => (_parent, _key) = (parent, key);

    public JsonPath(JsonPath? parent, int index) => (_parent, _index) = (parent, index);

    /// <inheritdoc/>
    public override string ToString() =>
        _key is null ? $"{_parent}[{_index}]"
        : _parent is null ? _key
        : $"{_parent}.{_key}";
}

/// <summary>The errors found so far, at most <see cref="ResultLimits.MaxErrors"/>, and whether reading is to end.</summary>
internal sealed class ValidationErrorList(CancellationToken stop)
{
    private readonly List<ValidationError> _errors = [];

    public bool Any => _errors.Count > 0;

    /// <summary>False once there are enough errors.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public bool GoesOn
    {
        get
        {
            stop.ThrowIfCancellationRequested();
            return _errors.Count < ResultLimits.MaxErrors;
        }
    }

    public void Add(JsonPath? path, string message)
    {
        if (_errors.Count < ResultLimits.MaxErrors)
            _errors.Add(new ValidationError(path?.ToString() ?? "", message));
    }

    public ImmutableArray<ValidationError> ToImmutable() => [.. _errors];
}
