namespace Cutis.Platform.Accounts;

/// <summary>Who makes a request, and with which kind of token.</summary>
/// <param name="UserId">The user.</param>
/// <param name="TokenId">The id of a private token; null when a password stands behind the request.</param>
/// <param name="SessionId">The id of a session; null when it is a private token. A browser that signed in with one has both.</param>
internal sealed record Caller(Guid UserId, int? TokenId, int? SessionId);
