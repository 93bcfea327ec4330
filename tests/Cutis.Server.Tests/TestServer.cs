using System;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cutis.Platform.Companies;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Server.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cutis.Server.Tests;

/// <summary>A time that stands still until it is moved, or that of the machine.</summary>
internal sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 5, 12, 7, 0, TimeSpan.Zero);

    public DateTimeOffset Now
    {
        get => Runs ? System.GetUtcNow() : _now;
        set => _now = value;
    }

    /// <summary>Whether it is that of the machine, for others who look at it too.</summary>
    public bool Runs { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A real server on a free port of the loopback, with its own data folder and clock.</summary>
public class TestServer : IAsyncLifetime
{
    private WebApplication? _app;

    internal TestClock Clock { get; } = new();

    internal Dictionary<string, string?> Settings { get; } = [];

    internal Credentials Known { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    /// <summary>Whether the server begins with its own demo photo, or with the portrait of the tests.</summary>
    internal bool Demo { get; init; }

    public string Data { get; } = Directory.CreateTempSubdirectory("cutis-test-").FullName;

    /// <summary>A data folder whose content the server begins with; none when null.</summary>
    internal string? StartData { get; init; }

    internal IServiceProvider Services => _app!.Services;

    public async Task InitializeAsync()
    {
        if (StartData is not null)
            CopyFolder(StartData, Data);
        var settings = new ServerSettings("http://127.0.0.1:0", Data);
        _app = CutisApp.Build(settings, Settings, Clock, quiet: true);
        await FirstStart.RunAsync(_app.Services, settings, default, Demo ? null : GraceHopper.AddAsync);
        await _app.StartAsync();
        // A test that moves the clock, or spoils the data folder, has no other sweep beside it.
        await Services.GetServices<IHostedService>().OfType<HourlySweep>().Single().First;
        Known = Credentials.Read(Data)!;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(_app.Urls.First()),
        };
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>
    /// Stops the server and starts it anew on the same data, on another port; addresses of before need their host changed.
    /// </summary>
    internal async Task RestartAsync()
    {
        await StopAsync();
        await InitializeAsync();
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    internal string Company => $"/api/v1/companies/{Known.CompanyId}";

    internal string MasksPath => $"/service/rasterisation/v4/masks/?company_id={Known.CompanyId}";

    /// <summary>A company of somebody else, and a token for it.</summary>
    internal Task<(Guid Company, string Token)> AddStrangerAsync() => Stranger.AddAsync(Services, Clock.Now);

    internal async Task<Answer> SendAsync(
        string method,
        string path,
        HttpContent? body = null,
        string? token = null,
        Action<HttpRequestMessage>? also = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        token ??= Known.PrivateToken;
        if (token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        also?.Invoke(request);
        using var response = await Client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers,
            response.Content.Headers
        );
    }

    internal Task<Answer> MasksAsync(string body, string? token = null) => SendAsync("POST", MasksPath, Json(body), token);

    /// <summary>The answers to a request for masks of an image.</summary>
    internal async Task<JsonElement[]> MasksOfAsync(Guid image, string masks, string imageType = "original")
    {
        var answer = await MasksAsync($$"""{"image_id":"{{image}}","image_type":"{{imageType}}","masks":{{masks}}}""");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "MaskAnswer", isList: true);
        return [.. answer.Json.EnumerateArray()];
    }

    internal async Task<Guid> UploadAsync(byte[] photo, string name = "photo.jpg")
    {
        var answer = await SendAsync("POST", $"{Company}/images/?name={name}", new ByteArrayContent(photo));
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Json.GetProperty("id").GetGuid();
    }

    internal async Task PutResultAsync(Guid image, string algorithm, string result)
    {
        var answer = await SendAsync("PUT", $"{Company}/images/{image}/results/{algorithm}/", Json(result));
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "StoredResult");
    }

    /// <summary>The picture of an answer, fetched without a token.</summary>
    internal async Task<byte[]> PictureAsync(JsonElement answer)
    {
        var url = answer.GetProperty("masked_image_url").GetString();
        url.ShouldNotBeNull(answer.ToString());
        var picture = await SendAsync("GET", url, token: "");
        picture.Status.ShouldBe(200, picture.Text);
        return picture.Bytes;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    internal static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

/// <summary>An answer, whole.</summary>
internal sealed record Answer(int Status, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;
}
