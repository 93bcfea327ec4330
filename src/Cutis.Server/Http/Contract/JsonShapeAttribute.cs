using System.Diagnostics.CodeAnalysis;

namespace Cutis.Server.Http.Contract;

/// <summary>The JSON schema of a type or a property that no type of .NET says, such as "a number or a text".</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
internal sealed class JsonShapeAttribute([StringSyntax(StringSyntaxAttribute.Json)] string json) : Attribute
{
    /// <summary>A schema without references.</summary>
    public string Json { get; } = json;
}

/// <summary>The name of a type in the description of the API. A type without one is described where it is used.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SchemaNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Beside the JSON context of a group: the name of a type that lies below the server and cannot say it itself.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class SchemaAttribute(Type type, string name) : Attribute
{
    public Type Type { get; } = type;

    public string Name { get; } = name;
}

/// <summary>An object whose other keys are kept.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenObjectAttribute : Attribute;

/// <summary>A key that clients should leave out. The framework's own attribute would warn at the code that reads it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeprecatedAttribute : Attribute;

/// <summary>Values that a text may have.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExamplesAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values { get; } = values;
}

/// <summary>A key that is left out where there is nothing to say, and never null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeverNullAttribute : Attribute;

/// <summary>A whole value of a type.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SchemaExampleAttribute([StringSyntax(StringSyntaxAttribute.Json)] string json) : Attribute
{
    public string Json { get; } = json;
}
