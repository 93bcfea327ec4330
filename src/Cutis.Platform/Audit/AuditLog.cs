using Cutis.Platform.Storage;

namespace Cutis.Platform.Audit;

/// <summary>Something to note.</summary>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
internal sealed record AuditEntry(string Kind)
{
    /// <summary>Null for what a user does as such: the owners of each of the user's companies see it.</summary>
    public Guid? CompanyId { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid? UserId { get; init; }

    public int? TokenId { get; init; }

    public Guid? ImageId { get; init; }

    public Guid? SubjectId { get; init; }

    public string? Address { get; init; }

    /// <summary>A small JSON object.</summary>
    public string? Detail { get; init; }
}

/// <summary>
/// The audit log: whoever notes waits for nothing. What happens all the time, such as the use of a token, is noted once an hour in each
/// process.
/// </summary>
internal sealed class AuditLog(IServiceScopeFactory scopes, WriteLock writes, TimeProvider clock, ILogger<AuditLog> log)
    : BatchWriter<AuditEntry>(scopes, writes, log)
{
    private const int MaxRemembered = 20_000;
    private static readonly TimeSpan Once = TimeSpan.FromHours(1);

    private const string Columns = "(company_id, at, kind, user_id, token_id, image_id, subject_id, address, detail)";

    private const string OfCompany = $"INSERT INTO audit_events {Columns} VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8)";

    private const string OfUser = $"""
        INSERT INTO audit_events {Columns}
        SELECT company_id, $0, $1, $2, $3, NULL, NULL, $4, $5 FROM memberships WHERE user_id = $2
        """;

    private readonly RecentMap<string, DateTimeOffset> _noted = new(MaxRemembered);

    /// <summary>Notes that something has happened now.</summary>
    public void Add(AuditEntry entry) => Note(entry with { At = clock.GetUtcNow() });

    /// <summary>Notes it unless the same was noted within the hour.</summary>
    /// <param name="key">What is the same.</param>
    /// <param name="entry">What has happened.</param>
    public void AddOnce(string key, AuditEntry entry)
    {
        var (now, isFirst) = (clock.GetUtcNow(), false);
        _noted.GetOrAdd(
            key,
            at => now - at < Once,
            () =>
            {
                isFirst = true;
                return now;
            }
        );
        if (isFirst)
            Note(entry with { At = now });
    }

    protected override async Task WriteAsync(CutisDb db, IReadOnlyList<AuditEntry> items, CancellationToken stop)
    {
        await Statements.RunAsync(
            db,
            OfCompany,
            from e in items
            where e.CompanyId is not null
            select new object?[] { e.CompanyId, e.At, e.Kind, e.UserId, e.TokenId, e.ImageId, e.SubjectId, e.Address, e.Detail },
            stop
        );
        await Statements.RunAsync(
            db,
            OfUser,
            from e in items
            where e.CompanyId is null
            select new object?[] { e.At, e.Kind, e.UserId, e.TokenId, e.Address, e.Detail },
            stop
        );
    }
}
