using System;
using System.Text;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;

namespace Cutis.Server.Tests;

/// <summary>What Cutis offers beyond the contract: each option as requests and pictures.</summary>
public class OutputScenarioTests(TestServer server) : IClassFixture<TestServer>
{
    // On an 80 × 40 photo of grey 100: a red box on the left quarter.
    private const string Box = """
        [{"mask_type":"polygon_mask","tech_name":"box","view_box":"0 0 80 40","fill":"#f00",
        "features":[{"geometry":{"type":"Polygon","coordinates":[[[10,10],[30,10],[30,30],[10,30]]]}}]}]
        """;
    private const string Dot = """
        [{"mask_type":"point_mask","tech_name":"dot","view_box":"0 0 80 40","fill":"#00f",
        "features":[{"geometry":{"type":"Point","coordinates":[60,20,8]}}]}]
        """;
    private const string Line = """
        [{"mask_type":"polyline_mask","tech_name":"line","view_box":"0 0 80 40","fill":"#0f0",
        "features":[{"geometry":{"type":"LineString","coordinates":[[0,5],[80,5]]}}]}]
        """;

    private async Task<Guid> ImageAsync(byte[] photo, params (string Name, string Masks)[] results)
    {
        var image = await server.UploadAsync(photo);
        foreach (var (name, masks) in results)
            await server.PutResultAsync(
                image,
                name,
                $$"""
                {"algorithm_tech_name":"{{name}}",
                "area_results":[{"area_name":"face",
                "main_metric":{"value":72,"widget_type":"numeric","name":"Score","tech_name":"score"} }],
                "masks_original":{{masks}}}
                """
            );
        return image;
    }

    private async Task<JsonElement> OneAsync(Guid image, string options, string algorithm = "pores") =>
        (await server.MasksOfAsync(image, $$"""[{"algorithm_tech_name":"{{algorithm}}"{{(options.Length > 0 ? "," + options : "")}}}]"""))[
            0
        ];

    private static JsonElement Feedback(JsonElement answer) => answer.GetProperty("feedback");

    private static void ShouldMeasure(JsonElement answer, byte[] picture, int width, int height, string mediaType)
    {
        var feedback = Feedback(answer);
        (
            feedback.GetProperty("width").GetInt32(),
            feedback.GetProperty("height").GetInt32(),
            feedback.GetProperty("media_type").GetString()
        ).ShouldBe((width, height, mediaType));
        if (mediaType is "image/jpeg" or "image/png")
            Photos.Size(picture).ShouldBe((width, height));
    }

    [Theory]
    [InlineData("\"max_side\":20", 20, 10, "image/png")]
    [InlineData("\"max_side\":4000", 80, 40, "image/png")]
    [InlineData("\"crop\":[0.5,0,0.5,1]", 40, 40, "image/png")]
    [InlineData("\"crop\":[0.5,0,0.5,1],\"max_side\":16", 16, 16, "image/png")]
    [InlineData("\"format\":\"jpeg\"", 80, 40, "image/jpeg")]
    [InlineData("\"format\":\"jpeg\",\"quality\":40", 80, 40, "image/jpeg")]
    [InlineData("\"layer\":\"overlay\"", 80, 40, "image/png")]
    [InlineData("\"layer\":\"overlay\",\"max_side\":40", 40, 20, "image/png")]
    public async Task Size_and_type_are_as_asked_and_as_announced(string options, int width, int height, string mediaType)
    {
        var answer = await OneAsync(await ImageAsync(Photos.GreyPng, ("pores", Box)), options);
        ShouldMeasure(answer, await server.PictureAsync(answer), width, height, mediaType);
    }

