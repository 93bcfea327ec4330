using System;

namespace Cutis.Server.Tests;

/// <summary>Parts of photos and of pictures, and conditions on their ETag, as RFC 9110 has them.</summary>
public class FileRangeTests : TestServer
{
    private async Task<(string Url, byte[] Whole, string Tag)[]> FilesAsync()
    {
        var picture = (await MasksOfAsync(Known.DemoImageId, """[{"algorithm_tech_name":"lines"}]"""))[0]
            .GetProperty("masked_image_url")
            .GetString()!;
        var photo = (await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/"))
            .Json.GetProperty("urls")
            .GetProperty("original")
            .GetString()!;
        var files = new List<(string, byte[], string)>();
        foreach (var url in new[] { picture, photo })
        {
            var whole = await SendAsync("GET", url, token: "");
            files.Add((url, whole.Bytes, whole.Headers.ETag!.Tag));
        }

        return [.. files];
    }

    private Task<Answer> GetAsync(string url, string method = "GET", params (string Name, string Value)[] headers) =>
        SendAsync(
            method,
            url,
            token: "",
            also: request =>
            {
                foreach (var (name, value) in headers)
                    request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
            }
        );

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("BYTES=100-199", 100, 100)]
    [InlineData("bytes= 100-199 ", 100, 100)]
    [InlineData("bytes=1000-", 1000, -1)]
    [InlineData("bytes=-7", -7, 7)]
    [InlineData("bytes=-99999999999999999999999", 0, -1)]
    [InlineData("bytes=5-99999999999999999999999", 5, -1)]
    public async Task One_range_is_served_as_a_part(string range, int from, int length)
    {
        foreach (var (url, whole, tag) in await FilesAsync())
        {
            if (from < 0)
                from += whole.Length;
            if (length < 0)
                length = whole.Length - from;
            var part = await GetAsync(url, "GET", ("Range", range));
            (part.Status, part.ContentHeaders.ContentLength).ShouldBe((206, length));
            part.ContentHeaders.ContentRange!.ToString().ShouldBe($"bytes {from}-{from + length - 1}/{whole.Length}");
            part.Bytes.ShouldBe(whole[from..(from + length)]);
            part.Headers.ETag!.Tag.ShouldBe(tag);
            (from, length) = (
                range == "bytes=-7" ? -7 : from,
                range.EndsWith('-') || range.Contains("999", StringComparison.Ordinal) ? -1 : length
            );
        }
    }

