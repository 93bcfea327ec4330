namespace Cutis.Platform.Storage;

/// <summary>
/// Which installation a database is of. There is one row. The object folder has the same id and generation in a file, so that a
/// database and objects that do not belong together are told before anything is done about it.
/// </summary>
internal sealed class Installation
{
    public required Guid Id { get; init; }

    /// <summary>Grows with every change of what the records say of objects.</summary>
    public required long Generation { get; init; }

    /// <summary>When it got its id: what is older was written by a version that had none.</summary>
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
