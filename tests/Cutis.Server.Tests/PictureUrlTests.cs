using System;
using System.Text.Json;
using Cutis.Masks.Scenes;
using Cutis.Platform.Urls;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>What the URLs of pictures look like, how long they are, and that nothing in them can be altered.</summary>
public class PictureUrlTests : TestServer
{
    private const int Entries = 24;
    private const string Square =
        """{"geometry":{"type":"Polygon","coordinates":[[[0.1,0.1],[0.4,0.1],[0.4,0.4],[0.1,0.4]]]},"properties":{"intensity":1}}""";

    // A prefix as long as a public URL may be.
    public PictureUrlTests() => Settings["Files:PublicUrl"] = Root;

    // With outlines, as many layers as one picture may have: 24 × 5 × 2 of 256.
    private const int MasksOfEach = 5;

    private static string Root { get; } = "https://masks.example.org/" + new string('p', 480);

    private static string PathOf(string url)
    {
        url.ShouldStartWith(Root + "/");
        return url[Root.Length..];
    }

    private static string NameOf(string url) => url.Split('?')[0].Split('/')[^1];

    private async Task<Answer> GetAsync(string url, string method = "GET") => await SendAsync(method, PathOf(url), token: "");

    private async Task<string> UrlAsync(string masks, string? body = null) => (await UrlsAsync(Known.DemoImageId, masks, body))[0];

    private async Task<string[]> UrlsAsync(Guid image, string masks, string? more = null)
    {
        var answer = await MasksAsync($$"""{"image_id":"{{image}}","masks":[{{masks}}]{{more}}}""");
        answer.Status.ShouldBe(200, answer.Text);
        var urls = answer.Json.EnumerateArray().Select(a => a.GetProperty("masked_image_url").GetString());
        return [.. urls.Select(url => url ?? throw new InvalidOperationException(answer.Text))];
    }

    // A result with many masks, of which no two have the same fill: their recipe does not become short by deflating.
    private async Task<(Guid Image, string Masks)> ManyAsync(int masksOfEach = MasksOfEach)
    {
        var image = await UploadAsync(Photos.GreyPng, "grey.png");
        var random = new Random(7);
        var names = new List<string>();
        for (var i = 0; i < Entries; i++)
        {
            var name = $"{new string((char)('a' + i), 90)}_{i}";
            var masks = Enumerable
                .Range(0, masksOfEach)
                .Select(m =>
                    $$"""
                        {"mask_type":"polygon_mask","tech_name":"m{{m}}","view_box":"0 0 1 1","fill":"#{{random.Next(
                            1 << 24
                        ):x6}}","features":[{{Square}}]}
                        """
                );
            await PutResultAsync(
                image,
                name,
                $$"""
                {"algorithm_tech_name":"{{name}}","image_type":"selfie","area_results":null,"masks_original":[{{string.Join(',', masks)}}]}
                """
            );
            names.Add(name);
        }

        var all = names.Select(
            (name, i) =>
                $$"""
                    {"algorithm_tech_name":"{{name}}","polyline_line_thickness":0.0{{i + 11}},
                    "outline":{"color":"#{{random.Next(1 << 24):x6}}","width":0.0{{i + 11}}},
                    "layer":"composite","format":"jpeg","quality":87,"max_side":64,"crop":[0.0123,0.0234,0.9321,0.9432],
                    "legend":true,"spotlight":"dim"}
                    """
        );
        return (image, string.Join(',', all));
    }

    [Fact]
    public async Task The_last_part_of_a_url_is_a_short_file_name_and_the_answer_has_it_too()
    {
        var both = """{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"redness"}""";
        (string Url, string Name)[] pictures =
        [
            (await UrlAsync("""{"algorithm_tech_name":"selfie_v2.lines"}"""), "lines.jpg"),
            (await UrlAsync("""{"algorithm_tech_name":"lines","format":"png"}"""), "lines.png"),
            (await UrlAsync(both, ""","combine":true"""), "lines-redness.jpg"),
        ];
        foreach (var (url, name) in pictures)
        {
            NameOf(url).ShouldBe(name);
            url[Root.Length..].ShouldMatch(@"\A[A-Za-z0-9/_\-.~]+\?expires=\d+&kid=[0-9a-f]{8}&signature=[A-Za-z0-9_\-]{43}\z");
            foreach (var method in new[] { "GET", "HEAD" })
            {
                var answer = await GetAsync(url, method);
                (answer.Status, answer.ContentHeaders.ContentDisposition!.ToString()).ShouldBe((200, $"inline; filename={name}"));
                answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
                answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
                answer.Headers.CacheControl!.Private.ShouldBeTrue();
            }
        }

        var body = $$"""{"image_id":"{{Known.DemoImageId}}","masks":[{"algorithm_tech_name":"pores"}]}""";
        var svg = await SendAsync("POST", MasksPath.Replace("v4/masks", "v5/svg_masks", StringComparison.Ordinal), Json(body));
        var drawing = svg.Json.GetProperty("results")[0].GetProperty("masked_image_url").GetString()!;
        NameOf(drawing).ShouldBe("pores.svg");
        (await GetAsync(drawing)).ContentHeaders.ContentDisposition!.ToString().ShouldBe("inline; filename=pores.svg");
        // What clients do with a plus sign in a URL changes nothing.
        drawing.Replace("+", "%2B", StringComparison.Ordinal).ShouldBe(drawing);
    }

