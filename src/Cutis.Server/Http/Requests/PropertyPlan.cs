using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Http.Requests;

/// <summary>How a property of a record is read.</summary>
internal sealed class PropertyPlan
{
    private readonly PropertyInfo _property;
    private readonly bool _mayBeNull;
    private readonly Func<Field, object?> _read;

    public PropertyPlan(PropertyInfo property, NullabilityInfo nullability)
    {
        _property = property;
        _mayBeNull = nullability.WriteState == NullabilityState.Nullable && !Has<NeverNullAttribute>();
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Key = Find<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Order = Find<JsonPropertyOrderAttribute>()?.Order ?? 0;
        IsRequired = Has<RequiredMemberAttribute>() || Has<RequiredAttribute>();
        Default = Find<DefaultValueAttribute>()?.Value is { } value ? Convert.ChangeType(value, Type, CultureInfo.InvariantCulture) : null;
        Choices = Find<AllowedValuesAttribute>() is { } allowed ? [.. allowed.Values.Select(value => (string)value!)] : null;
        Range = Find<RangeAttribute>() is { } range
            ? new NumberRange(ToDouble(range.Minimum), ToDouble(range.Maximum), range.MinimumIsExclusive)
            : null;
        Length = FindLength();
        _read = Find<ReadByAttribute>() is { } reader ? reader.Read : ReaderOf(Type);
    }

    /// <summary>The key as it is written.</summary>
    public string Key { get; }

    /// <summary>The type; of a nullable number, that of the number.</summary>
    public Type Type { get; }

    /// <summary>The type of the entries of a list; null when it is none.</summary>
    public Type? ItemType => ItemOf(Type);

    public int Order { get; }

    public bool IsRequired { get; }

    /// <summary>The value of a request without the key; null when there is none.</summary>
    public object? Default { get; }

    /// <summary>The texts that it may be; null when it may be others.</summary>
    public IReadOnlyList<string>? Choices { get; }

    /// <summary>The numbers that it may be; null when it may be all of its type.</summary>
    public NumberRange? Range { get; }

    /// <summary>Characters of a text or entries of a list; null when they are not limited.</summary>
    public (int Min, int Max)? Length { get; }

    /// <summary>The first attribute of a type.</summary>
    public T? Find<T>()
        where T : Attribute => _property.GetCustomAttribute<T>();

    /// <summary>Reads the value into a record; the default where there is none, or a wrong one.</summary>
    public void Read(Field? field, object record)
    {
        var value = field is { } given ? Read(given) : null;
        value ??= Default ?? Harmless(record);
        if (value is not null)
            _property.SetValue(record, value);
    }

    private object? Read(Field field)
    {
        if (field.IsMissing)
        {
            if (IsRequired)
                field.Complain(Mistake.Missing);
            return null;
        }

        return field.IsAbsent && _mayBeNull ? null : _read(field);
    }

    // So that a record of a bad request can be looked at like any other.
    private object? Harmless(object record)
    {
        if (_mayBeNull || Type.IsValueType || _property.GetValue(record) is not null)
            return null;
        if (Type == typeof(string))
            return "";
        return ItemOf(Type) is { } item ? CreateList(item) : RecordPlan.For(Type).Read(default);
    }

    private Func<Field, object?> ReaderOf(Type type)
    {
        var (min, max) = Length ?? (0, int.MaxValue);
        var range = Range ?? NumberRange.Any;
        if (type == typeof(string))
            return ReadString;
        if (type == typeof(Guid))
            return field => field.ReadUuid();
        if (type == typeof(bool))
            return field => field.ReadBoolean();
        if (type == typeof(int))
            return ReadInt;
        if (type == typeof(long))
            return field => field.ReadWhole(range);
        if (type == typeof(double))
            return field => field.ReadNumber(range);
        if (type == typeof(DateTimeOffset))
            return field => field.ReadTime();
        if (type == typeof(DateOnly))
            return field => field.ReadDate();
        // The document is closed with the request.
        if (type == typeof(JsonElement))
            return field => field.Value.Clone();
        if (ItemOf(type) is not { } item)
            return field => RecordPlan.For(type).Read(field);

        var readItem = item == typeof(string) ? field => field.ReadString() : ReaderOf(item);
        return field =>
        {
            var list = CreateList(item);
            foreach (var entry in field.ReadList(min, max))
                if (readItem(entry) is { } value)
                    list.Add(value);
            return list;
        };

        object? ReadInt(Field field)
        {
            var whole = range == NumberRange.Any ? new NumberRange(int.MinValue, int.MaxValue) : range;
            return field.ReadWhole(whole) is { } number ? (int)number : null;
        }
    }

    private string? ReadString(Field field)
    {
        if (Choices is not null)
            return field.ReadChoice(Choices);
        var (min, max) = Length ?? (0, int.MaxValue);
        var text = field.ReadString(min, max);
        if (text is null || Find<RegularExpressionAttribute>() is not { } pattern || Regex.IsMatch(text, pattern.Pattern))
            return text;
        field.Complain(Mistake.Pattern(pattern.Pattern));
        return null;
    }

    private (int Min, int Max)? FindLength()
    {
        if (Find<StringLengthAttribute>() is { } text)
            return (text.MinimumLength, text.MaximumLength);
        if (Find<LengthAttribute>() is { } both)
            return (both.MinimumLength, both.MaximumLength);
        var (min, max) = (Find<MinLengthAttribute>()?.Length, Find<MaxLengthAttribute>()?.Length);
        return min is null && max is null ? null : (min ?? 0, max ?? int.MaxValue);
    }

    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static IList CreateList(Type item) => (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;

    private static double ToDouble(object number) => Convert.ToDouble(number, CultureInfo.InvariantCulture);

    private bool Has<T>()
        where T : Attribute => Find<T>() is not null;
}
