using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Accounts;
using Cutis.Platform.Demo;
using Cutis.Platform.Errors;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>Who signs in with a browser: an address with its password, or a private token.</summary>
[SchemaName("BrowserSignIn")]
internal sealed record BrowserSignInBody : IChecked
{
    [Length(1, EmailAddress.MaxLength), NeverNull, Description("The e-mail address.")]
    public string? Email { get; init; }

    [Length(1, Passwords.MaxLength), NeverNull]
    public string? Password { get; init; }

    [Length(1, 300), NeverNull, Description("A private token, in place of address and password. The session ends with it.")]
    public string? Token { get; init; }

    public void Check(Field self)
    {
        if (self["token"].IsMissing)
        {
            foreach (var key in new[] { "email", "password" })
                if (self[key].IsMissing)
                    self[key].Complain(Mistake.Missing);
        }
        else if (!self["email"].IsMissing || !self["password"].IsMissing)
            self["token"].Complain("Must not stand beside email and password", "value_error");
    }
}

/// <summary>The user of a session.</summary>
[SchemaName("SessionUser")]
internal sealed record SessionUser(Guid Id, string Email, string FullName);

/// <summary>A company of the user of a session.</summary>
[SchemaName("SessionCompany")]
internal sealed record SessionCompany(Guid Id, string Name, [property: AllowedValues("owner", "member", "read_only")] string Role);

/// <summary>Who makes a request.</summary>
[SchemaName("BrowserSession")]
internal sealed record BrowserSessionAnswer(
    [property: Description("Whether anybody is signed in. If not, everything else but `demo` is null or empty.")] bool Authenticated,
    [property: AllowedValues("cookie", "session", "private_token")]
    [property: Description("What the request has shown: a browser's cookie, the access token of a session, or a private token.")]
        string? Method,
    SessionUser? User,
    [property: Description("The companies of the user with the user's role in each, the oldest first; at most 1,000.")]
        IReadOnlyList<SessionCompany> Companies,
    [property: Description("Of a cookie: for the header `X-CSRF-Token` of every request that is not GET or HEAD.")] string? CsrfToken,
    [property: JsonConverter(typeof(Rfc3339)), Description("Of a cookie: when the session ends if it is not used until then.")]
        DateTimeOffset? ExpiresAt,
    [property: JsonConverter(typeof(Rfc3339)), Description("Of a cookie: when the session ends in any case.")] DateTimeOffset? EndsAt,
    [property: Description("Whether `POST /api/v1/session/demo/` signs in without a password.")] bool Demo
);

[JsonSerializable(typeof(BrowserSignInBody))]
[JsonSerializable(typeof(BrowserSessionAnswer))]
internal sealed partial class SessionJson : JsonSerializerContext;

/// <summary>
/// <c>/api/v1/session/</c>: the session of a browser. A cookie that no script can read takes the place of a token; see
/// <see cref="SessionCookie"/>.
/// </summary>
internal static class SessionEndpoints
{
    private static readonly ErrorResponse WrongSignIn = new(
        "WrongSignIn",
        401,
        "The user name, the password or the token is not valid. It is not said which.",
        typeof(Detail)
    );

    private static readonly ErrorResponse ForeignOrigin = new(
        "ForeignOrigin",
        403,
        "A page of another origin has made the request; `code` is `foreign_origin`.",
        typeof(Detail)
    );

    private static readonly ErrorResponse WrongCsrfToken = new(
        "WrongCsrfToken",
        403,
        "With a cookie: a page of another origin has made the request (`code` is `foreign_origin`), or the header `X-CSRF-Token` is "
            + "missing or wrong (`csrf_token_wrong`).",
        typeof(Detail)
    );

    private static readonly ErrorResponse TooManySignIns = new(
        "TooManySignIns",
        429,
        "Too many wrong passwords for this user name, or from this address.",
        typeof(Detail)
    );

    private static readonly ErrorResponse NoDemo = new("NoDemo", 404, "There is no demo on this server, or not from here.", typeof(Detail));

