namespace Cutis.Platform.Storage;

/// <summary>
/// The installation that a database belongs to: a single row. The object folder has the same id and generation in a file, so that a
/// database and objects that do not belong together are detected before either is changed.
/// </summary>
internal sealed class Installation
{
    public required Guid Id { get; init; }

    /// <summary>Increases with every change to the records of objects.</summary>
    public required long Generation { get; init; }

    /// <summary>When the id was assigned: older files were written by a version without ids.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>An object that no row refers to any more, kept while a URL that was issued before may still be fetched.</summary>
internal sealed class SupersededObject : IOfCompany
{
    public required Guid ImageId { get; init; }

    /// <summary>One of <see cref="ObjectKinds"/>.</summary>
    public required string Kind { get; init; }

    public required string Digest { get; init; }

    public required Guid CompanyId { get; init; }

    public required DateTimeOffset SupersededAt { get; init; }
}
