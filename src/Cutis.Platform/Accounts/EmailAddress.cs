namespace Cutis.Platform.Accounts;

/// <summary>E-mail addresses as names of users: compared without regard to case, and never written to.</summary>
internal static class EmailAddress
{
    // RFC 5321, 4.5.3.1.3, without the brackets.
    public const int MaxLength = 254;

    /// <summary>The form that is stored and compared.</summary>
    public static string Normalise(string address) => address.Trim().ToLowerInvariant();

    /// <summary>Whether a normalised address has the form of one: something, an @, a domain.</summary>
    public static bool IsValid(string address) =>
        address.Length <= MaxLength
        && address.Split('@') is [{ Length: > 0 }, { Length: > 0 }]
        && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}
