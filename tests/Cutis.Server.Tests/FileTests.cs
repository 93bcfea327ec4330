using System.Net.Http.Headers;
using Cutis.Platform.Urls;

namespace Cutis.Server.Tests;

/// <summary>Signed addresses: what they give, to whom, and for how long.</summary>
public class FileTests : TestServer
{
    private const string Masks = """[{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"pores"}]""";

    private async Task<string[]> UrlsAsync() =>
        [.. (await MasksOfAsync(Known.DemoImageId, Masks)).Select(a => a.GetProperty("masked_image_url").GetString()!)];

    [Fact]
    public async Task A_picture_comes_with_the_headers_that_browsers_and_caches_need()
    {
        var url = (await UrlsAsync())[0];
        var get = await SendAsync("GET", url, token: "");
        get.Status.ShouldBe(200);
        get.ContentHeaders.ContentType!.MediaType.ShouldBe("image/jpeg");
        get.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        get.Headers.ETag!.Tag.Length.ShouldBe(66);
        var cache = get.Headers.CacheControl!;
        (cache.Private, cache.Extensions.Any(e => e.Name == "immutable"), cache.MaxAge).ShouldBe((true, true, TimeSpan.FromMinutes(68)));

        var head = await SendAsync("HEAD", url, token: "");
        (head.Status, head.Bytes.Length, head.ContentHeaders.ContentLength).ShouldBe((200, 0, get.Bytes.Length));
        head.Headers.ETag!.Tag.ShouldBe(get.Headers.ETag.Tag);
    }

    [Fact]
    public async Task Parts_and_unchanged_pictures_are_served_as_such()
    {
        var url = (await UrlsAsync())[0];
        var whole = await SendAsync("GET", url, token: "");
        var part = await SendAsync("GET", url, token: "", also: r => r.Headers.Range = new RangeHeaderValue(100, 199));
        (part.Status, part.Bytes.Length).ShouldBe((206, 100));
        part.Bytes.ShouldBe(whole.Bytes[100..200]);
        part.ContentHeaders.ContentRange!.Length.ShouldBe(whole.Bytes.Length);
        (await SendAsync("GET", url, token: "", also: r => r.Headers.Range = new RangeHeaderValue(99_999_999, null))).Status.ShouldBe(416);
        var known = await SendAsync("GET", url, token: "", also: r => r.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        (known.Status, known.Bytes.Length, known.Headers.ETag!.Tag).ShouldBe((304, 0, whole.Headers.ETag!.Tag));
    }

    [Fact]
    public async Task An_altered_or_swapped_address_is_refused()
    {
        var urls = await UrlsAsync();
        var first = new Uri(urls[0]);
        var query = first.Query;
        var swapped = urls[1].Split('?')[0] + query;
        var bad = new List<string> { swapped, urls[0].Split('?')[0], urls[0] + "&more=1", urls[0] + "A" };
        for (var i = 0; i < query.Length; i += 5)
        {
            var changed = query[i] == '1' ? '2' : '1';
            bad.Add(urls[0].Split('?')[0] + query[..i] + changed + query[(i + 1)..]);
        }

        for (var i = 60; i < urls[0].IndexOf('?', StringComparison.Ordinal); i += 23)
        {
            var changed = urls[0][i] == 'a' ? 'b' : 'a';
            bad.Add(urls[0][..i] + changed + urls[0][(i + 1)..]);
        }

        foreach (var url in bad)
        {
            var answer = await SendAsync("GET", url, token: "");
            answer.Status.ShouldBeOneOf(403, 404);
            if (answer.Status == 403)
                answer.Text.ShouldBe("""{"detail":"The URL is not valid or has expired"}""");
        }

        (await SendAsync("GET", swapped, token: "")).Status.ShouldBe(403);
        (await SendAsync("HEAD", swapped, token: "")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task An_address_expires_when_the_answer_said()
    {
        var answer = (await MasksOfAsync(Known.DemoImageId, Masks))[0];
        var expires = answer.GetProperty("feedback").GetProperty("expires_at").GetDateTimeOffset();
        var url = answer.GetProperty("masked_image_url").GetString()!;
        Clock.Now = expires.AddSeconds(-1);
        (await SendAsync("GET", url, token: "")).Status.ShouldBe(200);
        Clock.Now = expires;
        (await SendAsync("GET", url, token: "")).Status.ShouldBe(403);
        var later = expires.AddYears(1).ToUnixTimeSeconds();
        (
            await SendAsync("GET", url.Replace($"{expires.ToUnixTimeSeconds()}", $"{later}", StringComparison.Ordinal), token: "")
        ).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Keys_rotate_without_breaking_live_addresses()
    {
        var before = (await UrlsAsync())[0];
        // As the command does, in another process than the server's.
        new SigningKeys(Data, TimeProvider.System).Rotate();
        await Task.Delay(1100);
        var after = (await UrlsAsync())[0];
        Kid(after).ShouldNotBe(Kid(before));
        (await SendAsync("GET", before, token: "")).Status.ShouldBe(200);
        (await SendAsync("GET", after, token: "")).Status.ShouldBe(200);

        // A key that no live address can need is dropped at a rotation.
        var clock = new TestClock { Now = DateTimeOffset.UtcNow.AddDays(9) };
        var keys = new SigningKeys(Data, clock);
        keys.Rotate();
        keys.Find(Kid(after)).ShouldNotBeNull();
        keys.Find(Kid(before)).ShouldBeNull();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(Data, "signing-keys.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        static string Kid(string url) => url.Split("kid=")[1].Split('&')[0];
    }

    [Fact]
    public async Task The_photo_itself_has_an_address_too()
    {
        var image = (await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/")).Json;
        OpenApi.ShouldFit(image, "Image");
        var original = image.GetProperty("urls").GetProperty("original").GetString()!;
        (await SendAsync("GET", original, token: "")).Bytes.ShouldBe(GraceHopper.Photo);
        (await SendAsync("GET", image.GetProperty("urls").GetProperty("restored").GetString()!, token: "")).Bytes.ShouldBe(
            GraceHopper.Restored
        );
        (await SendAsync("GET", original.Replace("signature=", "signature=x", StringComparison.Ordinal), token: "")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Nothing_of_an_erased_image_is_served_any_more()
    {
        var url = (await UrlsAsync())[0];
        (await SendAsync("GET", url, token: "")).Status.ShouldBe(200);
        (await SendAsync("DELETE", $"{Company}/images/{Known.DemoImageId}/")).Status.ShouldBe(204);
        (await SendAsync("GET", url, token: "")).Status.ShouldBe(410);
        Directory.Exists(Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{Known.DemoImageId}")).ShouldBeFalse();
    }

    [Fact]
    public void The_signature_is_the_documented_one()
    {
        // HMAC-SHA256 over "GET\n{path}\n{expires}", recomputed by openssl.
        var keys = new SigningKeys(Data, Clock);
        var url = new UrlSigner(keys, new FilesOptions(), Clock).Sign(
            "https://masks.example.org",
            "/files/x",
            DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)
        );
        var secret = Convert.ToHexString(keys.Current.Secret);
        var start = new System.Diagnostics.ProcessStartInfo(
            "sh",
            [
                "-c",
                $"printf 'GET\\n/files/x\\n1800000000' | openssl dgst -sha256 -mac HMAC -macopt hexkey:{secret} "
                    + "-binary | base64 | tr '+/' '-_' | tr -d '='",
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var signature = process.StandardOutput.ReadToEnd().Trim();
        url.ShouldBe($"https://masks.example.org/files/x?expires=1800000000&kid={keys.Current.Id}&signature={signature}");
    }
}
