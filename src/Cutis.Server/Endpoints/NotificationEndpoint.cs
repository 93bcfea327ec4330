using System.Net.WebSockets;
using Cutis.Platform.Accounts;
using Cutis.Platform.Notifications;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Endpoints;

/// <summary>
/// <c>/notifications/?user_id=</c>: a WebSocket with a message for each finished result and batch of the companies of the caller. What the
/// caller may see is looked up again while it is open.
/// </summary>
internal static class NotificationEndpoint
{
    private const int MaxMessage = 1 << 10;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    public static void MapNotifications(this IEndpointRouteBuilder app) =>
        app.MapGet("/notifications/", ListenAsync)
            .RequireUser()
            .WithMetadata(new TokenInCookie("authorization"))
            .DisableRequestTimeout()
            .ExcludeFromDescription();

    private static async Task<IResult> ListenAsync(
        HttpContext http,
        NotificationHub hub,
        IServiceScopeFactory scopes,
        IHostApplicationLifetime lifetime,
        TimeProvider clock
    )
    {
        var caller = http.User.FindCaller()!;
        // Clients send their own id, or nothing after the sign.
        if (http.Request.Query["user_id"].ToString() is { Length: > 0 } asked && asked != caller.UserId.ToString("D"))
            return new Problem(403, "You may listen to your own notifications alone");
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            return new Problem(426, "This is a WebSocket");
        }

        var companies = await FindCompaniesAsync(scopes, http, http.RequestAborted);
        if (companies is null)
            return new Problem(401, "The token is not valid or has expired");
        using var listener = hub.Listen(caller.UserId, companies);
        if (listener is null)
            return new Problem(429, "Too many are listening", RetryAfter: TimeSpan.FromMinutes(1));
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        // What is cancelled while a socket sends or receives cuts it off, so a stop of the server ends the waiting alone.
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(over.Token, lifetime.ApplicationStopping);
        var access = new Access(listener, clock.GetUtcNow(), () => FindCompaniesAsync(scopes, http, over.Token));
        var receiving = ReceiveAsync(socket, over.Token);
        Task<WebSocketCloseStatus>[] work =
        [
            receiving,
            SendAsync(socket, listener, access, clock, (waiting.Token, over.Token)),
            RecheckAsync(access, clock, waiting.Token),
        ];
        await CloseAsync(socket, await await Task.WhenAny(work));
        // The client says farewell too, if it is there.
        await Task.WhenAny(receiving, Task.Delay(Farewell, CancellationToken.None));
        await over.CancelAsync();
        await Task.WhenAll(work);
        return TypedResults.Empty;
    }

    // Ends when the listener did not keep up, or may not listen any more.
    private static async Task<WebSocketCloseStatus> SendAsync(
        WebSocket socket,
        NotificationHub.Listener listener,
        Access access,
        TimeProvider clock,
        (CancellationToken Waiting, CancellationToken Sending) stop
    )
    {
        try
        {
            await foreach (var (company, text) in listener.Waiting.ReadAllAsync(stop.Waiting))
            {
                if (clock.GetUtcNow() - access.CheckedAt > Recheck && !await access.IsOpenAsync(clock))
                    return WebSocketCloseStatus.PolicyViolation;
                if (listener.Companies.Contains(company))
                    await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, stop.Sending);
            }

            return WebSocketCloseStatus.InternalServerError;
        }
        catch (Exception e) when (IsGone(e))
        {
            return WebSocketCloseStatus.EndpointUnavailable;
        }
    }

    // Clients have nothing to say; what they say is read, so that their pongs and their farewell are.
    private static async Task<WebSocketCloseStatus> ReceiveAsync(WebSocket socket, CancellationToken stop)
    {
        try
        {
            var buffer = new byte[MaxMessage];
            while ((await socket.ReceiveAsync(buffer, stop)).MessageType != WebSocketMessageType.Close) { }
            return WebSocketCloseStatus.NormalClosure;
        }
        catch (Exception e) when (IsGone(e))
        {
            return WebSocketCloseStatus.EndpointUnavailable;
        }
    }

    private static async Task<WebSocketCloseStatus> RecheckAsync(Access access, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            do await Task.Delay(Recheck, clock, stop);
            while (await access.IsOpenAsync(clock));
            return WebSocketCloseStatus.PolicyViolation;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return WebSocketCloseStatus.EndpointUnavailable;
        }
    }

    private static async Task<HashSet<Guid>?> FindCompaniesAsync(IServiceScopeFactory scopes, HttpContext http, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var token = TokenAuthentication.FindToken(http);
        if (token is null || await services.GetRequiredService<CallerFinder>().FindAsync(token, stop) is not { } caller)
            return null;
        var memberships = services.GetRequiredService<CutisDb>().Memberships;
        return [.. await memberships.Where(m => m.UserId == caller.UserId).Select(m => m.CompanyId).ToListAsync(stop)];
    }

    private static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status)
    {
        try
        {
            using var soon = new CancellationTokenSource(Farewell);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, null, soon.Token);
        }
        catch (Exception e) when (IsGone(e))
        {
            // Then it is closed.
        }
    }

    private static bool IsGone(Exception e) =>
        e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    /// <summary>To what a listener may listen, which ends and changes while it listens.</summary>
    private sealed class Access(NotificationHub.Listener listener, DateTimeOffset checkedAt, Func<Task<HashSet<Guid>?>> find)
    {
        public DateTimeOffset CheckedAt { get; private set; } = checkedAt;

        /// <summary>Looks again; false when the token opens nothing any more.</summary>
        public async Task<bool> IsOpenAsync(TimeProvider clock)
        {
            var now = clock.GetUtcNow();
            try
            {
                if (await find() is not { } companies)
                    return false;
                (listener.Companies, CheckedAt) = (companies, now);
            }
            catch (Exception e) when (DatabaseFaults.Find(e) is not null)
            {
                // The next look is soon.
            }

            return true;
        }
    }
}
