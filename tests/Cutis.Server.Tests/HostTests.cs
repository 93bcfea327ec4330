using System;
using System.Net;
using System.Text.Json;
using Cutis.Platform.Configuration;
using Cutis.Server.Host;
using Cutis.Server.Security;

namespace Cutis.Server.Tests;

/// <summary>Which host, scheme and path the URLs of an answer begin with, and which hosts a server answers for.</summary>
public class HostTests
{
    private const string Foreign = "evil.example";

    private static async Task<TestServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var server = new TestServer();
        foreach (var (key, value) in settings)
            server.Settings[key] = value;
        await server.InitializeAsync();
        return server;
    }

    // Every kind of URL that an answer has: of a masked picture, of photos, of pages.
    private static async Task<(int Status, string[] Urls)> UrlsAsync(
        TestServer server,
        string host,
        string path = "",
        params string[] headers
    )
    {
        var auth = $"Authorization: Bearer {server.Known.PrivateToken}";
        var body = $$"""{"image_id":"{{server.Known.DemoImageId}}","masks":[{"algorithm_tech_name":"lines"}]}""";
        var root = server.Client.BaseAddress!;
        var masks = await RawHttp.SendAsync(root, body, [$"POST {path}{server.MasksPath} HTTP/1.1", $"Host: {host}", auth, .. headers]);
        if (masks.Status != 200)
            return (masks.Status, [masks.Body]);
        var list = $"GET {path}{server.Company}/images/?page";
        var page = await RawHttp.SendAsync(root, "", [$"{list}=2&page_size=1 HTTP/1.1", $"Host: {host}", auth, .. headers]);
        page.Status.ShouldBe(200);
        var first = await RawHttp.SendAsync(root, "", [$"{list}_size=1 HTTP/1.1", $"Host: {host}", auth, .. headers]);
        var image = RawHttp.Json(first.Body).GetProperty("results")[0].GetProperty("urls");
        return (
            200,
            [
                RawHttp.Json(masks.Body)[0].GetProperty("masked_image_url").GetString()!,
                image.GetProperty("original").GetString()!,
                image.GetProperty("restored").GetString()!,
                RawHttp.Json(page.Body).GetProperty("previous").GetString()!,
            ]
        );
    }

    [Fact]
    public async Task A_foreign_host_gets_into_no_url()
    {
        var server = await StartAsync();
        try
        {
            string[] strangers =
            [
                Foreign,
                $"{Foreign}:80",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "203.0.113.9",
                "[2001:db8::1]",
                "",
            ];
            foreach (var host in strangers)
            {
                var (status, answer) = await UrlsAsync(server, host);
                (host, status).ShouldBe((host, 400));
                var text = RawHttp.Json(answer[0]).GetProperty("detail").GetString()!;
                text.ShouldContain(host.Length == 0 ? "names no host" : "CUTIS__FILES__PUBLICURL");
            }

            foreach (var host in new[] { "localhost", "LOCALHOST:81", "127.0.0.1", "[::1]:5080" })
                (await UrlsAsync(server, host)).ShouldSatisfyAllConditions(
                    r => r.Status.ShouldBe(200),
                    r => r.Urls.ShouldAllBe(url => url.StartsWith($"http://{host}/", StringComparison.OrdinalIgnoreCase))
                );

            foreach (var port in new[] { "0", "65536", "99999", "99999999999999999999" })
                (await UrlsAsync(server, $"localhost:{port}")).ShouldSatisfyAllConditions(
                    r => r.Status.ShouldBe(400, port),
                    r => r.Urls[0].ShouldContain("The port of the request's host must be from 1 to 65535")
                );
            (await UrlsAsync(server, "localhost:65535")).Status.ShouldBe(200);

            // Headers that only a proxy may set, from somebody who is none.
            string[] claims =
            [
                $"X-Forwarded-Host: {Foreign}",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Prefix: /x",
                $"Forwarded: host={Foreign}",
                $"X-Original-Host: {Foreign}",
            ];
            (await UrlsAsync(server, "localhost", "", claims)).Urls.ShouldAllBe(url =>
                url.StartsWith("http://localhost/", StringComparison.Ordinal)
            );

            // The whole URL in the request line, and a probe that calls by an address that nobody knows.
            var root = server.Client.BaseAddress!;
            (await RawHttp.SendAsync(root, "", $"GET http://{Foreign}/docs HTTP/1.1", "Host: localhost")).Status.ShouldBe(400);
            (await RawHttp.SendAsync(root, "", "GET /health/live HTTP/1.1", $"Host: {Foreign}")).Status.ShouldBe(200);
            (await RawHttp.SendAsync(root, "", "GET /health/live HTTP/1.0")).Status.ShouldBe(200);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("https://masks.example.org", "https://masks.example.org/", "")]
    [InlineData("https://masks.example.org/", "https://masks.example.org/", "")]
    [InlineData("https://masks.example.org:8443/skin/cutis//", "https://masks.example.org:8443/skin/cutis/", "/skin/cutis")]
    [InlineData("https://m\u00fcller.example", "https://xn--mller-kva.example/", "")]
    public async Task With_a_public_url_every_url_begins_with_it(string publicUrl, string start, string prefix)
    {
        var server = await StartAsync(("Files:PublicUrl", publicUrl));
        try
        {
            // A proxy hands on the path without its prefix or with it.
            foreach (var path in new[] { "", prefix })
            {
                var (status, urls) = await UrlsAsync(server, Foreign, path, $"X-Forwarded-Host: {Foreign}");
                status.ShouldBe(200);
                urls.ShouldAllBe(url => url.StartsWith(start, StringComparison.Ordinal));
                urls.ShouldAllBe(url => url.LastIndexOf("//", StringComparison.Ordinal) == "https:".Length);
                foreach (var url in urls.SkipLast(1))
                    (await server.SendAsync("GET", path + "/" + url[start.Length..], token: "")).Status.ShouldBe(200, url);
            }

            (await server.SendAsync("GET", "/", token: "")).Headers.Location!.ToString().ShouldBe($"{prefix}/docs");
            (await server.SendAsync("GET", $"{prefix}/docs", token: "")).Text.ShouldContain($"src=\"{prefix}/docs/docs.js\"");
            var document = (await server.SendAsync("GET", $"{prefix}/openapi/v1.json", token: "")).Json;
            if (prefix.Length > 0)
                document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(prefix);
            else
                document.TryGetProperty("servers", out _).ShouldBeFalse();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Hosts_that_are_listed_are_answered_and_no_others()
    {
        var server = await StartAsync(("Files:AllowedHosts", "masks.example.org, *.clinic.example"));
        try
        {
            foreach (var host in new[] { "masks.example.org", "MASKS.example.org:8080", "a.clinic.example", "127.0.0.1" })
                (await UrlsAsync(server, host)).Status.ShouldBe(200, host);
            foreach (var host in new[] { "clinic.example", Foreign })
                (await UrlsAsync(server, host)).Status.ShouldBe(400, host);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_word_of_a_known_proxy_is_taken_but_not_for_a_host_that_is_not_allowed()
    {
        var server = await StartAsync(("Proxy:KnownNetworks", "127.0.0.0/8"), ("Files:AllowedHosts", "masks.example.org"));
        try
        {
            string[] said = ["X-Forwarded-Proto: https", "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Prefix: /cutis/"];
            (await UrlsAsync(server, "internal", "", [.. said, "X-Forwarded-Host: masks.example.org"])).ShouldSatisfyAllConditions(
                r => r.Status.ShouldBe(200),
                r => r.Urls.ShouldAllBe(url => url.StartsWith("https://masks.example.org/cutis/", StringComparison.Ordinal))
            );
            (await UrlsAsync(server, "masks.example.org", "", [.. said, $"X-Forwarded-Host: {Foreign}"])).Status.ShouldBe(400);
            string[] tooLong = [.. said.SkipLast(1), $"X-Forwarded-Prefix: /{new string('a', 300)}"];
            (await UrlsAsync(server, "masks.example.org", "", tooLong)).ShouldSatisfyAllConditions(
                r => r.Status.ShouldBe(400),
                r => r.Urls[0].ShouldContain("The base path has 301 characters; at most 256 are allowed")
            );
            var page = await RawHttp.SendAsync(
                server.Client.BaseAddress!,
                "",
                "GET / HTTP/1.1",
                "Host: masks.example.org",
                "X-Forwarded-For: 198.51.100.7",
                $"X-Forwarded-Prefix: //{Foreign}"
            );
            page.Head.ShouldContain($"\r\nLocation: /{Foreign}/docs\r\n");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_word_of_another_proxy_is_ignored()
    {
        var server = await StartAsync(("Proxy:KnownProxies", "192.0.2.1"), ("Files:AllowedHosts", "masks.example.org"));
        try
        {
            string[] said =
            [
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 192.0.2.1",
                $"X-Forwarded-Host: {Foreign}",
                "X-Forwarded-Prefix: /x",
            ];
            (await UrlsAsync(server, "masks.example.org", "", said)).ShouldSatisfyAllConditions(
                r => r.Status.ShouldBe(200),
                r =>
                    r.Urls.ShouldAllBe(url => url.StartsWith("http://masks.example.org/", StringComparison.Ordinal) && !url.Contains("/x/"))
            );
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_demo_asks_its_own_server_whatever_the_public_url_is()
    {
        var folder = Directory.CreateTempSubdirectory("cutis-hosts-").FullName;
        try
        {
            var output = Path.Combine(folder, "demo");
            using var demo = new ServerProcess(folder, [("CUTIS__FILES__PUBLICURL", "https://masks.invalid")], "demo", "-o", output);
            (await demo.ExitAsync()).ShouldBe(0, demo.Output);
            File.Exists(Path.Combine(output, "lines.jpg")).ShouldBeTrue();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "localhost", true)]
    [InlineData("http://127.0.0.1:5080", "127.1.2.3", true)]
    [InlineData("http://127.0.0.1:5080", "box", false)]
    [InlineData("http://localhost:5080;http://[::1]:5080", "192.0.2.5", false)]
    [InlineData("http://0.0.0.0:5080", "192.0.2.5", true)]
    [InlineData("http://*:5080", "192.0.2.5", true)]
    [InlineData("http://[::]:5080", "BOX", true)]
    [InlineData("http://+:5080", "box.local", true)]
    [InlineData("http://0.0.0.0:5080", "localhost", true)]
    [InlineData("http://0.0.0.0:5080", "192.0.2.6", false)]
    [InlineData("http://0.0.0.0:5080", "[2001:db8::1]", false)]
    [InlineData("http://0.0.0.0:5080", "evil.example", false)]
    [InlineData("http://masks.lan:5080", "masks.lan", true)]
    [InlineData("http://masks.lan:5080", "evil.example", false)]
    [InlineData("http://0.0.0.0:5080", "", false)]
    public void A_server_of_which_nothing_is_said_knows_itself_by_where_it_listens(string listening, string host, bool allowed) =>
        AllowedHosts.FromListeningUrls(listening, "box").Allows(host, IPAddress.Parse("::ffff:192.0.2.5")).ShouldBe(allowed);

    [Theory]
    [InlineData("Files:PublicUrl", "https://a@masks.example.org", "must have no user, no query and no fragment, not \"{0}\"")]
    [InlineData("Files:PublicUrl", "https://masks.example.org/?a", "must have no user, no query and no fragment, not \"{0}\"")]
    [InlineData("Files:PublicUrl", "https://masks.example.org/a+b", "must have no plus sign, not \"{0}\"")]
    [InlineData("Files:PublicUrl", "ftp://masks.example.org", "must be an http or https address, not \"{0}\"")]
    [InlineData("Files:AllowedHosts", "a.example:80", "must be host names without ports, separated by commas, not \"{0}\"")]
    [InlineData("Proxy:KnownProxies", "proxy", "must be IP addresses separated by commas, not \"{0}\"")]
    [InlineData("Proxy:KnownNetworks", "10.0.0.0", "must be networks such as 10.0.0.0/8 separated by commas, not \"{0}\"")]
    public void A_wrong_setting_is_named(string key, string value, string message)
    {
        var settings = new ServerSettings("http://127.0.0.1:0", Path.Combine(Path.GetTempPath(), $"cutis-{Guid.NewGuid()}"));
        Should
            .Throw<SettingsException>(() => CutisApp.Build(settings, [new(key, value)], quiet: true))
            .Message.ShouldBe($"{key} {string.Format(System.Globalization.CultureInfo.InvariantCulture, message, value)}");
        Directory.Exists(settings.Data).ShouldBeFalse("it is found out before anything is made");
    }
}
