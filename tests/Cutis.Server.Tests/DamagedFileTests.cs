using System;
using System.Net.Http.Headers;

namespace Cutis.Server.Tests;

/// <summary>Stored files that are damaged or lost: said so, never served, never kept by a cache; and never called erased.</summary>
public class DamagedFileTests : TestServer
{
    private string Folder => Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{Known.DemoImageId}");

    private async Task<string> PhotoUrlAsync() =>
        (await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/")).Json.GetProperty("urls").GetProperty("original").GetString()!;

    private async Task<string> PictureUrlAsync() =>
        (await MasksOfAsync(Known.DemoImageId, """[{"algorithm_tech_name":"lines"}]"""))[0].GetProperty("masked_image_url").GetString()!;

    private static void Damage(string path, string how)
    {
        var bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "bit":
                bytes[bytes.Length / 2] ^= 1;
                break;
            case "size":
                // The height of a JPEG, which is then too large to be opened.
                var frame = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
                (bytes[frame + 5], bytes[frame + 7]) = (0xff, 0xff);
                break;
            case "half":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "zeros":
                Array.Clear(bytes);
                break;
            case "longer":
                bytes = [.. bytes, 0];
                break;
            case "empty":
                bytes = [];
                break;
            default:
                File.Delete(path);
                return;
        }

        File.WriteAllBytes(path, bytes);
    }

    private async Task ShouldFailAsync(string url, string code, params string[] methods)
    {
        foreach (var method in methods)
        {
            foreach (var range in new[] { false, true })
            {
                var answer = await SendAsync(
                    method,
                    url,
                    token: "",
                    also: r => r.Headers.Range = range ? new RangeHeaderValue(0, 99) : null
                );
                answer.Status.ShouldBe(500, $"{method} {code}");
                if (method == "GET")
                    answer.Json.GetProperty("code").GetString().ShouldBe(code);
                answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
                answer.Headers.ETag.ShouldBeNull();
                OpenApi.ShouldFit(
                    method == "GET" ? answer.Json : System.Text.Json.JsonDocument.Parse("""{"detail":""}""").RootElement,
                    "Detail"
                );
            }
        }
    }

    [Theory]
    [InlineData("bit", "object_damaged")]
    [InlineData("half", "object_damaged")]
    [InlineData("zeros", "object_damaged")]
    [InlineData("longer", "object_damaged")]
    [InlineData("empty", "object_damaged")]
    [InlineData("gone", "object_missing")]
    public async Task A_photo_that_is_not_what_was_stored_is_500(string how, string code)
    {
        var url = await PhotoUrlAsync();
        var before = await SendAsync("GET", url, token: "");
        before.Bytes.ShouldBe(GraceHopper.Photo);
        Damage(Path.Combine(Folder, "photos", before.Headers.ETag!.Tag.Trim('"')), how);
        await ShouldFailAsync(url, code, "GET", "HEAD");
        var known = await SendAsync("GET", url, token: "", also: r => r.Headers.IfNoneMatch.Add(before.Headers.ETag));
        known.Status.ShouldBe(500, "a condition does not hide it");

        // Mended, it is served again.
        File.WriteAllBytes(Path.Combine(Folder, "photos", before.Headers.ETag!.Tag.Trim('"')), GraceHopper.Photo);
        (await SendAsync("GET", url, token: "")).Bytes.ShouldBe(GraceHopper.Photo);
    }

    [Theory]
    [InlineData("bit", "object_damaged")]
    [InlineData("size", "object_damaged")]
    [InlineData("half", "object_damaged")]
    [InlineData("zeros", "object_damaged")]
    [InlineData("gone", "object_missing")]
    public async Task No_picture_is_drawn_on_a_damaged_photo(string how, string code)
    {
        // In a server that has not opened the photo yet.
        var image = await UploadAsync(Photos.Jpeg(640, 480));
        await PutResultAsync(
            image,
            "pores",
            """
            {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"point_mask",
            "view_box":"0 0 100 100","features":[{"geometry":{"type":"Point","coordinates":[50,50,20]}}]}]}
            """
        );
        var url = (await MasksOfAsync(image, """[{"algorithm_tech_name":"pores"}]"""))[0].GetProperty("masked_image_url").GetString()!;
        var photo = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Folder)!, $"{image}", "photos")).Single();
        var whole = File.ReadAllBytes(photo);
        Damage(photo, how);
        await RestartAsync();
        var path = new Uri(url).PathAndQuery;
        await ShouldFailAsync(path, code, "GET", "HEAD");

        // Mended, it is drawn on: nothing of the damage was remembered.
        File.WriteAllBytes(photo, whole);
        (await SendAsync("GET", path, token: "")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("bit", "object_damaged")]
    [InlineData("half", "object_damaged")]
    [InlineData("gone", "object_missing")]
    public async Task A_damaged_mask_set_is_told_when_masks_are_asked_for_and_not_drawn(string how, string code)
    {
        var url = await PictureUrlAsync();
        foreach (var set in Directory.GetFiles(Path.Combine(Folder, "masks")))
            Damage(set, how);
        await ShouldFailAsync(url, code, "GET", "HEAD");
        var answer = (await MasksOfAsync(Known.DemoImageId, """[{"algorithm_tech_name":"lines"}]"""))[0];
        answer.GetProperty("masked_image_url").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        answer.GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe("mask_invalid");
        var result = await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/results/lines/");
        (result.Status, result.Json.GetProperty("code").GetString()).ShouldBe((500, code));
    }

    [Fact]
    public async Task A_URL_of_an_image_without_a_record_is_404()
    {
        var (photo, picture) = (await PhotoUrlAsync(), await PictureUrlAsync());
        await using (var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Data, "cutis.db")}"))
        {
            await db.OpenAsync();
            await using var command = db.CreateCommand();
            command.CommandText = "DELETE FROM results; DELETE FROM images;";
            await command.ExecuteNonQueryAsync();
        }

        foreach (var url in new[] { photo, picture })
        {
            var answer = await SendAsync("GET", url, token: "");
            (answer.Status, answer.Headers.CacheControl!.ToString()).ShouldBe((404, "no-store"));
        }
    }
}