    [Fact]
    public async Task An_error_has_no_file_name()
    {
        var url = await UrlAsync("""{"algorithm_tech_name":"lines"}""");
        var answers = new List<Answer>
        {
            await GetAsync(url + "x"),
            await SendAsync("GET", PathOf(url), token: "", also: r => r.Headers.TryAddWithoutValidation("Range", "bytes=99999999-")),
        };
        (await SendAsync("DELETE", $"{Company}/images/{Known.DemoImageId}/")).Status.ShouldBe(204);
        answers.Add(await GetAsync(url));
        answers.ConvertAll(a => a.Status).ShouldBe([403, 416, 410]);
        answers.ShouldAllBe(a => a.ContentHeaders.ContentDisposition == null);
    }

    [Theory]
    [InlineData("Erika Mu\u0308ller.heic", "inline; filename=\"Erika Mu_ller.jpg\"; filename*=UTF-8''Erika%20Mu%CC%88ller.jpg")]
    [InlineData("my selfie.jpg", "inline; filename=\"my selfie.jpg\"")]
    [InlineData("a\"; filename=\"b.exe", "inline; filename=\"a_; filename=_b.exe.jpg\"")]
    [InlineData("selfie.png", "inline; filename=selfie.jpg")]
    public async Task A_photo_is_saved_under_the_name_of_its_image(string name, string disposition)
    {
        var image = await UploadAsync(GraceHopper.Photo, Uri.EscapeDataString(name));
        var url = (await SendAsync("GET", $"{Company}/images/{image}/")).Json.GetProperty("urls").GetProperty("original").GetString()!;
        NameOf(url).ShouldBe("original.jpg");
        var answer = await GetAsync(url);
        answer.Bytes.ShouldBe(GraceHopper.Photo);
        answer.ContentHeaders.GetValues("Content-Disposition").ShouldBe([disposition]);
    }

