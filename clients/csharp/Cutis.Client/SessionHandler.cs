using System;
using System.Net.Http.Headers;

namespace Cutis.Client;

/// <summary>
/// Brings the token of a session to each request, and refreshes it before it expires: one refresh at a time, because a refresh token that
/// comes
/// twice ends its session.
/// </summary>
internal sealed class SessionHandler(Uri server, Session session, TimeProvider clock) : DelegatingHandler(new SocketsHttpHandler())
{
    // Tokens live 65 minutes.
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(55);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HttpClient _http = new() { BaseAddress = server };
    private Held _held = new(session, clock.GetUtcNow());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http.Dispose();
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<string> TokenAsync(CancellationToken stop)
    {
        if (IsFresh)
            return _held.Session.AccessToken;
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (!IsFresh)
            {
                // What was sent cannot be taken back: the new token is read, whoever waits for it.
                var body = new RefreshRequest { RefreshToken = _held.Session.RefreshToken };
                var refreshed = await new CutisApi(_http).AuthRefreshAsync(body, CancellationToken.None).ConfigureAwait(false);
                _held = new Held(refreshed, clock.GetUtcNow());
            }

            return _held.Session.AccessToken;
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsFresh => clock.GetUtcNow() - _held.Since < Age;

    private sealed record Held(Session Session, DateTimeOffset Since);
}
