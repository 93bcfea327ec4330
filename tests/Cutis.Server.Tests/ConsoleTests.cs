using System;
using System.IO.Compression;
using System.Text;
using Cutis.Platform.Configuration;

namespace Cutis.Server.Tests;

/// <summary>A server with a console of three files.</summary>
public sealed class ConsoleServer : TestServer
{
    public const string Page = """<html><script type="module" src="/assets/a-1.js"></script></html>""";
    public static readonly string Script = string.Concat(Enumerable.Repeat("console.log('a');\n", 200));

    public ConsoleServer()
    {
        var folder = Path.Combine(Data, "..", Path.GetFileName(Data) + "-console");
        foreach (
            var (name, text) in new[]
            {
                ("index.html", Page),
                ("icon.svg", "<svg/>"),
                ("assets/a-1.js", Script),
                ("assets/deep/b.woff2", "font"),
                ("components/cutis-viewer.js", "export {};"),
            }
        )
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Settings["Console:Folder"] = folder;
    }
}

/// <summary>The files of the console, as a browser asks for them.</summary>
public class ConsoleTests(ConsoleServer server) : IClassFixture<ConsoleServer>
{
    private Task<Answer> GetAsync(
        string path,
        string? accept = "text/html",
        string? coding = null,
        string method = "GET",
        string? tag = null
    ) =>
        server.SendAsync(
            method,
            path,
            token: "",
            also: request =>
            {
                if (accept is not null)
                    request.Headers.TryAddWithoutValidation("Accept", accept);
                if (coding is not null)
                    request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
                if (tag is not null)
                    request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }
        );

    [Theory]
    [InlineData("/")]
    [InlineData("/console")]
    [InlineData("/console/")]
    [InlineData("/console/images/3/report.pdf")]
    public async Task A_browser_gets_the_page_with_nothing_allowed_that_it_does_not_need(string path)
    {
        var page = await GetAsync(path, "text/html,application/xhtml+xml,*/*;q=0.8");
        (page.Status, page.Text).ShouldBe((200, ConsoleServer.Page));
        page.ContentHeaders.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        page.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; ");
        policy.ShouldNotContain("unsafe");
        page.Headers.GetValues("Permissions-Policy").Single().ShouldStartWith("camera=(self), microphone=()");
        page.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        page.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        var again = await GetAsync(path, tag: page.Headers.ETag!.ToString());
        (again.Status, again.Bytes.Length).ShouldBe((304, 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    public async Task Programs_are_led_to_the_page_of_the_API_as_before(string? accept)
    {
        var answer = await GetAsync("/", accept);
        (answer.Status, answer.Headers.Location!.ToString()).ShouldBe((302, "/docs"));
        answer.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Fact]
    public async Task Scripts_are_kept_for_good_and_sent_small()
    {
        var plain = await GetAsync("/assets/a-1.js");
        (plain.Status, plain.Text).ShouldBe((200, ConsoleServer.Script));
        plain.ContentHeaders.ContentType!.ToString().ShouldBe("text/javascript; charset=utf-8");
        plain.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        var tags = new HashSet<string> { plain.Headers.ETag!.ToString() };
        foreach (var (asked, coding) in new[] { ("gzip, deflate, br", "br"), ("gzip;q=0.5, br;q=0", "gzip") })
        {
            var answer = await GetAsync("/assets/a-1.js", coding: asked);
            answer.ContentHeaders.ContentEncoding.ShouldBe([coding]);
            answer.Headers.Vary.ShouldContain("Accept-Encoding");
            answer.Bytes.Length.ShouldBeLessThan(plain.Bytes.Length / 10);
            var packed = new MemoryStream(answer.Bytes);
            using Stream unpacked =
                coding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
            (await new StreamReader(unpacked, Encoding.UTF8).ReadToEndAsync()).ShouldBe(ConsoleServer.Script);
            tags.Add(answer.Headers.ETag!.ToString()).ShouldBeTrue("each coding has a tag of its own");
        }

        var head = await GetAsync("/assets/a-1.js", method: "HEAD");
        (head.Status, head.Bytes.Length, head.ContentHeaders.ContentLength).ShouldBe((200, 0, plain.Bytes.Length));
        var font = await GetAsync("/assets/deep/b.woff2", coding: "br");
        (font.ContentHeaders.ContentType!.ToString(), font.ContentHeaders.ContentEncoding.Count).ShouldBe(("font/woff2", 0));
        (await GetAsync("/icon.svg")).ContentHeaders.ContentType!.ToString().ShouldBe("image/svg+xml");
    }

    [Fact]
    public async Task Components_are_for_pages_of_every_origin_and_nothing_else_is()
    {
        var component = await GetAsync("/components/cutis-viewer.js");
        (component.Status, component.Text).ShouldBe((200, "export {};"));
        component.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        component.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["cross-origin"]);
        foreach (var path in new[] { "/", "/assets/a-1.js", "/icon.svg" })
            (await GetAsync(path)).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse(path);
    }

    [Theory]
    [InlineData("/assets/b.js")]
    [InlineData("/assets/")]
    [InlineData("/assets/..%2findex.html")]
    [InlineData("/components/cutis-none.js")]
    [InlineData("/components/cutis-viewer.ts")]
    [InlineData("/index.html")]
    [InlineData("/robots.txt")]
    public async Task What_is_not_a_file_of_the_console_is_404(string path) => (await GetAsync(path)).Status.ShouldBe(404);

    [Fact]
    public async Task Behind_a_path_links_begin_with_it()
    {
        var other = new TestServer();
        other.Settings["Console:Folder"] = server.Settings["Console:Folder"];
        other.Settings["Files:PublicUrl"] = "https://clinic.example/skin";
        await other.InitializeAsync();
        try
        {
            var page = await other.SendAsync("GET", "/skin/console/", token: "");
            page.Text.ShouldContain("src=\"/skin/assets/a-1.js\"");
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("img-src 'self' blob: data: https://clinic.example;");
            (await other.SendAsync("GET", "/skin/assets/a-1.js", token: "")).Status.ShouldBe(200);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_folder_without_a_page_is_refused_at_the_start()
    {
        var other = new TestServer();
        other.Settings["Console:Folder"] = other.Data;
        (await Should.ThrowAsync<SettingsException>(other.InitializeAsync)).Message.ShouldStartWith(
            "Console:Folder must be a folder with a file index.html in it"
        );
    }
}
