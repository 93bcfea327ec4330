using System;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Upload, list, get, erase.</summary>
public class ImageTests : TestServer
{
    [Fact]
    public async Task An_upload_is_described_and_listed()
    {
        Clock.Now = Clock.Now.AddSeconds(1);
        var answer = await SendAsync("POST", $"{Company}/images/?name=selfie.jpg", new ByteArrayContent(Photos.GreyJpeg));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Image");
        var original = answer.Json.GetProperty("original");
        (
            original.GetProperty("width").GetInt32(),
            original.GetProperty("height").GetInt32(),
            original.GetProperty("media_type").GetString()
        ).ShouldBe((80, 40, "image/jpeg"));
        original
            .GetProperty("sha256")
            .GetString()
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Photos.GreyJpeg)));
        answer.Json.GetProperty("id").GetGuid().Version.ShouldBe(4);

        var list = (await SendAsync("GET", $"{Company}/images/")).Json;
        OpenApi.ShouldFit(list, "ImagePage");
        list.GetProperty("results")[0].GetProperty("name").GetString().ShouldBe("selfie.jpg");
    }

    [Fact]
    public async Task The_list_has_pages_orders_and_a_search()
    {
        for (var i = 0; i < 5; i++)
        {
            Clock.Now = Clock.Now.AddSeconds(1);
            await UploadAsync(Photos.GreyPng, $"p{i}%25_.png");
        }

        var first = (await SendAsync("GET", $"{Company}/images/?page_size=2&ordering=name")).Json;
        first.GetProperty("count").GetInt32().ShouldBe(6);
        first.GetProperty("previous").ValueKind.ShouldBe(JsonValueKind.Null);
        Names(first).ShouldBe(["grace_hopper.jpg", "p0%_.png"]);
        var second = (await SendAsync("GET", first.GetProperty("next").GetString()!)).Json;
        Names(second).ShouldBe(["p1%_.png", "p2%_.png"]);
        var third = (await SendAsync("GET", second.GetProperty("next").GetString()!)).Json;
        third.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        Names((await SendAsync("GET", $"{Company}/images/?page_size=1")).Json).ShouldBe(["p4%_.png"], "the newest first");
        Names((await SendAsync("GET", $"{Company}/images/?q=p3%25_")).Json).ShouldBe(["p3%_.png"], "wildcards are plain text");
        Names((await SendAsync("GET", $"{Company}/images/?page=9")).Json).ShouldBeEmpty();

        static string?[] Names(JsonElement page) =>
            [.. page.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("name").GetString())];
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=x", "page")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("ordering=size", "ordering")]
    [InlineData("pages=1", "pages")]
    public async Task A_wrong_parameter_is_named(string query, string field)
    {
        var answer = await SendAsync("GET", $"{Company}/images/?{query}");
        answer.Status.ShouldBe(400);
        answer.Json.EnumerateObject().Single().Name.ShouldBe(field);
        OpenApi.ShouldFit(answer.Json, "FieldErrors");
    }

    [Theory]
    [InlineData("", 415, "The photo is empty.")]
    [InlineData("RIFFxxxxWEBPVP8 ", 415, "The photo must be a JPEG or a PNG, not a WebP. Convert it, as with: magick photo.webp photo.jpg")]
    [InlineData(
        "--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n",
        415,
        "The photo must be a JPEG or a PNG, not a form (multipart/form-data). Send the bytes of the photo as "
            + "the body of the request, as with: curl --data-binary @photo.jpg"
    )]
    public async Task What_is_no_photo_is_refused_by_name(string body, int status, string message)
    {
        var answer = await SendAsync("POST", $"{Company}/images/?name=a", new StringContent(body));
        (answer.Status, answer.Json.GetProperty("image")[0].GetString()).ShouldBe((status, message));
    }

    [Fact]
    public async Task Damaged_and_long_named_photos_are_refused_and_leave_nothing()
    {
        var before = Directory.GetFiles(Path.Combine(Data, "objects"), "*", SearchOption.AllDirectories).Length;
        var cut = await SendAsync("POST", $"{Company}/images/", new ByteArrayContent(GraceHopper.Photo[..20_000]));
        cut.Status.ShouldBe(400, cut.Text);
        cut.Json.GetProperty("image")[0].GetString()!.ShouldStartWith("The JPEG ends");
        var named = await SendAsync(
            "POST",
            $"{Company}/images/?name={new string('x', 256)}&colour=1",
            new ByteArrayContent(Photos.GreyPng)
        );
        named.Status.ShouldBe(400);
        named.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["colour", "name"]);
        Directory.GetFiles(Path.Combine(Data, "objects"), "*", SearchOption.AllDirectories).Length.ShouldBe(before);
        (await SendAsync("GET", $"{Company}/images/")).Json.GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_erased_image_is_gone_for_every_request()
    {
        var id = await UploadAsync(Photos.GreyPng);
        var path = $"{Company}/images/{id}/";
        (await SendAsync("DELETE", path)).Status.ShouldBe(204);
        (await SendAsync("DELETE", path)).Status.ShouldBe(410);
        (await SendAsync("GET", path)).Status.ShouldBe(410);
        (await SendAsync("PUT", path + "restored/", new ByteArrayContent(Photos.GreyPng))).Status.ShouldBe(410);
        (await SendAsync("GET", path + "results/")).Status.ShouldBe(410);
        (await SendAsync("PUT", path + "results/pores/", Json("{}"))).Status.ShouldBe(410);
        (await SendAsync("GET", $"{Company}/images/")).Json.GetProperty("count").GetInt32().ShouldBe(1);
    }
}

