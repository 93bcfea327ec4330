using System;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cutis.Platform.Datasets;

namespace Cutis.Server.Tests;

/// <summary>The list of results of an image, as clients of the older interface know it.</summary>
public sealed class ResultListTests(PlacedServer server) : IClassFixture<PlacedServer>
{
    private const string PoresWithMask = """
        {"algorithm_tech_name":"pores","image_type":"selfie","area_results":[{"area_name":"face","main_metric":{"value":71.50,
        "widget_type":"bad_good_line","name":"Pores score","tech_name":"pores_score","widget_meta":null},"sub_metrics":[]}],
        "masks_restored":null,"masks_original":[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint",
        "coordinates":[[5,6,2]]},"properties":{"intensity":1},"type":"feature"}],"view_box":"0 0 512 600","name":"Pores",
        "tech_name":"pores_mask_original","fill":"#0000FF","type":"FeatureCollection"}],"problems":null,"error":null}
        """;

    private async Task<JsonElement> ListAsync(Guid image, string query = "")
    {
        var answer = await server.SendAsync("GET", $"{server.PathOf(server.Batch, image)}/results/{query}");
        answer.Status.ShouldBe(200, answer.Text);
        answer.ContentHeaders.ContentLength.ShouldBe(answer.Bytes.Length);
        OpenApi.ShouldFit(answer.Json, "ResultItem", isList: true);
        return answer.Json;
    }

