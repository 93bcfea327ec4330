using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>The decisions on v4, each as requests and what they answer, down to pixels.</summary>
public class MaskScenarioTests(TestServer server) : IClassFixture<TestServer>
{
    // On an 80 × 40 photo: a box on the left half, a line along the middle, a dot on the right.
    private const string Box = """
        {"mask_type":"polygon_mask","name":"Box","tech_name":"box_mask","view_box":"0 0 8 4",
        "features":[{"type":"Feature","geometry":{"type":"MultiPolygon",
        "coordinates":[[[[0,0],[4,0],[4,4],[0,4]]]]},"properties":{"intensity":1}}],
        "type":"FeatureCollection"}
        """;
    private const string Line = """
        {"mask_type":"polyline_mask","tech_name":"line_mask","view_box":"0 0 80 40","fill":"#00ff00",
        "features":[{"geometry":{"type":"MultiLineString","coordinates":[[[0,20],[80,20]]]}}]}
        """;
    private const string Dot = """
        {"mask_type":"point_mask","tech_name":"dot_mask","view_box":"0 0 80 40","fill":"rgba(0,0,255,0.5)",
        "features":[{"geometry":{"type":"MultiPoint","coordinates":[[60,10,6]]},
        "properties":{"intensity":0.5}}]}
        """;

    private static string Result(string algorithm, string masks, string restored = "null", string extra = "") =>
        $$"""
            {"algorithm_tech_name":"{{algorithm}}","image_type":"selfie",
            "area_results":[{"area_name":"nose",
            "main_metric":{"value":1,"widget_type":"numeric","name":"N","tech_name":"n","widget_meta":null},
            "sub_metrics":null},{"area_name":"face",
            "main_metric":{"value":72,"widget_type":"bad_good_line","name":"Score","tech_name":"score",
            "widget_meta":null},"sub_metrics":[{"value":"Mild","widget_type":"category","name":"Level",
            "tech_name":"level","widget_meta":null}]}],"masks_original":{{masks}},
            "masks_restored":{{restored}}{{extra}}}
            """;

    private async Task<Guid> ImageAsync(string algorithm, string masks, string restored = "null", string extra = "", byte[]? photo = null)
    {
        var image = await server.UploadAsync(photo ?? Photos.GreyPng);
        await server.PutResultAsync(image, algorithm, Result(algorithm, masks, restored, extra));
        return image;
    }

    private async Task<JsonElement> OneAsync(Guid image, string mask, string imageType = "original") =>
        (await server.MasksOfAsync(image, $"[{mask}]", imageType))[0];

    private async Task<(int R, int G, int B)> PixelAsync(JsonElement answer, int x, int y) =>
        Photos.Pixel(await server.PictureAsync(answer), x, y);

