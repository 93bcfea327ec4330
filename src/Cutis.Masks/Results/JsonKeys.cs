using System.Collections.Immutable;
using System.Text.Json;

namespace Cutis.Masks.Results;

/// <summary>
/// The keys of a JSON object in their order, with the values of those that the documented form does not have. A record that was read keeps
/// them, so that it is written as it was read.
/// </summary>
public sealed class JsonKeys
{
    private readonly ImmutableArray<(string Name, JsonElement Other)> _keys;

    private JsonKeys(ImmutableArray<(string Name, JsonElement Other)> keys) => _keys = keys;

    /// <summary>Documented keys in an order.</summary>
    public static JsonKeys Create(params ReadOnlySpan<string> names)
    {
        var keys = ImmutableArray.CreateBuilder<(string, JsonElement)>(names.Length);
        foreach (var name in names)
            keys.Add((name, default));
        return new JsonKeys(keys.MoveToImmutable());
    }

    /// <summary>Whether a documented key was present.</summary>
    public bool Contains(string name) => IndexOf(name, _keys) >= 0;

    /// <summary>The value of an undocumented key; of kind <c>Undefined</c> when it was absent.</summary>
    public JsonElement Other(string name) => _keys.LastOrDefault(key => key.Name == name).Other;

    /// <summary>Reads the keys of an object; a repeated key is kept once.</summary>
    /// <param name="json">An object.</param>
    /// <param name="known">The documented keys.</param>
    /// <param name="clone">Whether values must outlive the document of the object.</param>
    internal static JsonKeys Read<T>(JsonElement json, IReadOnlyList<JsonField<T>> known, bool clone = false)
    {
        var keys = ImmutableArray.CreateBuilder<(string, JsonElement)>();
        foreach (var property in json.EnumerateObject())
        {
            var name = NameOf(property, known);
            if (name is null)
                keys.Add((property.Name, clone ? property.Value.Clone() : property.Value));
            else if (IndexOf(name, keys) < 0)
                keys.Add((name, default));
        }

        return new JsonKeys(keys.DrainToImmutable());
    }

    /// <summary>Writes an object: its keys in their order, then further values.</summary>
    internal void Write<T>(Utf8JsonWriter json, T value, IReadOnlyList<JsonField<T>> known)
    {
        json.WriteStartObject();
        foreach (var (name, other) in _keys)
        {
            json.WritePropertyName(name);
            if (other.ValueKind != JsonValueKind.Undefined)
                other.WriteTo(json);
            else
                known.First(field => field.Name == name).WriteOrNull(json, value);
        }

        foreach (var field in known)
        {
            if (field.IsNull(value) || Contains(field.Name))
                continue;
            json.WritePropertyName(field.Name);
            field.WriteOrNull(json, value);
        }

        json.WriteEndObject();
    }

    private static string? NameOf<T>(JsonProperty property, IReadOnlyList<JsonField<T>> known)
    {
        foreach (var field in known)
            if (property.NameEquals(field.Name))
                return field.Name;
        return null;
    }

    private static int IndexOf(string name, IReadOnlyList<(string Name, JsonElement Other)> keys)
    {
        for (var i = 0; i < keys.Count; i++)
            if (keys[i].Name == name && keys[i].Other.ValueKind == JsonValueKind.Undefined)
                return i;
        return -1;
    }
}

/// <summary>A documented key of a record and how its value is written.</summary>
/// <param name="Name">The key.</param>
/// <param name="IsNull">Whether the record has no value for the key.</param>
/// <param name="Write">Writes the value.</param>
internal sealed record JsonField<T>(string Name, Func<T, bool> IsNull, Action<Utf8JsonWriter, T> Write)
{
    public void WriteOrNull(Utf8JsonWriter json, T value)
    {
        if (IsNull(value))
            json.WriteNullValue();
        else
            Write(json, value);
    }

    /// <summary>A text value.</summary>
    public static JsonField<T> Text(string name, Func<T, string?> get) =>
        new(name, value => get(value) is null, (json, value) => json.WriteStringValue(get(value)));

    /// <summary>A value of any form; kind <c>Undefined</c> counts as null.</summary>
    public static JsonField<T> Any(string name, Func<T, JsonElement> get) =>
        new(name, value => get(value).ValueKind is JsonValueKind.Undefined, (json, value) => get(value).WriteTo(json));

    /// <summary>A list; null when it is default.</summary>
    public static JsonField<T> List<TItem>(string name, Func<T, ImmutableArray<TItem>?> get, Action<Utf8JsonWriter, TItem> write) =>
        new(
            name,
            value => get(value) is null,
            (json, value) =>
            {
                json.WriteStartArray();
                foreach (var item in get(value)!.Value)
                    write(json, item);
                json.WriteEndArray();
            }
        );
}