    [Fact]
    public async Task It_is_empty_before_and_grows_and_never_says_that_there_is_nothing_yet()
    {
        var image = await server.AnnounceAsync(server.Batch);
        (await ListAsync(image)).GetArrayLength().ShouldBe(0, "announced");
        await server.PutPhotoAsync(image, PlacedServer.Face);
        (await ListAsync(image)).GetArrayLength().ShouldBe(0, "uploaded");
        await server.ComputeAsync(image, """{"algorithms":["quality","skin_tone"]}""");
        await server.DoneAsync(image);
        (await ListAsync(image)).GetArrayLength().ShouldBe(2);
        await server.PutResultAsync(image, "pores", PoresWithMask);
        (await ListAsync(image)).GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Every_key_is_as_clients_have_seen_it()
    {
        var image = await server.AddAsync(server.Batch, GraceHopper.Photo);
        await server.PutResultAsync(image, "pores", PoresWithMask);
        var item = (await ListAsync(image))[0];
        Keys(item)
            .ShouldBe([
                "id",
                "result",
                "is_ok",
                "image_id",
                "algorithm_version_id",
                "creation_time",
                "application_id",
                "application_name",
                "application_description",
                "application_run_id",
                "image_type",
                "algorithm_family_tech_name",
            ]);
        item.GetProperty("id").GetInt64().ShouldBeInRange(1, (1L << 53) - 1);
        item.GetProperty("is_ok").GetBoolean().ShouldBeTrue();
        item.GetProperty("image_id").GetGuid().ShouldBe(image);
        item.GetProperty("algorithm_version_id").GetInt32().ShouldBeGreaterThan(0);
        item.GetProperty("creation_time").GetString().ShouldBe("2026-01-05 12:07:00");
        item.GetProperty("application_id").GetString().ShouldBe("8b5b3acc-480b-4412-8d2c-ebe6ab4384d7");
        item.GetProperty("application_name").GetString().ShouldBe("Face Skin Metrics 2.0");
        item.GetProperty("application_run_id").GetGuid().ShouldBe(server.Run.RunId);
        item.GetProperty("image_type").GetString().ShouldBe("selfie");
        item.GetProperty("algorithm_family_tech_name").GetString().ShouldBe("selfie_v2.pores");

        var result = item.GetProperty("result");
        Keys(result).ShouldBe(["revision", "image_type", "area_results", "algorithm_tech_name", "masks_original"]);
        var area = result.GetProperty("area_results")[0];
        area.GetProperty("sub_metrics").ValueKind.ShouldBe(JsonValueKind.Null);
        var metric = area.GetProperty("main_metric");
        Keys(metric).ShouldBe(["name", "units", "value", "tech_name", "widget_meta", "widget_type", "widget_show"]);
        metric.GetProperty("value").GetRawText().ShouldBe("71.50");
        metric.GetProperty("tech_name").GetString().ShouldBe("Pores_score");
        metric.GetProperty("widget_show").GetBoolean().ShouldBeTrue();
        var mask = result.GetProperty("masks_original")[0];
        mask.GetProperty("features")[0].GetProperty("type").GetString().ShouldBe("feature", "masks come as they were stored");
        // The same item stays the same.
        await server.PutResultAsync(image, "pores", PoresWithMask);
        (await ListAsync(image))[0].GetProperty("id").GetInt64().ShouldBe(item.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Results_of_our_own_have_the_older_names_and_always_the_area_face()
    {
        var image = await server.AddAsync(server.Batch, PlacedServer.Face);
        await server.ComputeAsync(
            image,
            """
            {"algorithms": ["quality", "facial_landmarks", "front_face_areas", "skin_areas", "skin_tone", "redness", "uniformness",
            "eye_area_condition", "lines", "pigmentation", "acne", "pores"]}
            """
        );
        await server.DoneAsync(image);
        var list = await ListAsync(image);
        list.GetArrayLength().ShouldBeGreaterThanOrEqualTo(11);
        foreach (var item in list.EnumerateArray())
        {
            var (result, family) = (item.GetProperty("result"), item.GetProperty("algorithm_family_tech_name").GetString()!);
            item.GetProperty("is_ok").GetBoolean().ShouldBe(!result.TryGetProperty("error", out _), family);
            result.GetProperty("revision").GetString().ShouldNotBeNullOrEmpty();
            var areas = result.GetProperty("area_results");
            if (areas.ValueKind == JsonValueKind.Null)
                continue;
            areas.EnumerateArray().Select(a => a.GetProperty("area_name").GetString()).ShouldContain("face", family);
            foreach (var area in areas.EnumerateArray())
            {
                var main = area.GetProperty("main_metric");
                if (main.ValueKind == JsonValueKind.Null)
                    continue; // The region of a line has measures alone.
                var isClass = main.GetProperty("widget_type").GetString() == "category";
                main.TryGetProperty("widget_show", out var show).ShouldBe(!isClass, family);
                if (!isClass)
                    show.GetBoolean().ShouldBe(family != "selfie_v2.quality", family);
            }
        }

        JsonElement Result(string family) =>
            list.EnumerateArray().Single(i => i.GetProperty("algorithm_family_tech_name").GetString() == family).GetProperty("result");
        Result("selfie_v2.skintone-classification").GetProperty("algorithm_tech_name").GetString().ShouldBe("skintone_classification");
        Keys(Result("selfie_v2.skintone-classification")).ShouldNotContain("masks_restored");
        Result("selfie_v2.eye_bags").GetProperty("algorithm_tech_name").GetString().ShouldBe("eye_bags");
        Result("selfie_v2.front_face_areas").GetProperty("area_results").ValueKind.ShouldBe(JsonValueKind.Null);
        Result("selfie_v2.quality").GetProperty("feedback").GetProperty("overlay").GetString().ShouldNotBeNullOrEmpty();
        var box = Result("selfie_v2.facial_landmarks").GetProperty("masks_restored")[0].GetProperty("view_box").GetString()!;
        Regex.IsMatch(box, @"^0 0 (\d+) \1$").ShouldBeTrue(box);
    }

    [Fact]
    public async Task A_photo_without_a_face_says_so_in_the_words_that_clients_know()
    {
        var image = await server.AddAsync(server.Batch, Photos.GreyPng);
        await server.ComputeAsync(image, """{"algorithms":["lines"]}""");
        await server.DoneAsync(image);
        var item = (await ListAsync(image))[0];
        item.GetProperty("is_ok").GetBoolean().ShouldBeFalse();
        item.GetProperty("result").GetProperty("error").GetString().ShouldBe("No face detected");
        item.GetProperty("result").GetProperty("area_results").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("?application_name=Face%20Skin%20Metrics%202.0", 1)]
    [InlineData("?application_name=face%20skin%20metrics%202.0", 1)]
    [InlineData("?application_name=Other", 0)]
    [InlineData("?application_id=8b5b3acc-480b-4412-8d2c-ebe6ab4384d7", 1)]
    [InlineData("?application_id=x", 0)]
    [InlineData("?application_run_id=RUN", 1)]
    [InlineData("?application_run_id=3d9f5c1e-70a1-4a6e-9d54-0f2b1c7e8a90", 0)]
    [InlineData("?application_run_id=&application_id=&unknown=1", 1)]
    public async Task Filters_let_through_what_they_name(string query, int count)
    {
        var image = await server.AddAsync(server.Batch, GraceHopper.Photo);
        await server.PutResultAsync(image, "pores", PoresWithMask);
        (await ListAsync(image, query.Replace("RUN", server.Run.RunId.ToString()))).GetArrayLength().ShouldBe(count);
    }

    [Fact]
    public async Task The_token_may_stand_in_the_query_here_and_nowhere_else()
    {
        var image = await server.AddAsync(server.Batch, GraceHopper.Photo);
        var path = $"{server.PathOf(server.Batch, image)}/results/";
        (await server.SendAsync("GET", $"{path}?token={server.Known.PrivateToken}", token: "")).Status.ShouldBe(200);
        (await server.SendAsync("GET", $"{path}?token=wrong", token: "")).Status.ShouldBe(401);
        (await server.SendAsync("GET", path, token: "")).Status.ShouldBe(401);
        (await server.SendAsync("GET", $"{server.Company}/images/?token={server.Known.PrivateToken}", token: "")).Status.ShouldBe(401);
        // A client that gives a body to a GET.
        (await server.SendAsync("GET", path.TrimEnd('/'), TestServer.Json("[]"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_image_is_found_only_where_it_is()
    {
        var image = await server.AddAsync(server.Batch, GraceHopper.Photo);
        var path = server.PathOf(server.Batch, image) + "/results/";
        foreach (var id in new[] { server.Dataset.Id, server.Subject.Id, server.Batch.Id, image })
            (await server.SendAsync("GET", path.Replace(id.ToString(), Guid.NewGuid().ToString()))).Status.ShouldBe(404);
        (await server.SendAsync("GET", path.Replace(image.ToString(), "x"))).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", $"{server.Company}/images/{image}/")).Status.ShouldBe(204);
        (await server.SendAsync("GET", path)).Status.ShouldBe(410);
    }

    [Fact]
    public async Task A_result_whose_mask_is_damaged_is_not_ok_and_keeps_no_other_out()
    {
        var image = await server.AddAsync(server.Batch, GraceHopper.Photo);
        await server.PutResultAsync(image, "pores", PoresWithMask);
        await server.PutResultAsync(image, "redness", Redness(5));
        var folder = Path.Combine(server.Data, "objects", "companies", server.Known.CompanyId.ToString("D"));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            if (file.Contains(image.ToString()) && file.Contains("masks"))
                File.WriteAllText(file, "[]");
        var list = await ListAsync(image);
        list.GetArrayLength().ShouldBe(2);
        var pores = list.EnumerateArray().Single(i => !i.GetProperty("is_ok").GetBoolean());
        pores.GetProperty("algorithm_family_tech_name").GetString().ShouldBe("selfie_v2.pores");
        pores.GetProperty("result").GetProperty("error").GetString().ShouldBe("The stored mask is damaged; store the result again");
        pores.GetProperty("result").TryGetProperty("masks_original", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Metrics_are_smoothed_over_the_photos_of_the_window()
    {
        var now = server.Clock.Now;
        var batch = await server.AddBatchAsync();
        async Task<Guid> AddAsync(int days, double value, int side = Dictionaries.Right)
        {
            var image = await server.AddAsync(batch, Photos.GreyPng, side, now.AddDays(-days));
            await server.PutResultAsync(image, "redness", Redness(value));
            return image;
        }

        var last = await AddAsync(0, 10);
        var before = await AddAsync(3, 20);
        await AddAsync(5, 60);
        await AddAsync(20, 90);
        await AddAsync(1, 99, Dictionaries.Left);
        await server.PutResultAsync(
            last,
            "skin_type",
            """
            {"algorithm_tech_name":"skin_type","area_results":[{"area_name":"face","main_metric":{"name":"n","tech_name":"skin_type",
            "value":"Oily","widget_type":"category","widget_meta":null}}]}
            """
        );

        async Task<double[]> SmoothAsync(Guid image, string query)
        {
            var answer = await server.SendAsync("GET", $"{server.PathOf(batch, image)}/smoothed_results/{query}");
            answer.Status.ShouldBe(200, answer.Text);
            OpenApi.ShouldFit(answer.Json, "SmoothedResult", isList: true);
            answer.Json.EnumerateArray().ShouldAllBe(r => r.GetProperty("algorithm_tech_name").GetString() == "selfie_v2.redness");
            return [.. answer.Json.EnumerateArray().Select(r => r.GetProperty("value").GetDouble())];
        }

        (await SmoothAsync(last, "")).ShouldBe([30]);
        (await SmoothAsync(last, "?sample_time_window=14&sample_max_size=10&smoothing_method=median")).ShouldBe([20]);
        (await SmoothAsync(last, "?sample_max_size=2&smoothing_method=mean")).ShouldBe([15]);
        (await SmoothAsync(last, "?sample_time_window=30&smoothing_method=median")).ShouldBe([40]);
        (await SmoothAsync(before, "")).ShouldBe([40], "what came later does not count");
        foreach (var wrong in new[] { "?smoothing_method=mode", "?sample_max_size=0", "?sample_time_window=x" })
            (await server.SendAsync("GET", $"{server.PathOf(batch, last)}/smoothed_results/{wrong}")).Status.ShouldBe(400, wrong);
    }

    private static string Redness(double value) =>
        $$$"""
            {"algorithm_tech_name":"redness","area_results":[{"area_name":"face","main_metric":{"name":"n","tech_name":"redness_score",
            "value":{{{value}}},"widget_type":"bad_good_line","widget_meta":null}}]}
            """;

    private static string[] Keys(JsonElement json) => [.. json.EnumerateObject().Select(p => p.Name)];
}