    private static readonly ErrorResponse NoSession = new("NoSessionToEnd", 400, "A private token has no session.", typeof(Detail));

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").WithMetadata(new Dialect(ErrorDialect.Api));
        session.WithTags("Accounts").Fails(Errors.Unavailable);
        session
            .MapGet("/", GetAsync)
            .WithMetadata(new KnowsCaller())
            .Describe("get_session", "Who is signed in", "Answers 200 to everybody; who shows nothing valid learns that.")
            .Succeeds(200, "Who makes the request.");
        session
            .MapPost("/", SignInAsync)
            .Describe(
                "begin_session",
                "Sign in with a browser",
                "Sets a cookie that no script can read; every route takes it in place of a token. With it, requests that are not GET or "
                    + "HEAD need the header `X-CSRF-Token`."
            )
            .RequestExample("""{"email": "admin@cutis.invalid", "password": "correct horse battery"}""")
            .Succeeds(200, "Signed in.")
            .Fails(Errors.WrongField, WrongSignIn, ForeignOrigin, Errors.BodyTooLarge, TooManySignIns, Errors.DiskFull);
        session
            .MapPost("/demo/", SignInToDemoAsync)
            .Describe("begin_demo_session", "Sign in to the demo company", "Only while the server is as its first start has made it.")
            .Succeeds(200, "Signed in.")
            .Fails(ForeignOrigin, NoDemo, TooManySignIns, Errors.DiskFull);
        session
            .MapDelete("/", SignOutAsync)
            .RequireUser()
            .Describe("end_session", "Sign out")
            .Succeeds(204, "Ended, and the cookie deleted.")
            .Fails(NoSession, Errors.NoToken, WrongCsrfToken, Errors.TooManyRequests, Errors.DiskFull);
    }

    private static async Task<Ok<BrowserSessionAnswer>> GetAsync(
        HttpContext http,
        SessionFacts facts,
        CookieSessions cookies,
        DemoSignIn demo
    )
    {
        if (http.User.FindCaller() is not { } caller)
        {
            if (SessionCookie.IsThere(http.Request))
                SessionCookie.Delete(http);
            var isDemo = await demo.FindTokenAsync(LocalClient.Is(http), http.RequestAborted) is not null;
            return TypedResults.Ok(new BrowserSessionAnswer(false, null, null, [], null, null, null, isDemo));
        }

        var token = TokenAuthentication.FindToken(http)!;
        var method = token.StartsWith(Secret.CookiePrefix, StringComparison.Ordinal) ? "cookie" : MethodOf(caller);
        return TypedResults.Ok(await DescribeAsync(caller.UserId, method, token, facts, cookies, http.RequestAborted));
    }

    private static async Task<Results<Ok<BrowserSessionAnswer>, ErrorAnswer>> SignInAsync(
        HttpContext http,
        Body<BrowserSignInBody> body,
        SignIn signIn,
        SessionFacts facts,
        CookieSessions cookies,
        Sessions sessions
    )
    {
        if (SessionCookie.FindForeignOrigin(http.Request) is { } foreign)
            return foreign;
        var (asked, client, stop) = (body.Value, http.Connection.RemoteIpAddress, http.RequestAborted);
        var answer = asked.Token is { Length: > 0 } token
            ? await signIn.BeginBrowserAsync(token, client, stop)
            : await signIn.BeginBrowserAsync(asked.Email!, asked.Password!, client, stop);
        return await BeginAsync(http, answer, facts, cookies, sessions);
    }

    private static async Task<Results<Ok<BrowserSessionAnswer>, ErrorAnswer>> SignInToDemoAsync(
        HttpContext http,
        DemoSignIn demo,
        SignIn signIn,
        SessionFacts facts,
        CookieSessions cookies,
        Sessions sessions
    )
    {
        if (SessionCookie.FindForeignOrigin(http.Request) is { } foreign)
            return foreign;
        if (await demo.FindTokenAsync(LocalClient.Is(http), http.RequestAborted) is not { } token)
            return Problem.From(ServiceError.NotFound("Demo"));
        var answer = await signIn.BeginBrowserAsync(token, http.Connection.RemoteIpAddress, http.RequestAborted);
        return await BeginAsync(http, answer, facts, cookies, sessions);
    }

    private static async Task<Results<Ok<BrowserSessionAnswer>, ErrorAnswer>> BeginAsync(
        HttpContext http,
        ((Guid UserId, string Secret)? SignedIn, ServiceError? Error) answer,
        SessionFacts facts,
        CookieSessions cookies,
        Sessions sessions
    )
    {
        if (answer.SignedIn is not var (user, secret))
            return Problem.From(answer.Error!);
        // A browser has one session; the one before is not left open.
        if (
            SessionCookie.Find(http.Request) is { } former
            && await cookies.FindAsync(former, http.RequestAborted) is { SessionId: { } session }
        )
            await sessions.EndAsync(session, http.RequestAborted);
        SessionCookie.Set(http, secret);
        return TypedResults.Ok(await DescribeAsync(user, "cookie", secret, facts, cookies, http.RequestAborted));
    }

    private static async Task<Results<NoContent, ErrorAnswer>> SignOutAsync(HttpContext http, Sessions sessions)
    {
        if (http.User.FindCaller() is not { SessionId: { } session })
            return new Problem(400, "This is a private token, which has no session; DELETE /api/v1/auth/private_tokens/{id}/ revokes it");
        await sessions.EndAsync(session, http.RequestAborted);
        SessionCookie.Delete(http);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return TypedResults.NoContent();
    }

    private static string MethodOf(Caller caller) => caller.SessionId is null ? "private_token" : "session";

    private static async Task<BrowserSessionAnswer> DescribeAsync(
        Guid user,
        string method,
        string secret,
        SessionFacts facts,
        CookieSessions cookies,
        CancellationToken stop
    )
    {
        var fact = await facts.FindAsync(user, stop);
        var isCookie = method == "cookie";
        var ends = isCookie ? await cookies.FindEndsAsync(secret, stop) : null;
        return new BrowserSessionAnswer(
            true,
            method,
            new SessionUser(fact.User.Id, fact.User.Email, fact.User.FullName),
            [.. fact.Companies.Select(c => new SessionCompany(c.Id, c.Name, Roles.Name(c.Role)))],
            isCookie ? SessionCookie.CsrfToken(secret) : null,
            ends?.Idle,
            ends?.End,
            Demo: false
        );
    }
}
