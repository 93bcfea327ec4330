using System.Globalization;
using System.Security.Claims;
using Cutis.Platform.Accounts;

namespace Cutis.Server.Http;

/// <summary>Who makes a request, as the claims of its principal.</summary>
internal static class CallerClaims
{
    private const string TokenId = "token_id";
    private const string SessionId = "session_id";

    /// <summary>The principal of a caller.</summary>
    /// <param name="caller">Who a token belongs to.</param>
    /// <param name="scheme">The scheme that has authenticated the caller.</param>
    public static ClaimsPrincipal CreatePrincipal(this Caller caller, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, caller.UserId.ToString("D")),
                    .. Number(TokenId, caller.TokenId),
                    .. Number(SessionId, caller.SessionId),
                ],
                scheme
            )
        );

    /// <summary>The caller of a request; null when no token has been accepted.</summary>
    public static Caller? FindCaller(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } user
            ? new Caller(Guid.ParseExact(user, "D"), Find(principal, TokenId), Find(principal, SessionId))
            : null;

    private static Claim[] Number(string type, int? number) =>
        number is null ? [] : [new(type, number.Value.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer32)];

    private static int? Find(ClaimsPrincipal principal, string type) =>
        principal.FindFirstValue(type) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