    [Theory]
    [InlineData("lines=0-5")]
    [InlineData("bytes=5-3")]
    [InlineData("bytes=0-0,2-3")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=-")]
    [InlineData("bytes=")]
    [InlineData("bytes 0-5")]
    [InlineData("bytes=--5")]
    [InlineData("bytes=0x1-5")]
    public async Task What_is_no_single_range_of_bytes_is_ignored(string range)
    {
        foreach (var (url, whole, _) in await FilesAsync())
        {
            var answer = await GetAsync(url, "GET", ("Range", range));
            answer.Status.ShouldBe(200, range);
            answer.Bytes.ShouldBe(whole);
        }
    }

    [Theory]
    [InlineData("bytes=99999999-")]
    [InlineData("bytes=99999999999999999999999-")]
    [InlineData("bytes=-0")]
    public async Task A_range_with_no_byte_of_the_file_is_416_in_JSON(string range)
    {
        foreach (var (url, whole, _) in await FilesAsync())
        {
            var answer = await GetAsync(url, "GET", ("Range", range));
            answer.Status.ShouldBe(416);
            answer.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
            answer.Text.ShouldBe($$"""{"detail":"The range is not satisfiable: the file has {{whole.Length}} bytes"}""");
            answer.ContentHeaders.ContentRange!.ToString().ShouldBe($"bytes */{whole.Length}");
            answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        }
    }

    [Fact]
    public async Task HEAD_tells_the_length_and_knows_no_ranges()
    {
        foreach (var (url, whole, tag) in await FilesAsync())
        {
            foreach (var range in new[] { "bytes=0-5", "bytes=99999999-" })
            {
                var head = await GetAsync(url, "HEAD", ("Range", range));
                (head.Status, head.Bytes.Length, head.ContentHeaders.ContentLength, head.Headers.ETag!.Tag).ShouldBe(
                    (200, 0, whole.Length, tag)
                );
                head.ContentHeaders.ContentRange.ShouldBeNull();
            }
        }
    }

    [Fact]
    public async Task Conditions_on_the_tag_hold_and_conditions_on_dates_do_not_apply()
    {
        const string date = "Mon, 05 Jan 2037 12:00:00 GMT";
        foreach (var (url, whole, tag) in await FilesAsync())
        {
            async Task<(int Status, int Bytes)> StatusAsync(params (string, string)[] headers)
            {
                var answer = await GetAsync(url, "GET", headers);
                if (answer.Status == 304)
                    answer.Headers.ETag!.Tag.ShouldBe(tag);
                if (answer.Status == 412)
                    answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
                return (answer.Status, answer.Status == 412 ? 0 : answer.Bytes.Length);
            }

            (await StatusAsync(("If-None-Match", tag))).ShouldBe((304, 0));
            (await StatusAsync(("If-None-Match", $"\"x\", W/{tag}"))).ShouldBe((304, 0));
            (await StatusAsync(("If-None-Match", "*"))).ShouldBe((304, 0));
            (await StatusAsync(("If-None-Match", "\"x\""))).ShouldBe((200, whole.Length));
            (await StatusAsync(("If-None-Match", tag), ("Range", "bytes=0-5"))).ShouldBe((304, 0));
            (await StatusAsync(("If-Match", tag))).ShouldBe((200, whole.Length));
            (await StatusAsync(("If-Match", "*"))).ShouldBe((200, whole.Length));
            (await StatusAsync(("If-Match", "\"x\""))).ShouldBe((412, 0));
            (await StatusAsync(("If-Match", $"W/{tag}"))).ShouldBe((412, 0), "a weak tag matches nothing strongly");
            (await StatusAsync(("If-Modified-Since", date))).ShouldBe((200, whole.Length));
            (await StatusAsync(("If-Unmodified-Since", "Mon, 05 Jan 1998 12:00:00 GMT"))).ShouldBe((200, whole.Length));
            (await StatusAsync(("Range", "bytes=0-5"), ("If-Range", tag))).ShouldBe((206, 6));
            (await StatusAsync(("Range", "bytes=0-5"), ("If-Range", "\"x\""))).ShouldBe((200, whole.Length));
            (await StatusAsync(("Range", "bytes=0-5"), ("If-Range", $"W/{tag}"))).ShouldBe((200, whole.Length));
            (await StatusAsync(("Range", "bytes=0-5"), ("If-Range", date))).ShouldBe((200, whole.Length));
        }
    }

    [Fact]
    public async Task An_erased_image_is_410_whatever_the_conditions()
    {
        var files = await FilesAsync();
        (await SendAsync("DELETE", $"{Company}/images/{Known.DemoImageId}/")).Status.ShouldBe(204);
        foreach (var (url, _, tag) in files)
        {
            (string, string)[][] all =
            [
                [],
                [("If-None-Match", tag)],
                [("If-None-Match", "*")],
                [("If-None-Match", $"W/{tag}")],
                [("If-Match", tag)],
                [("If-Match", "\"x\"")],
                [("If-Modified-Since", "Mon, 05 Jan 2037 12:00:00 GMT")],
                [("If-Unmodified-Since", "Mon, 05 Jan 1998 12:00:00 GMT")],
                [("Range", "bytes=0-5")],
                [("Range", "bytes=0-5"), ("If-Range", tag)],
                [("Range", "bytes=99999999-")],
            ];
            foreach (var headers in all)
            {
                foreach (var method in new[] { "GET", "HEAD" })
                {
                    var answer = await GetAsync(url, method, headers);
                    answer.Status.ShouldBe(410, $"{method} {string.Join(' ', headers)}");
                    answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
                    answer.Headers.ETag.ShouldBeNull();
                }
            }
        }
    }

    [Fact]
    public async Task An_erasure_by_another_process_is_seen()
    {
        var files = await FilesAsync();
        await using (var db = OpenDatabase())
        {
            await using var command = db.CreateCommand();
            command.CommandText = "UPDATE images SET erased_at = 1 WHERE id = $id";
            command.Parameters.AddWithValue("$id", Known.DemoImageId.ToString());
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        // The other process has not come to deleting the files.
        await Task.Delay(1100);
        foreach (var (url, _, tag) in files)
        {
            (await GetAsync(url)).Status.ShouldBe(410);
            (await GetAsync(url, "GET", ("If-None-Match", tag))).Status.ShouldBe(410);
        }
    }

    private Microsoft.Data.Sqlite.SqliteConnection OpenDatabase()
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Data, "cutis.db")}");
        connection.Open();
        return connection;
    }
}
