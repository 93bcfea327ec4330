using System;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>Sends requests of the fuzz and looks at every answer.</summary>
/// <param name="client">To the server.</param>
/// <param name="token">Of the company.</param>
/// <param name="limit">The longest that an answer may take.</param>
internal sealed class FuzzClient(HttpClient client, string token, TimeSpan limit)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly List<string> _broken = [];

    /// <summary>Requests answered.</summary>
    public int Count { get; private set; }

    /// <summary>The longest that an answer took, and what was asked.</summary>
    public (TimeSpan Time, string Request) Slowest { get; private set; }

    /// <summary>How many answers had each status.</summary>
    public string Statuses
    {
        get
        {
            lock (_lock)
                return string.Join(", ", _statuses.Select(s => $"{s.Value} × {s.Key}"));
        }
    }

    /// <summary>What broke a rule, up to some twenty.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (_lock)
                return [.. _broken];
        }
    }

    /// <summary>Sends a request; the body when it was answered with 200 or 201, else null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="step">Seed and number, to make it again.</param>
    public async Task<byte[]?> SendAsync(FuzzRequest request, string step)
    {
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource(limit);
        try
        {
            using var message = Message(request);
            using var response = await client.SendAsync(message, stop.Token);
            var body = await response.Content.ReadAsByteArrayAsync(stop.Token);
            var status = (int)response.StatusCode;
            Note(
                request,
                step,
                status,
                clock.Elapsed,
                AnswerRules.Broken(
                    request,
                    status,
                    response.Headers.RetryAfter is not null,
                    response.Content.Headers.ContentType?.MediaType,
                    body
                )
            );
            return status is 200 or 201 ? body : null;
        }
        catch (OperationCanceledException)
        {
            Note(request, step, 0, clock.Elapsed, $"no answer in {limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // A server may hang up on a request that is refused before it was read whole; then it is alive, which is asked for elsewhere.
            Note(request, step, -1, clock.Elapsed, null);
        }

        return null;
    }

    /// <summary>Sends bytes that may be no request at all.</summary>
    public async Task SendRawAsync(RawRequests raw, Random random, string step)
    {
        var clock = Stopwatch.StartNew();
        var (status, request) = await raw.SendAsync(random);
        // Versions and encodings of HTTP that are not spoken here are answered by the framework.
        var broken = status is >= 500 and not (501 or 503 or 505 or 507) ? $"status {status}" : null;
        Note(new FuzzRequest("RAW", request), step, status, clock.Elapsed, broken);
    }

    private HttpRequestMessage Message(FuzzRequest request)
    {
        var address = new Uri(
            client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.Path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        if (!request.IsAnonymous)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in request.Headers)
        {
            if (name == "Authorization")
                message.Headers.Authorization = null;
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private void Note(FuzzRequest request, string step, int status, TimeSpan time, string? broken)
    {
        lock (_lock)
        {
            Count++;
            _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            if (time > Slowest.Time)
                Slowest = (time, $"{step}: {request}");
            if (broken is not null && _broken.Count < 20)
                _broken.Add($"{step}: {broken}\n    {request}");
        }
    }
}
