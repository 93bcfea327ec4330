namespace Cutis.Platform.Storage;

/// <summary>A signed URL that was issued. Neither its signature nor its path is kept.</summary>
internal sealed class IssuedUrl : IOfCompany
{
    /// <summary>Made of the signed text, so that the same URL has one row; it does not tell the URL.</summary>
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid ImageId { get; init; }

    /// <summary>One of <see cref="UrlKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The last part of the path, such as <c>pores.jpg</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The epoch that stands in it; it opens nothing once the image has another one.</summary>
    public required long AccessEpoch { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The user who asked for it; null when the server did, for a webhook.</summary>
    public Guid? IssuedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>What URLs lead to. The names are stored.</summary>
internal static class UrlKinds
{
    public const string Photo = "photo";
    public const string Picture = "picture";
}

/// <summary>Something that was done, for the owners of a company: ids, and nothing that opens anything.</summary>
internal sealed class AuditEvent : IOfCompany
{
    public long Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What was done; the names are stored.</summary>
    public required string Kind { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>The private token that it was done with; null for a session.</summary>
    public int? TokenId { get; init; }

    public Guid? ImageId { get; init; }

    public Guid? SubjectId { get; init; }

    /// <summary>Of the client, where somebody signed in or tried to.</summary>
    public string? Address { get; init; }

    /// <summary>A small JSON object with what else there is to say.</summary>
    public string? Detail { get; init; }
}

/// <summary>A signed statement of what was erased.</summary>
internal sealed class Receipt : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>From 1 on, without gaps in each company.</summary>
    public required int Number { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset ErasedAt { get; init; }

    public Guid? AskedBy { get; init; }

    /// <summary>The statement as a JSON Web Signature in compact form.</summary>
    public required string Jws { get; init; }

    /// <summary>Of the bytes of <see cref="Jws"/>; the next receipt has it.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>The public half of a key that has signed receipts.</summary>
internal sealed class ReceiptKeyRow
{
    public required string Id { get; init; }

    /// <summary>A JSON Web Key.</summary>
    public required string PublicKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