    [Fact]
    public async Task A_crop_to_the_masks_shows_them_with_some_space_around()
    {
        var image = await ImageAsync(Photos.GreyPng, ("pores", Box), ("lines", """[{"mask_type":"polyline_mask","features":[]}]"""));
        var answer = await OneAsync(image, "\"crop\":\"mask\"");
        var picture = await server.PictureAsync(answer);
        ShouldMeasure(answer, picture, 26, 26, "image/png");
        (Photos.Pixel(picture, 0, 0), Photos.Pixel(picture, 13, 13)).ShouldBe(((100, 100, 100), (255, 0, 0)));

        var empty = await OneAsync(image, "\"crop\":\"mask\"", "lines");
        Feedback(empty).GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("crop_ignored");
        ShouldMeasure(empty, await server.PictureAsync(empty), 80, 40, "image/png");

        var face = await OneAsync(image, "\"crop\":\"face\"");
        (Feedback(face).GetProperty("error_code").GetString(), face.GetProperty("masked_image_url").ValueKind).ShouldBe(
            ("no_face", JsonValueKind.Null)
        );
    }

    [Fact]
    public async Task Quality_of_a_jpeg_is_as_asked_and_of_a_png_a_warning()
    {
        var jpeg = await ImageAsync(Photos.GreyJpeg, ("pores", Box));
        var asked = JpegReader.Read(await server.PictureAsync(await OneAsync(jpeg, "\"quality\":50")), new PhotoLimits());
        asked.Frame.Components[0].Quantiser![0].ShouldBe((ushort)16, "T.81, table K.1");
        var kept = JpegReader.Read(await server.PictureAsync(await OneAsync(jpeg, "")), new PhotoLimits());
        kept.Frame.Components[0].Quantiser![0].ShouldBe((ushort)2);

        var png = await OneAsync(await ImageAsync(Photos.GreyPng, ("pores", Box)), "\"quality\":50");
        Feedback(png).GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("quality_ignored");
        ShouldMeasure(png, await server.PictureAsync(png), 80, 40, "image/png");
    }

    [Fact]
    public async Task An_outline_a_spotlight_and_a_legend_are_drawn()
    {
        var image = await ImageAsync(Photos.GreyPng, ("pores", Box), ("lines", Line));
        var outline = await server.PictureAsync(await OneAsync(image, "\"outline\":{\"color\":\"#fff\",\"width\":0.05}"));
        (Photos.Pixel(outline, 10, 20), Photos.Pixel(outline, 20, 20), Photos.Pixel(outline, 5, 20)).ShouldBe(
            ((255, 255, 255), (255, 0, 0), (100, 100, 100))
        );
        Feedback(await OneAsync(image, "\"outline\":{\"color\":\"red\"}", "lines"))
            .GetProperty("warnings")[0]
            .GetProperty("code")
            .GetString()
            .ShouldBe("outline_ignored");

        var dim = await server.PictureAsync(await OneAsync(image, "\"spotlight\":\"dim\""));
        (Photos.Pixel(dim, 60, 20), Photos.Pixel(dim, 20, 20)).ShouldBe(((40, 40, 40), (255, 0, 0)));

        var plain = await server.PictureAsync(await OneAsync(image, ""));
        var legend = await server.PictureAsync(await OneAsync(image, "\"legend\":true"));
        Photos.Pixel(legend, 6, 34).ShouldNotBe(Photos.Pixel(plain, 6, 34));
        Photos.Pixel(legend, 70, 5).ShouldBe(Photos.Pixel(plain, 70, 5));
    }

    [Fact]
    public async Task Combined_masks_are_on_one_picture_in_order()
    {
        var image = await ImageAsync(Photos.GreyPng, ("pores", Box), ("acne", Dot));
        var body = $$"""
            {"image_id":"{{image}}","combine":true,
            "masks":[{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"redness"},
            {"algorithm_tech_name":"acne"}]}
            """;
        var answers = (await server.MasksAsync(body)).Json.EnumerateArray().ToArray();
        answers.Length.ShouldBe(3);
        answers[0].GetProperty("masked_image_url").GetString().ShouldBe(answers[2].GetProperty("masked_image_url").GetString());
        Feedback(answers[1]).GetProperty("error_code").GetString().ShouldBe("not_computed");
        var picture = await server.PictureAsync(answers[0]);
        (Photos.Pixel(picture, 20, 20), Photos.Pixel(picture, 60, 20), Photos.Pixel(picture, 45, 20)).ShouldBe(
            ((255, 0, 0), (0, 0, 255), (100, 100, 100))
        );

        // As many as are allowed: the URL stays short enough for everyone.
        var many = string.Join(',', Enumerable.Repeat("""{"algorithm_tech_name":"pores"}""", 24));
        var most = (await server.MasksAsync($$"""{"image_id":"{{image}}","combine":true,"masks":[{{many}}]}""")).Json[0];
        most.GetProperty("masked_image_url").GetString()!.Length.ShouldBeLessThanOrEqualTo(2000);
        (await server.PictureAsync(most)).Length.ShouldBeGreaterThan(100);
        (
            await server.MasksAsync($$"""{"image_id":"{{image}}","combine":true,"masks":[{{many}},{"algorithm_tech_name":"pores"}]}""")
        ).Status.ShouldBe(422);
    }

