namespace Cutis.Platform.Storage;

/// <summary>A person or a program that may act for companies.</summary>
internal sealed class User
{
    public required Guid Id { get; init; }

    /// <summary>In lower case; also the name to sign in with.</summary>
    public required string Email { get; init; }

    public string FullName { get; set; } = "";

    public required string PasswordHash { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when neither the password nor any token of this user opens anything; null while they do.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

/// <summary>What a user may do for a company. Each role may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Read everything, masks included.</summary>
    ReadOnly,

    /// <summary>Also change data: photos, results, subjects.</summary>
    Member,

    /// <summary>Also administer: members, settings, destinations of data.</summary>
    Owner,
}

/// <summary>The names of roles, in rows and for clients.</summary>
internal static class Roles
{
    /// <summary>All, the most powerful first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Name(Role.Owner), Name(Role.Member), Name(Role.ReadOnly)];

    /// <summary>The name of a role.</summary>
    public static string Name(Role role) =>
        role switch
        {
            Role.ReadOnly => "read_only",
            Role.Member => "member",
            Role.Owner => "owner",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
        };

    /// <summary>The role of a name; null when there is none.</summary>
    public static Role? Find(string name) =>
        name switch
        {
            "read_only" => Role.ReadOnly,
            "member" => Role.Member,
            "owner" => Role.Owner,
            _ => null,
        };
}

/// <summary>That a user may act for a company.</summary>
internal sealed class Membership
{
    public required Guid UserId { get; init; }

    public required Guid CompanyId { get; init; }

    public required Role Role { get; set; }
}

/// <summary>A bearer token of a user; only its hash is kept.</summary>
internal sealed class PrivateToken
{
    public int Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Name { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>The first characters of the token, so that a person can tell tokens apart.</summary>
    public required string Shown { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>About when it was last used; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A sign-in of a user, with all tokens that follow from it by refreshing.</summary>
internal sealed class Session
{
    public int Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The private token that it was begun with, and ends with; null when it was begun with a password.</summary>
    public int? PrivateTokenId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>One of <see cref="SessionEnds"/>; null while it lasts.</summary>
    public string? EndReason { get; set; }
}

/// <summary>Why sessions end before their tokens expire. The names are stored.</summary>
internal static class SessionEnds
{
    public const string LoggedOut = "logged_out";
    public const string PasswordChanged = "password_changed";
    public const string RefreshTokenReused = "refresh_token_reused";
}

/// <summary>The two tokens that one sign-in or refresh has given out; only their hashes are kept.</summary>
internal sealed class SessionTokens
{
    public int Id { get; init; }

    public int SessionId { get; init; }

    public Session? Session { get; init; }

    public required byte[] AccessHash { get; init; }

    public required DateTimeOffset AccessExpiresAt { get; init; }

    public required byte[] RefreshHash { get; init; }

    public required DateTimeOffset RefreshExpiresAt { get; init; }

    /// <summary>When the refresh token was used; a second use ends the session.</summary>
    public DateTimeOffset? RefreshedAt { get; set; }
}