/// <summary>With small limits.</summary>
public class SmallLimitTests : TestServer
{
    public SmallLimitTests()
    {
        Settings["Images:MaxBytes"] = "100000";
        Settings["Images:MaxPixels"] = "310000";
        Settings["Results:MaxBytes"] = "100000";
        Settings["RateLimit:Burst"] = "30";
        Settings["RateLimit:PerMinute"] = "1";
    }

    [Fact]
    public async Task Sizes_are_limited_and_the_message_has_the_limit_and_the_value()
    {
        var bytes = await SendAsync("POST", $"{Company}/images/", new ByteArrayContent(new byte[100_001]));
        (bytes.Status, bytes.Json.GetProperty("image")[0].GetString()).ShouldBe(
            (413, "The photo is too large; at most 100000 bytes are allowed.")
        );
        var chunked = await SendAsync(
            "POST",
            $"{Company}/images/",
            new StreamContent(new MemoryStream(new byte[200_000])),
            also: r => r.Headers.TransferEncodingChunked = true
        );
        chunked.Status.ShouldBe(413);
        var pixels = await SendAsync("POST", $"{Company}/images/", new ByteArrayContent(Photos.Png(1000, 400, 1)));
        (pixels.Status, pixels.Json.GetProperty("image")[0].GetString()).ShouldBe(
            (413, "The picture is 1000 × 400 = 400000 pixels; at most 310000 are allowed.")
        );
        var result = await SendAsync(
            "PUT",
            $"{Company}/images/{Known.DemoImageId}/results/pores/",
            new ByteArrayContent(new byte[100_001])
        );
        result.Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_token_that_calls_too_often_is_told_to_wait_and_others_are_not()
    {
        var statuses = new List<int>();
        Answer last = null!;
        for (var i = 0; i < 32; i++)
            statuses.Add((last = await SendAsync("GET", $"{Company}/images/")).Status);
        statuses.Take(30).ShouldAllBe(s => s == 200);
        statuses[^1].ShouldBe(429);
        last.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        last.Text.ShouldContain("at most 1 a minute");
        var (company, token) = await AddStrangerAsync();
        (await SendAsync("GET", $"/api/v1/companies/{company}/images/", token: token)).Status.ShouldBe(200);
    }
}
