namespace Cutis.Server.Http.Requests;

/// <summary>A record that checks what no attribute of one property can say.</summary>
internal interface IChecked
{
    /// <summary>Complains at the fields of a record that was read. Values that were wrong have their defaults.</summary>
    void Check(Field self);
}

/// <summary>Reads a property that has no JSON type of its own, such as "a text or four numbers".</summary>
internal interface IValueReader
{
    /// <summary>The value of the property's type; null, with a mistake, when it is wrong.</summary>
    static abstract object? Read(Field field);
}

/// <summary>The reader of a property.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ReadByAttribute : Attribute
{
    public abstract object? Read(Field field);
}

/// <inheritdoc/>
internal sealed class ReadByAttribute<T> : ReadByAttribute
    where T : IValueReader
{
    public override object? Read(Field field) => T.Read(field);
}

/// <summary>Under <c>/api/</c>, where unknown keys are ignored: a record that refuses them. Under <c>/service/</c> all do.</summary>
/// <param name="what">What its keys are called, for the message.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RefusesUnknownKeysAttribute(string what = "key") : Attribute
{
    public string What { get; } = what;
}

/// <summary>A key that exists elsewhere and is refused here, with the reason.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RefusedKeyAttribute(string key, string text) : Attribute
{
    public string Key { get; } = key;

    public string Text { get; } = text;
}

/// <summary>The size of a body that is read into a record; 64 KiB where none is given.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MaxBytesAttribute(long bytes) : Attribute
{
    public const long Default = 64 << 10;

    public long Bytes { get; } = bytes;
}