    [Fact]
    public async Task A_restored_photo_says_so_in_its_name()
    {
        var image = (await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/")).Json;
        var url = image.GetProperty("urls").GetProperty("restored").GetString()!;
        NameOf(url).ShouldBe("restored.jpg");
        (await GetAsync(url)).ContentHeaders.ContentDisposition!.FileName!.ShouldEndWith("-restored.jpg");
    }

    [Fact]
    public async Task No_byte_of_a_url_can_be_altered()
    {
        var (image, masks) = await ManyAsync();
        var photo = (await SendAsync("GET", $"{Company}/images/{image}/")).Json.GetProperty("urls").GetProperty("original").GetString()!;
        var stored = (await UrlsAsync(image, masks, ""","combine":true"""))[0];
        foreach (var url in new[] { await UrlAsync("""{"algorithm_tech_name":"lines"}"""), stored, photo })
        {
            (await GetAsync(url)).Status.ShouldBe(200);
            var path = PathOf(url);
            for (var i = 1; i < path.Length; i++)
            {
                foreach (var other in new[] { 'A', 'b', '0', '1', (char)(path[i] ^ 0x20) })
                {
                    if (other == path[i] || other <= ' ' || "#?&=/%\\\"<>^`{|}".Contains(other) || other > '~')
                        continue;
                    await RefuseAsync(path[..i] + other + path[(i + 1)..]);
                }

                if (i % 7 == 0)
                    await RefuseAsync(path[..i] + path[(i + 1)..]);
                if (i % 7 == 1)
                    await RefuseAsync(path[..i] + path[i] + path[i..]);
            }

            // Other spellings of the same numbers and names.
            await RefuseAsync(path.Replace("expires=", "expires=0", StringComparison.Ordinal));
            await RefuseAsync(path.Replace("expires=", "Expires=", StringComparison.Ordinal));
            await RefuseAsync(path + "&expires=1");
            await RefuseAsync(path + "=");
        }

        async Task RefuseAsync(string path)
        {
            var answer = await SendAsync("GET", path, token: "");
            answer.Status.ShouldBeOneOf([403, 404], path);
        }
    }

    [Fact]
    public async Task A_combination_that_is_too_long_for_a_url_is_stored_and_drawn_the_same()
    {
        var (image, masks) = await ManyAsync();
        var urls = await UrlsAsync(image, masks, ""","combine":true""");
        var url = urls[0];
        urls.Distinct().Count().ShouldBe(1);
        url.Length.ShouldBeLessThanOrEqualTo(PictureUrls.MaxLength);
        NameOf(url).ShouldBe(new string('a', 47) + "-and-23-more.jpg");
        (await UrlsAsync(image, masks, ""","combine":true""")).ShouldBe(urls);

        var picture = await GetAsync(url);
        picture.Status.ShouldBe(200, picture.Text);
        var recipes = Directory.GetFiles(Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{image}", "recipes"));
        var key = Path.GetFileNameWithoutExtension(recipes.Single());
        picture.Headers.ETag!.Tag.ShouldBe($"\"{key}\"");
        var recipe = Recipe.Parse(File.ReadAllBytes(recipes[0]))!;
        (recipe.Key, recipe.More.Length, recipe.More.Sum(m => m.Style.Fills.Length)).ShouldBe(
            (key, Entries - 1, (Entries - 1) * MasksOfEach)
        );
        url.ShouldContain($"/masked/{key}/");

        // The whole recipe in a URL, as earlier versions made them however long they became, gives the same bytes.
        var signer = Services.GetRequiredService<UrlSigner>();
        var text = RecipeText.Write(recipe.ToCanonicalUtf8());
        if (text is { Length: < 7000 })
        {
            var whole = signer.Sign(Root, FilePaths.Masked(Known.CompanyId, image, text, "masks.jpg"), signer.Expiry());
            (await GetAsync(whole)).Bytes.ShouldBe(picture.Bytes);
        }
    }

    [Fact]
    public async Task A_url_has_at_most_2000_characters_with_as_many_masks_and_options_as_are_allowed()
    {
        // 24 results of 100 masks each, all options, the longest names and the longest prefix; on one picture as many as it may have.
        var (image, masks) = await ManyAsync(masksOfEach: 100);
        var urls = await UrlsAsync(image, masks);
        (image, masks) = await ManyAsync();
        urls = [.. urls, .. await UrlsAsync(image, masks, ""","combine":true""")];
        urls.ShouldAllBe(url => url.Length <= 2000);
    }

    [Fact]
    public async Task A_stored_recipe_is_renewed_when_it_is_issued_again_and_goes_with_its_image()
    {
        var (image, masks) = await ManyAsync();
        var url = (await UrlsAsync(image, masks, ""","combine":true"""))[0];
        var folder = Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{image}");
        var file = Directory.GetFiles(Path.Combine(folder, "recipes")).Single();
        File.GetLastWriteTimeUtc(file).ShouldBe(Clock.Now.UtcDateTime);
        Clock.Now = Clock.Now.AddDays(3);
        var later = (await UrlsAsync(image, masks, ""","combine":true"""))[0];
        File.GetLastWriteTimeUtc(file).ShouldBe(Clock.Now.UtcDateTime);

        // A damaged one is not drawn from, and is mended when it is issued again.
        File.AppendAllText(file, " ");
        (await GetAsync(later)).Status.ShouldBe(500);
        await UrlsAsync(image, masks, ""","combine":true""");
        (await GetAsync(later)).Status.ShouldBe(200);
        File.Delete(file);
        (await GetAsync(later)).Status.ShouldBe(500);
        await UrlsAsync(image, masks, ""","combine":true""");
        (await GetAsync(later)).Status.ShouldBe(200);
        (await GetAsync(url)).Status.ShouldBe(403);

        (await SendAsync("DELETE", $"{Company}/images/{image}/")).Status.ShouldBe(204);
        (await GetAsync(later)).Status.ShouldBe(410);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_recipe_that_is_stored_while_its_image_is_erased_does_not_stay()
    {
        var (image, masks) = await ManyAsync();
        await UrlsAsync(image, masks, ""","combine":true""");
        var folder = Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{image}");
        var recipe = Recipe.Parse(File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder, "recipes")).Single()))!;
        (await SendAsync("DELETE", $"{Company}/images/{image}/")).Status.ShouldBe(204);
        await Services.GetRequiredService<StoredRecipes>().PutAsync(Known.CompanyId, image, recipe, default);
        if (Directory.Exists(folder))
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Urls_of_earlier_versions_give_the_same_bytes()
    {
        var signer = Services.GetRequiredService<UrlSigner>();
        var both = """{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"pores"}""";
        foreach (var url in new[] { await UrlAsync("""{"algorithm_tech_name":"lines"}"""), await UrlAsync(both, ""","combine":true""") })
        {
            var old = PathOf(url).Split('?')[0][..^(NameOf(url).Length + 1)] + ".jpg";
            var answer = await GetAsync(signer.Sign(Root, old, signer.Expiry()));
            answer.Status.ShouldBe(200);
            answer.Bytes.ShouldBe((await GetAsync(url)).Bytes);
            answer.ContentHeaders.ContentDisposition!.FileName.ShouldBe("masks.jpg");
        }

        var image = (await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/")).Json;
        var digest = image.GetProperty("original").GetProperty("sha256").GetString();
        var path = $"/files/companies/{Known.CompanyId}/images/{Known.DemoImageId}/photos/{digest}.jpg";
        var photo = await GetAsync(signer.Sign(Root, path, signer.Expiry()));
        (photo.Status, photo.Bytes.Length).ShouldBe((200, GraceHopper.Photo.Length));
    }
}