    [Fact]
    public async Task A_long_address_that_was_altered_is_refused()
    {
        var image = await ImageAsync(Photos.GreyPng, ("pores", Box), ("acne", Dot));
        var many = string.Join(',', Enumerable.Repeat("""{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"acne"}""", 5));
        var body = $$"""{"image_id":"{{image}}","combine":true,"masks":[{{many}}]}""";
        var url = (await server.MasksAsync(body)).Json[0].GetProperty("masked_image_url").GetString()!;
        url.ShouldContain("/masked/~");
        (await server.SendAsync("GET", url, token: "")).Status.ShouldBe(200);
        var at = url.IndexOf("/masked/~", StringComparison.Ordinal) + 20;
        (await server.SendAsync("GET", url[..at] + (url[at] == 'A' ? 'B' : 'A') + url[(at + 1)..], token: "")).Status.ShouldBe(403);
        (await server.SendAsync("GET", url.Replace("/masked/~", "/masked/", StringComparison.Ordinal), token: "")).Status.ShouldBe(403);
    }

    private async Task<JsonElement> SvgAsync(string body)
    {
        var answer = await server.SendAsync(
            "POST",
            server.MasksPath.Replace("v4/masks", "v5/svg_masks", StringComparison.Ordinal),
            TestServer.Json(body)
        );
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "SvgMasksAnswer");
        return answer.Json;
    }

    [Fact]
    public async Task Svg_masks_come_in_an_object_with_the_quality_result()
    {
        var image = await ImageAsync(Photos.GreyPng, ("pores", Box));
        var answer = await SvgAsync(
            $$"""{"image_id":"{{image}}","image_type":"original","masks":[{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"age"}]}"""
        );
        answer.EnumerateObject().Select(p => p.Name).ShouldBe(["results", "quality"]);
        answer.GetProperty("quality").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("results").GetArrayLength().ShouldBe(2);
        var one = answer.GetProperty("results")[0];
        Feedback(one).GetProperty("media_type").GetString().ShouldBe("image/svg+xml");
        var file = await server.SendAsync("GET", one.GetProperty("masked_image_url").GetString()!, token: "");
        file.ContentHeaders.ContentType!.MediaType.ShouldBe("image/svg+xml");
        file.Headers.GetValues("Content-Security-Policy")
            .Single()
            .ShouldBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox");
        file.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        file.Text.ShouldContain("viewBox=\"0 0 80 40\"");
        file.Text.ShouldContain("M10 10L30 10 30 30 10 30z");
        file.Text.ShouldNotContain("data:");

        await server.PutResultAsync(
            image,
            "quality",
            """
            {"algorithm_tech_name":"quality","area_results":[{"area_name":"face",
            "main_metric":{"value":5,"widget_type":"numeric","name":"Q","tech_name":"q"}}]}
            """
        );
        var with = await SvgAsync(
            $$"""{"image_id":"{{image}}","mask_over_image":true,"masks":[{"algorithm_tech_name":"pores","max_side":40}]}"""
        );
        with.GetProperty("quality").GetProperty("main_metric").GetProperty("value").GetInt32().ShouldBe(5);
        var over = Encoding.UTF8.GetString(await server.PictureAsync(with.GetProperty("results")[0]));
        over.ShouldContain("data:image/png;base64,");
        over.ShouldContain("viewBox=\"0 0 40 20\"");
    }

    [Theory]
    [InlineData("", "\"format\":\"png\"", "body.masks.0.format")]
    [InlineData("", "\"layer\":\"overlay\"", "body.masks.0.layer")]
    [InlineData("", "\"quality\":50", "body.masks.0.quality")]
    [InlineData("", "\"spotlight\":\"grey\"", "body.masks.0.spotlight")]
    [InlineData("\"mask_over_image\":1,", "\"max_side\":50", "body.mask_over_image")]
    public async Task Options_that_make_no_sense_in_an_svg_are_refused(string request, string options, string place)
    {
        var body = $$"""{"image_id":"{{server.Known.DemoImageId}}",{{request}}"masks":[{"algorithm_tech_name":"pores",{{options}}}]}""";
        var answer = await server.SendAsync(
            "POST",
            server.MasksPath.Replace("v4/masks", "v5/svg_masks", StringComparison.Ordinal),
            TestServer.Json(body)
        );
        answer.Status.ShouldBe(422, answer.Text);
        answer
            .Json.GetProperty("detail")
            .EnumerateArray()
            .Select(d => string.Join('.', d.GetProperty("loc").EnumerateArray().Select(l => l.ToString())))
            .ShouldContain(place);
    }

    [Fact]
    public async Task A_grid_is_drawn_with_its_scale_or_the_masks_colour()
    {
        const string grid = """{"width":2,"height":1,"values":[0,1],"scale":["#000","#0f0"]}""";
        var image = await ImageAsync(
            Photos.GreyPng,
            ("redness", $$"""[{"mask_type":"heatmap_mask","view_box":"0 0 80 40","grid":{{grid}}}]"""),
            ("hydration", """[{"mask_type":"heatmap_mask","fill":"#f00","grid":{"width":1,"height":1,"data":"/w==","encoding":"uint8"}}]""")
        );
        var scaled = await OneAsync(image, "", "redness");
        Feedback(scaled).GetProperty("shapes").GetInt32().ShouldBe(1);
        var picture = await server.PictureAsync(scaled);
        (Photos.Pixel(picture, 5, 20), Photos.Pixel(picture, 75, 20)).ShouldBe(((100, 100, 100), (0, 255, 0)));
        Photos.Pixel(await server.PictureAsync(await OneAsync(image, "", "hydration")), 40, 20).ShouldBe((255, 0, 0));
        Photos
            .Pixel(await server.PictureAsync(await OneAsync(image, "\"fill_override\":[0,0,255]", "redness")), 75, 20)
            .ShouldBe((0, 0, 255));
    }

    [Theory]
    [InlineData("""{"width":2,"height":2,"values":[1,2,3]}""", "grid.values")]
    [InlineData("""{"width":2,"height":2}""", "grid")]
    [InlineData("""{"width":0,"height":2,"values":[]}""", "grid.width")]
    [InlineData("""{"width":1,"height":1,"values":["a"]}""", "grid.values[0]")]
    [InlineData("""{"width":1,"height":1,"data":"AA==","encoding":"x"}""", "grid.encoding")]
    [InlineData("""{"width":1,"height":1,"data":"?","encoding":"uint8"}""", "grid.data")]
    [InlineData("""{"width":1,"height":1,"data":"AADAfw==","encoding":"float32"}""", "grid.data")]
    [InlineData("""{"width":1,"height":1,"values":[1],"range":[1,1]}""", "grid.range")]
    [InlineData("""{"width":1,"height":1,"values":[1],"scale":"jet"}""", "grid.scale")]
    [InlineData("""{"width":1,"height":1,"values":[1],"scale":["red"]}""", "grid.scale")]
    [InlineData("""{"width":1001,"height":1000,"values":[]}""", "grid")]
    public async Task A_bad_grid_is_refused_by_name(string grid, string place)
    {
        var answer = await server.SendAsync(
            "PUT",
            $"{server.Company}/images/{server.Known.DemoImageId}/results/redness/",
            TestServer.Json($$"""{"algorithm_tech_name":"redness","masks_original":[{"mask_type":"heatmap_mask","grid":{{grid}}}]}""")
        );
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.TryGetProperty($"masks_original[0].{place}", out _).ShouldBeTrue(answer.Text);
    }
}
