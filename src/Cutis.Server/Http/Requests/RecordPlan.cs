using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Cutis.Server.Http.Requests;

/// <summary>
/// How a record is read: found once from its properties and their attributes, from which the description of the API is made as well.
/// </summary>
internal sealed class RecordPlan
{
    private static readonly ConcurrentDictionary<Type, RecordPlan> Known = [];

    private readonly Type _type;
    private readonly RefusedKeyAttribute[] _refused;
    private readonly RefusesUnknownKeysAttribute? _refusesUnknown;

    private RecordPlan(Type type)
    {
        _type = type;
        _refused = [.. type.GetCustomAttributes<RefusedKeyAttribute>()];
        _refusesUnknown = type.GetCustomAttribute<RefusesUnknownKeysAttribute>();
        MaxBytes = type.GetCustomAttribute<MaxBytesAttribute>()?.Bytes ?? MaxBytesAttribute.Default;
        var nullability = new NullabilityInfoContext();
        Properties =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .Select(property => new PropertyPlan(property, nullability.Create(property)))
                .OrderBy(property => property.Order),
        ];
    }

    /// <summary>The keys, in the order in which they are read and described.</summary>
    public IReadOnlyList<PropertyPlan> Properties { get; }

    /// <summary>Maximum size of a body.</summary>
    public long MaxBytes { get; }

    /// <summary>The plan of a type that has a constructor without parameters.</summary>
    public static RecordPlan For(Type type) => Known.GetOrAdd(type, type => new RecordPlan(type));

    /// <summary>Reads an object. What is wrong or missing has its default, so the record can always be looked at.</summary>
    public object Read(Field field)
    {
        var record = Activator.CreateInstance(_type)!;
        var isObject = field.Value.ValueKind == JsonValueKind.Object;
        if (isObject)
            CheckKeys(field);
        else if (!field.IsMissing)
            field.Complain(Mistake.NotObject);
        foreach (var property in Properties)
            property.Read(isObject ? field[property.Key] : null, record);
        if (isObject && record is IChecked isChecked)
            isChecked.Check(field);
        return record;
    }

    private void CheckKeys(Field field)
    {
        foreach (var property in field.Value.EnumerateObject())
        {
            if (Properties.Any(known => property.NameEquals(known.Key)))
                continue;
            if (_refused.FirstOrDefault(refused => property.NameEquals(refused.Key)) is { } refused)
            {
                if (!field[property.Name].IsAbsent)
                    field[property.Name].Complain(refused.Text, "value_error");
            }
            else if (_refusesUnknown is not null || field.Dialect == ErrorDialect.Service)
                field[property.Name].Complain(Mistake.Unknown(_refusesUnknown?.What ?? "key"));
        }
    }
}
