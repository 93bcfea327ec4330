using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Accounts;
using Cutis.Platform.Errors;
using Cutis.Platform.Rendering;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>Who signs in.</summary>
[SchemaName("LoginRequest")]
internal sealed record LoginBody
{
    [Length(1, EmailAddress.MaxLength), Description("The e-mail address."), Examples("admin@cutis.invalid")]
    public required string Username { get; init; }

    [Length(1, Passwords.MaxLength)]
    public required string Password { get; init; }
}

/// <summary>How a session goes on.</summary>
[SchemaName("RefreshRequest")]
internal sealed record RefreshBody
{
    [Length(1, 300), Description("Works once. When it comes again, somebody else has it too, and the session ends.")]
    public required string RefreshToken { get; init; }
}

/// <summary>A change of the caller's password.</summary>
[SchemaName("PasswordRequest")]
internal sealed record PasswordBody
{
    [Length(1, Passwords.MaxLength)]
    public required string CurrentPassword { get; init; }

    [Length(Passwords.MinLength, Passwords.MaxLength)]
    public required string NewPassword { get; init; }
}

/// <summary>What is known of a user besides the address.</summary>
[SchemaName("Profile")]
internal sealed record ProfileAnswer(
    string FullName,
    bool KycEnabled,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? TermsAndPolicyAcceptedAt
);

/// <summary>A session as clients see it.</summary>
[SchemaName("Session")]
internal sealed record SessionAnswer(
    Guid Id,
    string Email,
    string Username,
    [property: Description("The oldest company of the user; null when there is none.")] Guid? CompanyId,
    [property: Description("The same as `access_token`.")] string TokenAccess,
    [property: Description("For `Authorization: Bearer …`; lives 65 minutes.")] string AccessToken,
    [property: Description("For one refresh, within 30 days.")] string RefreshToken,
    bool IsVerified,
    ProfileAnswer Profile
)
{
    public static SessionAnswer Create(SignedIn signedIn)
    {
        var (user, tokens) = (signedIn.User, signedIn.Tokens);
        // Users of this server are known to its operator; there is nothing to verify, and no terms.
        return new SessionAnswer(
            user.Id,
            user.Email,
            user.Email,
            signedIn.CompanyId,
            tokens.Access,
            tokens.Access,
            tokens.Refresh,
            IsVerified: true,
            new ProfileAnswer(user.FullName, KycEnabled: false, TermsAndPolicyAcceptedAt: null)
        );
    }
}

[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(PasswordBody))]
internal sealed partial class LoginJson : JsonSerializerContext;

/// <summary><c>/api/v1/auth/</c>: login and refresh, each under its older path too; log-out and password.</summary>
internal static class LoginEndpoints
{
    private static readonly ErrorResponse WrongCredentials = new(
        "WrongCredentials",
        401,
        "The user name, the password or the refresh token is not valid. It is not said which.",
        typeof(Detail)
    );

    private static readonly ErrorResponse TooManyLogins = new(
        "TooManyLogins",
        429,
        "Too many wrong passwords for this user name, or from this address.",
        typeof(Detail)
    );

    private static readonly ErrorResponse NoSession = new(
        "NoSession",
        400,
        "A field is wrong, or the token is a private one, which has no session.",
        typeof(FieldErrors)
    );

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/api/v1").WithMetadata(new Dialect(ErrorDialect.Api));
        open.WithTags("Accounts").Fails(Errors.WrongField, WrongCredentials, Errors.BodyTooLarge, Errors.Unavailable, Errors.DiskFull);
        foreach (var (prefix, name) in new[] { ("/auth", "auth_"), ("", "") })
        {
            open.MapPost($"{prefix}/login/", LoginAsync)
                .Describe($"{name}login", "Sign in", prefix.Length == 0 ? "The older path of `/api/v1/auth/login/`." : null)
                .Succeeds(200, "A session.")
                .Fails(TooManyLogins);
            open.MapPost($"{prefix}/refresh/", RefreshAsync)
                .Describe($"{name}refresh", "New tokens for a session", prefix.Length == 0 ? "The same as `/api/v1/auth/refresh/`." : null)
                .Succeeds(200, "The session, with new tokens.");
        }

        var auth = app.MapGroup("/api/v1/auth").WithMetadata(new Dialect(ErrorDialect.Api)).RequireUser();
        auth.WithTags("Accounts").Fails(Errors.NoToken, Errors.Unavailable, Errors.DiskFull);
        auth.MapPost("/logout/", LogoutAsync)
            .Describe("auth_logout", "End the session of the token")
            .Succeeds(204, "Ended.")
            .Fails(NoSession, Errors.TooManyRequests);
        auth.MapPost("/password/", ChangePasswordAsync)
            .Describe("auth_password", "Change the own password", "Ends all other sessions of the user. Private tokens go on.")
            .Succeeds(204, "Changed.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.Conflict, TooManyLogins);
    }

    private static async Task<Results<Ok<SessionAnswer>, ErrorAnswer>> LoginAsync(HttpContext http, Body<LoginBody> body, SignIn signIn)
    {
        var (name, password) = (body.Value.Username, body.Value.Password);
        return Answer(await signIn.LoginAsync(name, password, http.Connection.RemoteIpAddress, http.RequestAborted));
    }

    private static async Task<Results<Ok<SessionAnswer>, ErrorAnswer>> RefreshAsync(
        HttpContext http,
        Body<RefreshBody> body,
        SignIn signIn
    ) => Answer(await signIn.RefreshAsync(body.Value.RefreshToken, http.RequestAborted));

    private static async Task<Results<NoContent, ErrorAnswer>> LogoutAsync(HttpContext http, Sessions sessions)
    {
        if (http.User.FindCaller() is not { SessionId: { } session })
            return new Problem(400, "This is a private token, which has no session; DELETE /api/v1/auth/private_tokens/{id}/ revokes it");
        await sessions.EndAsync(session, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ErrorAnswer>> ChangePasswordAsync(HttpContext http, Body<PasswordBody> body, SignIn signIn)
    {
        var error = await signIn.ChangePasswordAsync(
            http.User.FindCaller()!,
            body.Value.CurrentPassword,
            body.Value.NewPassword,
            http.Connection.RemoteIpAddress,
            http.RequestAborted
        );
        return error is null ? TypedResults.NoContent() : Problem.From(error);
    }

    private static Results<Ok<SessionAnswer>, ErrorAnswer> Answer((SignedIn? SignedIn, ServiceError? Error) answer) =>
        answer.SignedIn is { } signedIn ? TypedResults.Ok(SessionAnswer.Create(signedIn)) : Problem.From(answer.Error!);
}
