namespace Cutis.Server.Http.Contract;

/// <summary>A parameter of a query: read with these limits, and described with them.</summary>
/// <param name="Name">Its name, as it is written.</param>
internal sealed record QueryParameter(string Name)
{
    /// <summary>One sentence; none when null.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a request without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The smallest and the largest number; null when it is a text.</summary>
    public (int Min, int Max)? Range { get; init; }

    /// <summary>The least and the most characters; null when it is a number or one of <see cref="Choices"/>.</summary>
    public (int Min, int Max)? Length { get; init; }

    /// <summary>The only values; the first one is the default. Null when there are others.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The value of a request without it.</summary>
    public object? Default { get; init; }

    /// <summary>Such as <c>uuid</c>; null for none.</summary>
    public string? Format { get; init; }

    /// <summary>A value that it may have.</summary>
    public string? Example { get; init; }
}
