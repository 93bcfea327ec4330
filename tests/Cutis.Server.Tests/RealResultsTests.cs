using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Server.Tests;

/// <summary>An image of 3648 × 5472 with a square restored photo, on which results as analysers send them are put.</summary>
public sealed class RealResults : TestServer, IAsyncLifetime
{
    public const int RestoredSide = 2284;

    /// <summary>The grey of both photos.</summary>
    public const int Grey = 128;

    public static JsonArray Items { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(OpenApi.Root, "tests/Cutis.Server.Tests/Assets/results-list.json")))!.AsArray();

    public Guid Image { get; private set; }

    public static JsonObject Result(string family) =>
        Items.Single(item => item!["algorithm_family_tech_name"]!.GetValue<string>() == family)!["result"]!.AsObject();

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Image = await UploadAsync(Flat(3648, 5472));
        (
            await SendAsync("PUT", $"{Company}/images/{Image}/restored/", new ByteArrayContent(Flat(RestoredSide, RestoredSide)))
        ).Status.ShouldBe(200);
    }

    private static byte[] Flat(int width, int height)
    {
        var data = new byte[width * height * 3];
        Array.Fill(data, (byte)Grey);
        return new RgbImage(width, height, data).EncodeJpeg(90);
    }
}

/// <summary>Results with every habit of those that analysers send: each is accepted, kept whole, and drawn on both photos.</summary>
public sealed class RealResultsTests(RealResults server) : IClassFixture<RealResults>
{
    public static TheoryData<string> Families { get; } =
    [.. RealResults.Items.Select(item => item!["algorithm_family_tech_name"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_result_is_accepted_under_its_family_name_and_given_back_whole(string family)
    {
        var result = RealResults.Result(family);
        await server.PutResultAsync(server.Image, family, result.ToJsonString());
        var got = await server.SendAsync("GET", $"{server.Company}/images/{server.Image}/results/{family}/");
        got.Status.ShouldBe(200, got.Text);
        OpenApi.ShouldFit(got.Json, "Result");
        got.Text.ShouldBe(result.ToJsonString(), "every key where it stood, and none besides");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_result_is_drawn_on_both_photos_by_either_name(string family)
    {
        var result = RealResults.Result(family);
        var name = result["algorithm_tech_name"]!.GetValue<string>();
        await server.PutResultAsync(server.Image, name, result.ToJsonString());
        foreach (var asked in new[] { name, family })
        {
            foreach (var (type, key) in new[] { ("original", "masks_original"), ("restored", "masks_restored") })
            {
                var answer = (await server.MasksOfAsync(server.Image, $$"""[{"algorithm_tech_name":"{{asked}}"}]""", type))[0];
                var feedback = answer.GetProperty("feedback");
                if (result["error"] is { } error)
                {
                    (answer.GetProperty("error").GetString(), feedback.GetProperty("error_code").GetString()).ShouldBe(
                        (error.GetValue<string>(), "analysis_failed")
                    );
                }
                else if (!result.ContainsKey(key))
                {
                    feedback.GetProperty("error_code").GetString().ShouldBe("no_mask");
                    Metric(answer).ShouldBe(MainMetric(result));
                }
                else
                {
                    answer.GetProperty("error").GetString().ShouldBeNull(answer.ToString());
                    feedback.GetProperty("masks").GetArrayLength().ShouldBe(result[key]!.AsArray().Count);
                    feedback.GetProperty("shapes").GetInt32().ShouldBeGreaterThan(0);
                    feedback.GetProperty("warnings").GetArrayLength().ShouldBe(0, feedback.ToString());
                    Metric(answer).ShouldBe(MainMetric(result));
                    if (asked == name)
                        (await PixelsAsync(answer)).Data.ShouldContain(value => Math.Abs(value - RealResults.Grey) > 10);
                }
            }
        }
    }

    [Fact]
    public async Task Intensities_of_levels_add_up_and_holes_of_one_level_show_the_other()
    {
        await server.PutResultAsync(server.Image, "redness", RealResults.Result("selfie_v2.redness").ToJsonString());
        var answer = (await server.MasksOfAsync(server.Image, """[{"algorithm_tech_name":"redness"}]""", "restored"))[0];
        var picture = await PixelsAsync(answer);
        // Blue of 0.1 over grey takes a tenth of the red, and two levels of it take two.
        Red(picture, 650, 1540).ShouldBe(.9 * RealResults.Grey, 2, "the first level alone");
        Red(picture, 840, 1580).ShouldBe(.9 * RealResults.Grey, 2, "the second level in a hole of the first");
        Red(picture, 930, 1520).ShouldBe(.8 * RealResults.Grey, 2, "both levels");
        Red(picture, 100, 100).ShouldBe(RealResults.Grey, 2, "neither");
    }

    [Fact]
    public async Task Every_answer_carries_what_the_quality_result_says()
    {
        var image = await server.UploadAsync(Photos.GreyPng);
        const string none = """[{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"age"}]""";
        foreach (var answer in await server.MasksOfAsync(image, none))
        {
            answer.GetProperty("feedback").TryGetProperty("overlay", out _).ShouldBeFalse("there is no quality result");
            answer.GetProperty("feedback").TryGetProperty("tooltip", out _).ShouldBeFalse();
        }

        await server.PutResultAsync(image, "pores", RealResults.Result("selfie_v2.pores").ToJsonString());
        var quality = RealResults.Result("selfie_v2.quality");
        await server.PutResultAsync(image, "quality", quality.ToJsonString());
        foreach (var answer in await server.MasksOfAsync(image, none))
        {
            var feedback = answer.GetProperty("feedback");
            feedback.GetProperty("overlay").GetString().ShouldBe("Good quality image");
            feedback.GetProperty("tooltip").GetRawText().ShouldBe(quality["feedback"]!["tooltip"]!.ToJsonString());
            feedback.TryGetProperty("warnings", out _).ShouldBeTrue("beside our own keys");
        }

        quality["feedback"] = JsonNode.Parse("""{"overlay":7,"tooltip":{"warn":"x","positive":["a",1]}}""");
        await server.PutResultAsync(image, "quality", quality.ToJsonString());
        var odd = (await server.MasksOfAsync(image, none))[0].GetProperty("feedback");
        odd.TryGetProperty("overlay", out _).ShouldBeFalse();
        odd.GetProperty("tooltip").GetRawText().ShouldBe("""{"warn":[],"negative":[],"positive":["a"]}""");
    }

    private static double Red(RgbImage picture, int x, int y) => picture.Data[3 * ((y * picture.Width) + x)];

    private async Task<RgbImage> PixelsAsync(JsonElement answer)
    {
        Photo.TryOpen(await server.PictureAsync(answer), new PhotoLimits(), out var photo, out var error).ShouldBeTrue(error?.Message);
        return photo!.ReadRgb();
    }

    private static string? Metric(JsonElement answer) =>
        answer.GetProperty("main_metric") is { ValueKind: JsonValueKind.Object } metric
            ? $"{metric.GetProperty("tech_name")} {metric.GetProperty("value")}"
            : null;

    private static string? MainMetric(JsonObject result) =>
        result["area_results"]?.AsArray().Select(area => area!["main_metric"]).FirstOrDefault() is { } metric
            ? $"{metric["tech_name"]} {metric["value"]}"
            : null;
}
