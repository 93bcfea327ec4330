using System;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// What clients of others have in common: 200 and 201 alone are success, the body of every answer must be JSON, redirects are not
/// followed. They know documented names and no type of the server.
/// </summary>
/// <param name="address">The base URL.</param>
/// <param name="header">The header that brings the token.</param>
internal abstract class OthersClient(Uri address, string header) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>The token that calls bring; none when null.</summary>
    protected string? Token { get; set; }

    protected Uri Address => address;

    public void Dispose() => _http.Dispose();

    /// <summary>A call whose body is JSON, or which has none.</summary>
    protected Task<JsonElement> CallAsync(string method, string path, string? json = null) =>
        CallAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    protected async Task<JsonElement> CallAsync(string method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (Token is not null)
            request.Headers.TryAddWithoutValidation(header, $"Bearer {Token}");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBeOneOf([200, 201], $"{method} {path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Uploads as an answer says it: its method, its URL, exactly its headers, and no token.</summary>
    protected async Task PutAsync(JsonElement target, byte[] photo)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Text(target, "method")), Text(target, "url"));
        request.Content = new ByteArrayContent(photo);
        foreach (var one in target.GetProperty("headers").EnumerateObject())
            if (!request.Headers.TryAddWithoutValidation(one.Name, one.Value.GetString()))
                request.Content.Headers.TryAddWithoutValidation(one.Name, one.Value.GetString()).ShouldBeTrue(one.Name);
        using var response = await _http.SendAsync(request);
        ((int)response.StatusCode).ShouldBeOneOf([200, 201], await response.Content.ReadAsStringAsync());
    }

    /// <summary>A picture behind a signed URL, without a token.</summary>
    protected async Task<byte[]> DownloadAsync(string url)
    {
        using var response = await _http.GetAsync(new Uri(url));
        ((int)response.StatusCode).ShouldBe(200, url);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Asks again and again until what comes is enough; clients are known to give up after a while.</summary>
    protected static async Task<JsonElement> PollAsync(Func<Task<JsonElement>> ask, Func<JsonElement, bool> isEnough)
    {
        var began = Stopwatch.GetTimestamp();
        for (; ; )
        {
            var answer = await ask();
            if (isEnough(answer))
                return answer;
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(3), answer.ToString());
            await Task.Delay(200);
        }
    }

    protected static string Text(JsonElement json, string key) => json.GetProperty(key).GetString()!;
}
