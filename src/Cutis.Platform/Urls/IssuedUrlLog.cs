using Cutis.Platform.Audit;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Urls;

/// <summary>
/// Notes the URLs that are issued, each once, and writes them down in the background. Whoever revokes all URLs of an image need not wait
/// for it: the epoch that stands in them is enough.
/// </summary>
internal sealed class IssuedUrlLog(
    IServiceScopeFactory scopes,
    WriteLock writes,
    AuditLog audit,
    TimeProvider clock,
    ILogger<IssuedUrlLog> log
) : BatchWriter<NotedUrl>(scopes, writes, log)
{
    private const int MaxRemembered = 20_000;

    // A URL of an image that was erased meanwhile is of nothing.
    private const string Insert = """
        INSERT INTO issued_urls (id, company_id, image_id, kind, name, access_epoch, issued_at, issued_by, expires_at)
        SELECT $0, $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS (SELECT 1 FROM images WHERE id = $2 AND erased_at IS NULL)
        ON CONFLICT (id) DO NOTHING
        """;

    private readonly RecentMap<Guid, DateTimeOffset> _known = new(MaxRemembered);

    /// <summary>Notes a URL.</summary>
    public void Add(Image image, string path, DateTimeOffset expires, Actor actor)
    {
        var (id, isNew) = (UrlId.Create(path, expires, image.AccessEpoch), false);
        _known.GetOrAdd(
            id,
            _ => true,
            () =>
            {
                isNew = true;
                return expires;
            }
        );
        if (isNew)
            Note(new NotedUrl(id, image.CompanyId, image.Id, image.SubjectId, path, image.AccessEpoch, clock.GetUtcNow(), expires, actor));
    }

    protected override async Task WriteAsync(CutisDb db, IReadOnlyList<NotedUrl> items, CancellationToken stop)
    {
        var written = await Statements.RunAsync(db, Insert, items.Select(Values), stop);
        // Another process may have issued it before.
        foreach (var (url, rows) in items.Zip(written))
        {
            if (rows > 0)
                audit.Note(url.CreateEntry());
        }
    }

    private static object?[] Values(NotedUrl url) =>
        [url.Id, url.CompanyId, url.ImageId, url.Kind, url.Name, url.Epoch, url.At, url.UserId, url.Expires];
}

/// <summary>A URL that was issued.</summary>
internal sealed record NotedUrl(
    Guid Id,
    Guid CompanyId,
    Guid ImageId,
    Guid? SubjectId,
    string Kind,
    string Name,
    long Epoch,
    DateTimeOffset At,
    DateTimeOffset Expires,
    Guid? UserId,
    int? TokenId
)
{
    public NotedUrl(
        Guid id,
        Guid company,
        Guid image,
        Guid? subject,
        string path,
        long epoch,
        DateTimeOffset at,
        DateTimeOffset expires,
        Actor actor
    )
        : this(
            id,
            company,
            image,
            subject,
            path.Contains("/photos/", StringComparison.Ordinal) ? UrlKinds.Photo : UrlKinds.Picture,
            path[(path.LastIndexOf('/') + 1)..],
            epoch,
            at,
            expires,
            actor.UserId,
            actor.TokenId
        ) { }

    /// <summary>What the audit log says of it.</summary>
    public AuditEntry CreateEntry() =>
        new(AuditKinds.UrlIssued)
        {
            CompanyId = CompanyId,
            At = At,
            UserId = UserId,
            TokenId = TokenId,
            ImageId = ImageId,
            SubjectId = SubjectId,
            Detail = $$"""{"url_id":"{{Id}}"}""",
        };
}
