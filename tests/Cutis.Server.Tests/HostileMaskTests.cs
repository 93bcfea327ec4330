using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Masks that are as much work as results let in, over HTTP: refused with numbers, drawn, or ended in time.</summary>
public class HostileMaskTests : TestServer
{
    public HostileMaskTests()
    {
        Settings["Rasterisation:TimeLimit"] = "00:00:08";
        Settings["RateLimit:PerMinute"] = "0";
    }

    [Theory]
    [InlineData("[[-1e7,-1e7],[1e7,-1e7],[1e7,1e7],[-1e7,1e7]]", "")]
    [InlineData("[[-1e7,-1e7],[1e7,-1e7],[1e7,1e7],[-1e7,1e7]]", "0 0 1 1")]
    [InlineData("[[10,10],[600,10],[600,400],[10,400]]", "0 0 1 1")]
    [InlineData("[[10,10],[600,10],[600,400],[10,400]]", "0 0 1e-9 1e-9")]
    [InlineData("[[10,10],[600,10],[600,400],[10,400]]", "0 0 1e7 1e7")]
    public async Task Concentric_lines_of_a_square_far_too_large_are_drawn(string ring, string box)
    {
        var image = await UploadAsync(Photos.Jpeg(640, 480));
        var viewBox = box.Length == 0 ? "" : $"\"view_box\":\"{box}\",";
        await PutMasksAsync(
            image,
            "pores",
            $$$"""{"mask_type":"polygon_mask",{{{viewBox}}}"features":[{"geometry":{"type":"Polygon","coordinates":[{{{ring}}}]}}]}"""
        );
        foreach (var more in new[] { "", ",\"crop\":\"mask\"", ",\"outline\":{\"color\":\"#f00\",\"width\":0.05},\"spotlight\":\"dim\"" })
        {
            var answer = (await MasksOfAsync(image, $$"""[{"algorithm_tech_name":"pores","concentric_lines":true{{more}}}]"""))[0];
            (await PictureAsync(answer)).Length.ShouldBeGreaterThan(100, more);
        }
    }

    [Fact]
    public async Task A_million_dots_as_large_as_numbers_go_are_drawn()
    {
        var image = await UploadAsync(Photos.Jpeg(640, 480));
        var points = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"[{i % 600},{i % 400}]"));
        await PutMasksAsync(
            image,
            "pores",
            """{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":["""
                + points
                + "]},\"properties\":{\"radius\":10000000}}]}"
        );
        var answer = (await MasksOfAsync(image, """[{"algorithm_tech_name":"pores"}]"""))[0];
        var url = answer.GetProperty("masked_image_url").GetString()!;
        (await SendAsync("GET", url)).Status.ShouldBeOneOf(200, 503);
    }

    [Fact]
    public async Task Too_many_layers_on_one_picture_are_refused_when_it_is_asked_for()
    {
        var image = await UploadAsync(Photos.Jpeg(64, 48));
        var mask = """{"mask_type":"point_mask","features":[{"geometry":{"type":"Point","coordinates":[10,10]}}]}""";
        foreach (var name in new[] { "pores", "acne", "redness" })
            await PutMasksAsync(image, name, string.Join(',', Enumerable.Repeat(mask, 86)));
        const string three = """[{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"acne"},{"algorithm_tech_name":"redness"}]""";
        var refused = await MasksAsync($$"""{"image_id":"{{image}}","combine":true,"masks":{{three}}}""");
        refused.Status.ShouldBe(422, refused.Text);
        var mistake = refused.Json.GetProperty("detail")[0];
        mistake.GetProperty("type").GetString().ShouldBe("scene_too_large");
        mistake.GetProperty("msg").GetString().ShouldBe("The picture would have 258 layers; at most 256 are drawn");
        mistake.GetProperty("loc")[1].GetString().ShouldBe("masks");
        (await MasksAsync($$"""{"image_id":"{{image}}","masks":{{three}}}""")).Status.ShouldBe(200, "each on a picture of its own");
    }

    [Fact]
    public async Task Too_many_levels_on_one_picture_are_refused_with_numbers()
    {
        // All three mask sets are read first, which a busy machine is slow at.
        Settings["Rasterisation:TimeLimit"] = "00:02:00";
        await RestartAsync();
        var image = await UploadAsync(Photos.Jpeg(64, 48));
        var features = string.Join(
            ',',
            Enumerable.Repeat(
                """{"geometry":{"type":"Polygon","coordinates":[[[1,1],[9,1],[9,9]]]},"properties":{"intensity":0.1}}""",
                70_000
            )
        );
        string[] all = ["pores", "acne", "redness"];
        foreach (var name in all)
            await PutMasksAsync(image, name, """{"mask_type":"heatmap_mask","features":[""" + features + "]}");
        // The default style has levels of its own for edges.
        var three = $"[{string.Join(',', all.Select(name => $$"""{"algorithm_tech_name":"{{name}}","style":"contract"}"""))}]";
        var asked = await MasksAsync($$"""{"image_id":"{{image}}","combine":true,"masks":{{three}}}""");
        asked.Status.ShouldBe(200, asked.Text);
        var url = Urls(asked.Json).First();
        var refused = await SendAsync("GET", url);
        refused.Status.ShouldBe(422, refused.Text);
        refused.Json.GetProperty("code").GetString().ShouldBe("scene_too_large");
        refused.Json.GetProperty("detail").GetString().ShouldBe("The picture would have 210000 levels; at most 200000 are drawn");
    }

    [Fact]
    public async Task What_was_too_slow_in_one_colour_is_not_tried_in_another()
    {
        var image = await UploadAsync(Photos.Jpeg(6000, 4000));
        await PutMasksAsync(
            image,
            "pores",
            """{"mask_type":"polyline_mask","features":[{"geometry":{"type":"LineString","coordinates":[[10,10],[600,400]]}}]}"""
        );
        Settings["Rasterisation:TimeLimit"] = "00:00:00.1";
        await RestartAsync();
        (await RetryAsync("")).ShouldBe(TimeSpan.FromSeconds(60));
        Clock.Now += TimeSpan.FromSeconds(20);
        foreach (var same in new[] { "", ",\"fill_override\":[\"#00ff0080\"]", ",\"legend\":true" })
            (await RetryAsync(same)).ShouldBe(TimeSpan.FromSeconds(40), same);
        (await RetryAsync(",\"polyline_line_thickness\":0.02")).ShouldBe(TimeSpan.FromSeconds(60), "another shape");

        async Task<TimeSpan?> RetryAsync(string more)
        {
            var answers = await MasksOfAsync(image, $$"""[{"algorithm_tech_name":"pores","format":"png","style":"contract"{{more}}}]""");
            var picture = await SendAsync("GET", answers[0].GetProperty("masked_image_url").GetString()!);
            picture.Status.ShouldBe(503, picture.Text);
            return picture.Headers.RetryAfter!.Delta;
        }
    }

    private Task PutMasksAsync(Guid image, string algorithm, string masks) =>
        PutResultAsync(image, algorithm, $$"""{"algorithm_tech_name":"{{algorithm}}","masks_original":[{{masks}}]}""");

    private static IEnumerable<string> Urls(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(p =>
                    p.Name == "masked_image_url" && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()!] : Urls(p.Value)
                ),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Urls),
            _ => [],
        };
}
