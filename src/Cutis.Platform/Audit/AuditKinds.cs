namespace Cutis.Platform.Audit;

/// <summary>What is noted in the audit log. The names are stored, and clients filter by them.</summary>
internal static class AuditKinds
{
    public const string SignIn = "sign_in";
    public const string SignInFailed = "sign_in_failed";
    public const string PasswordChanged = "password_changed";
    public const string TokenCreated = "token_created";
    public const string TokenRevoked = "token_revoked";
    public const string TokenUsed = "token_used";
    public const string UrlIssued = "url_issued";
    public const string UrlOpened = "url_opened";
    public const string UrlsRevoked = "urls_revoked";
    public const string ResultsRead = "results_read";
    public const string ResultDeleted = "result_deleted";
    public const string ImageAdded = "image_added";
    public const string ImageErased = "image_erased";
    public const string PhotosDeleted = "photos_deleted";
    public const string MetadataDeleted = "metadata_deleted";
    public const string SubjectErased = "subject_erased";
    public const string BatchErased = "batch_erased";
    public const string DatasetErased = "dataset_erased";
    public const string MemberAdded = "member_added";
    public const string RoleChanged = "role_changed";
    public const string MemberRemoved = "member_removed";
    public const string SettingsChanged = "settings_changed";
    public const string AuditExported = "audit_exported";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignIn,
        SignInFailed,
        PasswordChanged,
        TokenCreated,
        TokenRevoked,
        TokenUsed,
        UrlIssued,
        UrlOpened,
        UrlsRevoked,
        ResultsRead,
        ResultDeleted,
        ImageAdded,
        ImageErased,
        PhotosDeleted,
        MetadataDeleted,
        SubjectErased,
        BatchErased,
        DatasetErased,
        MemberAdded,
        RoleChanged,
        MemberRemoved,
        SettingsChanged,
        AuditExported,
    ];
}
