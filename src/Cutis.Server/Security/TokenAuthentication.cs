using System.Text.Encodings.Web;
using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Cutis.Server.Security;

/// <summary>
/// Accepts private tokens and the access tokens of sessions: <c>Authorization: Bearer …</c>, or the same under
/// <c>Authentication</c>, as some clients send it; and, where there is no such header, the cookie of a browser
/// (<see cref="SessionCookie"/>).
/// A token is looked up only for routes that ask for one.
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory log,
    UrlEncoder encoder,
    CallerFinder callers,
    Actor actor
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Bearer";

    // Tokens have 50 characters at most; a longer header is not hashed for nothing.
    private const int MaxHeaderLength = 300;
    private const string Prefix = "Bearer ";

    /// <summary>The token of a request; null when it has none, or what it has is too long or of another kind.</summary>
    public static string? FindToken(HttpContext http)
    {
        var header = HeaderOf(http);
        if (header.Length == 0)
            return SessionCookie.Find(http.Request);
        var isToken = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.Length < MaxHeaderLength;
        var token = isToken ? header[Prefix.Length..].Trim() : "";
        // What belongs into a cookie opens nothing elsewhere.
        return token.Length == 0 || token.StartsWith(Secret.CookiePrefix, StringComparison.Ordinal) ? null : token;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var route = Context.GetEndpoint()?.Metadata;
        if (route?.GetMetadata<IAuthorizeData>() is null && route?.GetMetadata<KnowsCaller>() is null)
            return AuthenticateResult.NoResult();
        if (HeaderOf(Context).Length == 0)
        {
            if (SessionCookie.Find(Request) is not { } secret)
                return AuthenticateResult.NoResult();
            if (SessionCookie.FindProblem(Request, secret) is { } problem)
            {
                Context.Features.Set(problem);
                return AuthenticateResult.Fail(problem.Text);
            }
        }

        var caller = FindToken(Context) is { } token ? await callers.FindAsync(token, Context.RequestAborted) : null;
        if (caller is not null)
            (actor.UserId, actor.TokenId) = (caller.UserId, caller.TokenId);
        return caller is null
            ? AuthenticateResult.Fail("The token is not valid or has expired")
            : AuthenticateResult.Success(new AuthenticationTicket(caller.CreatePrincipal(Name), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (Context.Features.Get<Problem>() ?? new Problem(401, FindReason())).ExecuteAsync(Context);

    // Members are told their role; others the same for a company of others and for none.
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.Features.Get<MissingRole>() is { } missing
            ? new Problem(403, $"This needs the role {Roles.Name(missing.Role)} in the company", Code: "role_missing").ExecuteAsync(Context)
            : new Problem(403, "You do not have access to this company").ExecuteAsync(Context);

    private string FindReason() =>
        HeaderOf(Context).Length > 0 ? "The token is not valid or has expired"
        : SessionCookie.IsThere(Request) ? "The session has ended; sign in again"
        : "Not authenticated";

    // Some clients send it empty beside the other one.
    private static string HeaderOf(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.Authorization.ToString() is { Length: > 0 } header)
            return header;
        if (headers["Authentication"].ToString() is { Length: > 0 } other)
            return other;
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<TakesTokenFromQuery>() is not null
            && http.Request.Query["token"].ToString() is { Length: > 0 } query
        )
            return Prefix + query;
        if (http.GetEndpoint()?.Metadata.GetMetadata<TokenInCookie>() is not { } cookie)
            return "";
        var value = http.Request.Cookies[cookie.Name] ?? "";
        return value.Length == 0 || value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value : Prefix + value;
    }
}

/// <summary>
/// Metadata of a route that also takes a token from a cookie, for clients that cannot send another header. The server sets no such cookie,
/// so no page of a stranger can make a browser send one.
/// </summary>
internal sealed record TokenInCookie(string Name);

/// <summary>Metadata of a route that is open to all and knows the caller, if there is one.</summary>
internal sealed record KnowsCaller;