    [Fact]
    public async Task The_sample_of_the_contract_has_exactly_the_documented_keys_and_types()
    {
        var answer = await server.MasksAsync(
            $$"""
            {"image_id":"{{server.Known.DemoImageId}}","image_type":"original",
            "masks":[{"algorithm_tech_name":"pores","fill_override":[],"polyline_line_thickness":0.001,
            "main_metric":true,"sub_metrics":true,"concentric_lines":false}]}
            """
        );
        answer.Status.ShouldBe(200);
        answer.Json.ValueKind.ShouldBe(JsonValueKind.Array);
        var one = answer.Json.EnumerateArray().Single();
        one.EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(["algorithm_tech_name", "masked_image_url", "error", "main_metric", "sub_metrics", "feedback"]);
        one.GetProperty("main_metric").EnumerateObject().Select(p => p.Name).ShouldBe(["name", "tech_name", "value", "widget_type"]);
        one.GetProperty("main_metric").GetProperty("value").GetInt32().ShouldBe(72);
        one.GetProperty("sub_metrics")
            .EnumerateArray()
            .First()
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(["name", "tech_name", "value", "widget_type"]);
        one.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        one.GetProperty("feedback").ValueKind.ShouldBe(JsonValueKind.Object);
        OpenApi.ShouldFit(one, "MaskAnswer");
        answer.Text.ShouldContain("&signature=", customMessage: "an address can be copied from the answer");
        (await server.PictureAsync(one)).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Image_type_defaults_to_original_and_both_forms_of_the_path_work()
    {
        var body = $$"""{"image_id":"{{server.Known.DemoImageId}}","masks":[{"algorithm_tech_name":"lines"}]}""";
        var with = (await server.MasksAsync(body)).Json[0];
        with.GetProperty("feedback").GetProperty("width").GetInt32().ShouldBe(512);
        var without = await server.SendAsync(
            "POST",
            server.MasksPath.Replace("masks/?", "masks?", StringComparison.Ordinal),
            TestServer.Json(body)
        );
        without.Json[0].GetProperty("masked_image_url").GetString().ShouldBe(with.GetProperty("masked_image_url").GetString());
        (await OneAsync(server.Known.DemoImageId, """{"algorithm_tech_name":"lines"}""", "restored"))
            .GetProperty("feedback")
            .GetProperty("width")
            .GetInt32()
            .ShouldBe(300);
    }

    [Fact]
    public async Task Entries_are_answered_in_order_with_duplicates_and_none_is_fine()
    {
        var names = new[] { "redness", "pores", "redness", "lines" };
        var answers = await server.MasksOfAsync(
            server.Known.DemoImageId,
            "[" + string.Join(',', names.Select(n => $$"""{"algorithm_tech_name":"{{n}}"}""")) + "]"
        );
        answers.Select(a => a.GetProperty("algorithm_tech_name").GetString()).ShouldBe(names);
        answers[0].ToString().ShouldBe(answers[2].ToString());
        (await server.MasksOfAsync(server.Known.DemoImageId, "[]")).ShouldBeEmpty();
        var hundred = string.Join(',', Enumerable.Repeat("""{"algorithm_tech_name":"pores"}""", 100));
        (await server.MasksOfAsync(server.Known.DemoImageId, $"[{hundred}]")).Length.ShouldBe(100);
    }

    [Theory]
    [InlineData("selfie_v2.pores", "pores")]
    [InlineData("eye_bags", "eye_area_condition")]
    [InlineData("selfie_v2.eye_bags", "eye_area_condition")]
    [InlineData("eyes_age", "eye_age")]
    [InlineData("skintone_classification", "skin_tone")]
    public async Task Every_spelling_of_a_name_works_and_is_echoed(string asked, string stored)
    {
        var image = await ImageAsync(stored, $"[{Box}]");
        var answer = await OneAsync(image, $$"""{"algorithm_tech_name":"{{asked}}"}""");
        answer.GetProperty("algorithm_tech_name").GetString().ShouldBe(asked);
        answer.GetProperty("masked_image_url").GetString().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("null", 83, 78, 100)]
    [InlineData("[]", 83, 78, 100)]
    [InlineData("[255,0,0]", 178, 50, 50)]
    [InlineData("[255,0,0,1]", 255, 0, 0)]
    [InlineData("[255,0,0,0.2]", 131, 80, 80)]
    [InlineData("[\"#ff0000\"]", 178, 50, 50)]
    [InlineData("[\"#f00f\"]", 255, 0, 0)]
    [InlineData("[\"rgba(255,0,0,.2)\"]", 131, 80, 80)]
    [InlineData("[\"red\",\"blue\"]", 178, 50, 50)]
    public async Task Fill_override_on_a_mask_of_half_opacity(string fill, int r, int g, int b)
    {
        var mask = Box.Replace(
            "\"tech_name\":\"box_mask\"",
            "\"tech_name\":\"box_mask\",\"fill\":\"rgba(66,56,100,.5)\"",
            StringComparison.Ordinal
        );
        var image = await ImageAsync("acne", $"[{mask}]");
        var answer = await OneAsync(image, $$"""{"algorithm_tech_name":"acne","fill_override":{{fill}}}""");
        (await PixelAsync(answer, 10, 10)).ShouldBe((r, g, b));
        (await PixelAsync(answer, 60, 10)).ShouldBe((100, 100, 100));
    }

    [Fact]
    public async Task Colours_of_a_list_go_to_the_masks_in_order_and_the_last_repeats()
    {
        var image = await ImageAsync("lines", $"[{Box},{Line},{Dot}]");
        var answer = await OneAsync(
            image,
            """{"algorithm_tech_name":"lines","polyline_line_thickness":0.05,"fill_override":["rgba(255,0,0,1)","rgba(0,255,255,1)"]}"""
        );
        (await PixelAsync(answer, 10, 10)).ShouldBe((255, 0, 0));
        (await PixelAsync(answer, 70, 20)).ShouldBe((0, 255, 255));
        // Alpha 1 × intensity 0.5.
        (await PixelAsync(answer, 60, 10)).ShouldBe((50, 178, 178));
        answer
            .GetProperty("feedback")
            .GetProperty("masks")
            .EnumerateArray()
            .Select(m => m.GetProperty("fill").GetString())
            .ShouldBe(["rgba(255,0,0,1)", "rgba(0,255,255,1)", "rgba(0,255,255,1)"]);
    }

    [Fact]
    public async Task All_masks_of_an_algorithm_are_on_the_one_picture()
    {
        var answer = await OneAsync(
            await ImageAsync("lines", $"[{Box},{Line},{Dot}]"),
            """{"algorithm_tech_name":"lines","style":"contract"}"""
        );
        var feedback = answer.GetProperty("feedback");
        feedback.GetProperty("shapes").GetInt32().ShouldBe(3);
        feedback
            .GetProperty("masks")
            .EnumerateArray()
            .Select(m => m.GetProperty("mask_type").GetString())
            .ShouldBe(["polygon_mask", "polyline_mask", "point_mask"]);
        (await PixelAsync(answer, 10, 10)).ShouldBe((178, 50, 111), "the default colour");
        (await PixelAsync(answer, 70, 5)).ShouldBe((100, 100, 100));
        (await PixelAsync(answer, 60, 10)).ShouldBe((75, 75, 139), "0.5 × 0.5");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(",\"polyline_line_thickness\":0.00001", 1)]
    [InlineData(",\"polyline_line_thickness\":0.05", 4)]
    [InlineData(",\"polyline_line_thickness\":0.1", 8)]
    public async Task Lines_are_a_fraction_of_the_longer_side_and_at_least_a_pixel(string option, double expected)
    {
        var picture = await server.PictureAsync(
            await OneAsync(await ImageAsync("wrinkles", $"[{Line}]"), $$"""{"algorithm_tech_name":"wrinkles"{{option}}}""")
        );
        var width = Enumerable.Range(0, 40).Sum(y => (Photos.Pixel(picture, 40, y).G - 100) / 155.0);
        width.ShouldBe(expected, 0.02);
    }

    [Fact]
    public async Task Metrics_are_those_of_the_face_and_can_be_left_out()
    {
        var image = await ImageAsync("acne", $"[{Box}]");
        var with = await OneAsync(image, """{"algorithm_tech_name":"acne"}""");
        with.GetProperty("main_metric").GetProperty("value").GetInt32().ShouldBe(72);
        with.GetProperty("sub_metrics")[0].GetProperty("value").GetString().ShouldBe("Mild");
        var without = await OneAsync(image, """{"algorithm_tech_name":"acne","main_metric":false,"sub_metrics":false}""");
        without.GetProperty("main_metric").ValueKind.ShouldBe(JsonValueKind.Null);
        without.GetProperty("sub_metrics").ValueKind.ShouldBe(JsonValueKind.Null);

        await server.PutResultAsync(
            image,
            "areas",
            """
            {"algorithm_tech_name":"areas","area_results":[{"area_name":"nose",
            "main_metric":{"value":1,"name":"N","tech_name":"n"}}],"masks_original":[]}
            """
        );
        (await OneAsync(image, """{"algorithm_tech_name":"areas"}"""))
            .GetProperty("main_metric")
            .GetProperty("value")
            .GetInt32()
            .ShouldBe(1, "the first area, when there is no face");
        await server.PutResultAsync(image, "bare", """{"algorithm_tech_name":"bare","area_results":[],"masks_original":[]}""");
        var bare = await OneAsync(image, """{"algorithm_tech_name":"bare"}""");
        bare.GetProperty("main_metric").ValueKind.ShouldBe(JsonValueKind.Null);
        bare.GetProperty("sub_metrics").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Concentric_lines_are_outlines_and_do_not_touch_lines_and_points()
    {
        var image = await ImageAsync(
            "acne",
            $"[{Box.Replace("\"tech_name\"", "\"fill\":\"#ff0000\",\"tech_name\"", StringComparison.Ordinal)},{Dot}]"
        );
        var answer = await OneAsync(image, """{"algorithm_tech_name":"acne","concentric_lines":true}""");
        var picture = await server.PictureAsync(answer);
        var reds = Enumerable.Range(0, 40).Select(x => Photos.Pixel(picture, x, 20).R > 180).ToArray();
        reds.Count(r => r).ShouldBeInRange(6, 30);
        Enumerable.Range(1, 39).Count(x => reds[x] != reds[x - 1]).ShouldBeGreaterThan(6);
        Photos.Pixel(picture, 60, 10).ShouldBe((75, 75, 139));
        answer.GetProperty("feedback").GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("concentric_lines_ignored");
    }

    [Fact]
    public async Task Nothing_detected_is_the_photo_without_marks()
    {
        var image = await ImageAsync(
            "acne",
            """[{"mask_type":"polygon_mask","tech_name":"acne_mask","features":[],"view_box":"0 0 80 40"}]"""
        );
        var answer = await OneAsync(image, """{"algorithm_tech_name":"acne"}""");
        answer.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("feedback").GetProperty("shapes").GetInt32().ShouldBe(0);
        (await PixelAsync(answer, 10, 10)).ShouldBe((100, 100, 100));
    }

    [Fact]
    public async Task Each_error_has_its_code_and_leaves_the_others_alone()
    {
        var image = await ImageAsync("acne", $"[{Box}]", restored: $"[{Box}]");
        await server.PutResultAsync(image, "age", Result("age", "null"));
        await server.PutResultAsync(image, "hydration", Result("hydration", "null", extra: ",\"error\":\"No face detected\""));
        await server.PutResultAsync(image, "my.model", Result("my.model", $"[{Line}]"));
        await server.PutResultAsync(image, "pores", Result("pores", $"[{Dot}]"));
        var damaged = Directory
            .EnumerateFiles(
                Path.Combine(server.Data, "objects/companies", server.Known.CompanyId.ToString(), "images", image.ToString(), "masks")
            )
            .Single(f => File.ReadAllText(f).Contains("dot_mask", StringComparison.Ordinal));
        File.WriteAllText(damaged, "[");

        string Ask(params string[] names) => "[" + string.Join(',', names.Select(n => $$"""{"algorithm_tech_name":"{{n}}"}""")) + "]";
        var answers = await server.MasksOfAsync(
            image,
            Ask("nonsense", "not a name!", "redness", "age", "hydration", "pores", "my.model", "acne")
        );
        answers
            .Select(a => a.GetProperty("feedback").GetProperty("error_code").GetString())
            .ShouldBe(["unknown_algorithm", "unknown_algorithm", "not_computed", "no_mask", "analysis_failed", "mask_invalid", null, null]);
        foreach (var failed in answers[..6])
        {
            failed.GetProperty("masked_image_url").ValueKind.ShouldBe(JsonValueKind.Null);
            failed.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        }

        answers[4].GetProperty("error").GetString().ShouldBe("No face detected");
        answers[3].GetProperty("main_metric").GetProperty("value").GetInt32().ShouldBe(72, "an algorithm without masks has its metrics");
        answers[2].GetProperty("sub_metrics").GetArrayLength().ShouldBe(0);
        (await PixelAsync(answers[7], 10, 10)).R.ShouldBeGreaterThan(120);

        var restored = await server.MasksOfAsync(image, Ask("acne", "my.model"), "restored");
        restored
            .Select(a => a.GetProperty("feedback").GetProperty("error_code").GetString())
            .ShouldBe(["no_restored_image", "no_restored_image"]);
        var other = await server.UploadAsync(Photos.GreyPng);
        (await OneAsync(other, """{"algorithm_tech_name":"my.model"}"""))
            .GetProperty("feedback")
            .GetProperty("error_code")
            .GetString()
            .ShouldBe("not_computed");
    }

    [Fact]
    public async Task The_restored_photo_has_masks_of_its_own()
    {
        var image = await ImageAsync(
            "acne",
            "[]",
            restored: $"[{Box.Replace("\"tech_name\"", "\"fill\":\"#ff0000\",\"tech_name\"", StringComparison.Ordinal)}]"
        );
        var put = await server.SendAsync(
            "PUT",
            $"{server.Company}/images/{image}/restored/",
            new ByteArrayContent(Photos.Png(160, 80, 50))
        );
        put.Status.ShouldBe(200, put.Text);
        OpenApi.ShouldFit(put.Json, "Image");
        var answer = await OneAsync(image, """{"algorithm_tech_name":"acne"}""", "restored");
        (await PixelAsync(answer, 70, 70)).ShouldBe((255, 0, 0));
        (await PixelAsync(answer, 90, 70)).ShouldBe((50, 50, 50));
        answer.GetProperty("feedback").GetProperty("width").GetInt32().ShouldBe(160);
    }

    [Fact]
    public async Task A_jpeg_stays_a_jpeg_and_feedback_tells_the_rest()
    {
        var answer = await OneAsync(
            await ImageAsync("acne", $"[{Box}]", photo: Photos.GreyJpeg),
            """{"algorithm_tech_name":"acne","style":"contract"}"""
        );
        var feedback = answer.GetProperty("feedback");
        feedback.GetProperty("media_type").GetString().ShouldBe("image/jpeg");
        (feedback.GetProperty("width").GetInt32(), feedback.GetProperty("height").GetInt32()).ShouldBe((80, 40));
        // 12:07 + 1 hour, rounded up to a quarter.
        feedback.GetProperty("expires_at").GetString().ShouldBe("2026-01-05T13:15:00Z");
        (await PixelAsync(answer, 8, 8)).R.ShouldBeInRange(170, 190);
    }

    [Fact]
    public async Task A_view_box_of_another_shape_is_warned_of()
    {
        var answer = await OneAsync(
            await ImageAsync("acne", $"[{Box.Replace("0 0 8 4", "0 0 8 8", StringComparison.Ordinal)}]"),
            """{"algorithm_tech_name":"acne"}"""
        );
        answer.GetProperty("feedback").GetProperty("warnings")[0].GetProperty("code").GetString().ShouldBe("view_box_aspect");
    }

    [Fact]
    public async Task Replacing_or_deleting_a_result_changes_no_address_that_was_issued()
    {
        var image = await ImageAsync("acne", $"[{Box}]");
        var before = await OneAsync(image, """{"algorithm_tech_name":"acne","style":"contract"}""");
        await server.PutResultAsync(image, "acne", Result("acne", $"[{Line}]"));
        (await PixelAsync(before, 10, 10)).R.ShouldBeGreaterThan(150, "the mask as it was");
        var after = await OneAsync(image, """{"algorithm_tech_name":"acne"}""");
        after.GetProperty("masked_image_url").GetString().ShouldNotBe(before.GetProperty("masked_image_url").GetString());
        (await PixelAsync(after, 10, 10)).ShouldBe((100, 100, 100));
        (await server.SendAsync("DELETE", $"{server.Company}/images/{image}/results/acne/")).Status.ShouldBe(204);
        (await PixelAsync(after, 70, 20)).G.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_address_within_a_window()
    {
        var image = await ImageAsync("acne", $"[{Box}]");
        async Task<string?> Url() =>
            (await OneAsync(image, """{"algorithm_tech_name":"acne"}""")).GetProperty("masked_image_url").GetString();
        var first = await Url();
        (await Url()).ShouldBe(first);
    }
}
