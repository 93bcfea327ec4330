using System.Text.Json;

namespace Cutis.Server.Http;

/// <summary>
/// A value of a request that knows where it stands and where to complain, so that one bad request gets one answer with every
/// mistake in it. A value that is wrong reads as a harmless default; the request is refused once it has been read.
/// </summary>
internal readonly struct Field(JsonElement value, IReadOnlyList<object> location, ValidationErrors mistakes)
{
    public JsonElement Value { get; } = value;

    /// <summary>True when the key was not there or its value is null.</summary>
    public bool IsAbsent => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public void Complain(string message, string type) => mistakes.Add(location, message, type);

    /// <summary>False, with a mistake, unless this is an object that has none but these keys.</summary>
    public bool IsObjectOf(params ReadOnlySpan<string> keys)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Complain("Input should be a valid dictionary or object to extract fields from", "model_attributes_type");
            return false;
        }

        foreach (var property in Value.EnumerateObject())
        {
            var known = false;
            foreach (var key in keys)
                known |= property.NameEquals(key);
            if (!known)
                mistakes.Add([.. location, property.Name], "Extra inputs are not permitted", "extra_forbidden");
        }

        return true;
    }

    /// <summary>The value under a key, if there is one.</summary>
    public Field Optional(string key) => new(Value.TryGetProperty(key, out var found) ? found : default, [.. location, key], mistakes);

    /// <summary>The value under a key; a mistake when it is not there.</summary>
    public Field Required(string key)
    {
        var field = Optional(key);
        if (field.Value.ValueKind == JsonValueKind.Undefined)
            field.Complain("Field required", "missing");
        return field;
    }

    public Guid Uuid()
    {
        if (Value.ValueKind == JsonValueKind.Undefined)
            return default;
        if (Value.ValueKind == JsonValueKind.String && Guid.TryParseExact(Value.GetString(), "D", out var id))
            return id;
        Complain("Input should be a valid UUID", "uuid_parsing");
        return default;
    }

    public string Text(int most)
    {
        if (Value.ValueKind == JsonValueKind.Undefined)
            return "";
        if (Value.ValueKind != JsonValueKind.String)
            Complain("Input should be a valid string", "string_type");
        else if (Value.GetString()!.Length == 0)
            Complain("String should have at least 1 character", "string_too_short");
        else if (Value.GetString()!.Length > most)
            Complain($"String should have at most {most} characters", "string_too_long");
        else
            return Value.GetString()!;
        return "";
    }

    public bool Flag(bool unset)
    {
        if (Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return Value.GetBoolean();
        if (!IsAbsent)
            Complain("Input should be a valid boolean", "bool_type");
        return unset;
    }

    /// <summary>A number above <paramref name="above"/> and at most <paramref name="most"/>.</summary>
    public double Number(double unset, double above, double most)
    {
        if (IsAbsent)
            return unset;
        if (Value.ValueKind != JsonValueKind.Number || !Value.TryGetDouble(out var number))
            Complain("Input should be a valid number", "float_type");
        else if (!(number > above))
            Complain($"Input should be greater than {above}", "greater_than");
        else if (!(number <= most))
            Complain($"Input should be less than or equal to {most}", "less_than_equal");
        else
            return number;
        return unset;
    }

    /// <summary>A whole number, or null when there is none.</summary>
    public int? Whole(int least, int most)
    {
        if (IsAbsent)
            return null;
        if (Value.ValueKind != JsonValueKind.Number || !Value.TryGetInt32(out var number))
            Complain("Input should be a valid integer", "int_type");
        else if (number < least)
            Complain($"Input should be greater than or equal to {least}", "greater_than_equal");
        else if (number > most)
            Complain($"Input should be less than or equal to {most}", "less_than_equal");
        else
            return number;
        return null;
    }

    /// <summary>A list of so many numbers; none, with a mistake, when it is not one.</summary>
    public double[] Numbers(int count, double least, double most)
    {
        if (Value.ValueKind != JsonValueKind.Array || Value.GetArrayLength() != count)
        {
            Complain($"Input should be a list of {count} numbers", "list_type");
            return [];
        }

        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            var item = new Field(Value[i], [.. location, i], mistakes);
            if (item.Value.ValueKind != JsonValueKind.Number || !item.Value.TryGetDouble(out numbers[i]))
                item.Complain("Input should be a valid number", "float_type");
            else if (numbers[i] < least)
                item.Complain($"Input should be greater than or equal to {least}", "greater_than_equal");
            else if (numbers[i] > most)
                item.Complain($"Input should be less than or equal to {most}", "less_than_equal");
        }

        return numbers;
    }

    public T Choice<T>(T unset, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (IsAbsent)
            return unset;
        foreach (var (name, value) in choices)
            if (Value.ValueKind == JsonValueKind.String && Value.ValueEquals(name))
                return value;
        var names = new List<string>();
        foreach (var (name, _) in choices)
            names.Add($"'{name}'");
        Complain($"Input should be {string.Join(" or ", names)}", "enum");
        return unset;
    }

    /// <summary>The elements of a list; none, with a mistake, when it is not one or is too long.</summary>
    public IReadOnlyList<Field> Items(int most)
    {
        if (Value.ValueKind == JsonValueKind.Undefined)
            return [];
        if (Value.ValueKind != JsonValueKind.Array)
        {
            Complain("Input should be a valid list", "list_type");
            return [];
        }

        if (Value.GetArrayLength() > most)
        {
            Complain($"List should have at most {most} items after validation, not {Value.GetArrayLength()}", "too_long");
            return [];
        }

        var fields = new List<Field>(Value.GetArrayLength());
        foreach (var item in Value.EnumerateArray())
            fields.Add(new Field(item, [.. location, fields.Count], mistakes));
        return fields;
    }
}
