using System;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Reports;

namespace Cutis.Server.Tests;

/// <summary>The results of a batch in one answer, with pictures that fit one another.</summary>
public sealed class BatchReportTests(PlacedServer server) : IClassFixture<PlacedServer>
{
    private static readonly string[] Parameters =
    [
        .. (
            "lines deep_lines fine_lines pores enlarged_pores redness irritation pigmentation freckles moles melasma sun_spots breakouts "
            + "pimples inflammation sagging jowls lacrimal_grooves dark_circles skin_type skintone age eyes_age ita"
        ).Split(' '),
    ];

    private async Task<JsonElement> GetAsync(Guid batch)
    {
        var answer = await server.SendAsync("GET", $"/api/v3/companies/{server.Known.CompanyId}/batches/{batch}/results/");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "BatchResults");
        return answer.Json.GetProperty("face_skin_metrics_3");
    }

    [Fact]
    public async Task Every_parameter_has_its_key_before_anything_is_measured()
    {
        var batch = await server.AddBatchAsync();
        var report = await GetAsync(batch.Id);
        report.GetProperty("image_batch_id").GetGuid().ShouldBe(batch.Id);
        report.GetProperty("subject_id").GetGuid().ShouldBe(server.Subject.Id);
        report.GetProperty("all_algorithms_calculated").GetBoolean().ShouldBeFalse();
        report.GetProperty("survey_results").GetArrayLength().ShouldBe(0);
        report.GetProperty("can_watch_predicted_images").GetBoolean().ShouldBeTrue();
        report.TryGetProperty("sc_app_id", out _).ShouldBeTrue();
        report.GetProperty("predicted_images").EnumerateObject().ShouldBeEmpty();
        report.GetProperty("parameters").EnumerateObject().Select(p => p.Name).ShouldBe(Parameters);
        report.GetProperty("parameters").EnumerateObject().ShouldAllBe(p => p.Value.ValueKind == JsonValueKind.Null);
        (await server.SendAsync("GET", $"/api/v3/companies/{server.Known.CompanyId}/batches/{Guid.NewGuid()}/results/")).Status.ShouldBe(
            404
        );
    }

    [Fact]
    public async Task What_was_measured_has_scores_grades_tags_areas_and_masks_that_lie_on_their_pictures()
    {
        var batch = await server.AddBatchAsync();
        var image = await server.AddAsync(batch, PlacedServer.Face);
        (await GetAsync(batch.Id)).GetProperty("all_algorithms_calculated").GetBoolean().ShouldBeFalse();
        await server.ComputeAsync(
            image,
            """{"algorithms": ["redness", "eye_area_condition", "lines", "pigmentation", "acne", "pores", "skin_tone"]}"""
        );
        await server.DoneAsync(image);
        var report = await GetAsync(batch.Id);
        report.GetProperty("all_algorithms_calculated").GetBoolean().ShouldBeTrue();
        var parameters = report.GetProperty("parameters");
        parameters.EnumerateObject().Select(p => p.Name).ShouldBe(Parameters);
        foreach (var name in new[] { "lines", "pores", "redness", "pigmentation", "breakouts", "dark_circles" })
        {
            var parameter = parameters.GetProperty(name);
            var (grade, tag) = Grades.Of(parameter.GetProperty("score").GetDouble());
            (parameter.GetProperty("grade").GetInt32(), parameter.GetProperty("tag").GetString()).ShouldBe((grade, tag), name);
            parameter
                .GetProperty("areas")
                .EnumerateObject()
                .Select(a => a.Name)
                .ShouldBe(["forehead", "nose", "left_eye", "right_eye", "left_cheek", "right_cheek", "perioral"]);
        }

        parameters.GetProperty("pores").GetProperty("amount").GetDouble().ShouldBeGreaterThan(100);
        parameters.GetProperty("pigmentation").GetProperty("density").GetDouble().ShouldBeInRange(0, 1000);
        parameters
            .GetProperty("redness")
            .GetProperty("areas")
            .GetProperty("forehead")
            .GetProperty("score")
            .GetDouble()
            .ShouldBeInRange(0, 100);
        parameters.GetProperty("skintone").GetProperty("tag").GetString().ShouldNotBeNullOrEmpty();
        parameters.GetProperty("ita").GetProperty("ita").ValueKind.ShouldBe(JsonValueKind.Number);
        parameters.GetProperty("moles").ValueKind.ShouldBe(JsonValueKind.Null);
        parameters.GetProperty("skintone").GetProperty("masks").EnumerateObject().ShouldBeEmpty();

        var photos = report.GetProperty("predicted_images").GetProperty("front");
        var (masks, svg) = (Front(parameters, "redness", "masks"), Front(parameters, "redness", "masks_svg"));
        foreach (var variant in new[] { "original", "aligned_face", "anonymised" })
        {
            var photo = await PictureAsync(photos, variant);
            var mask = await PictureAsync(masks, variant);
            (mask.UprightWidth, mask.UprightHeight).ShouldBe((photo.UprightWidth, photo.UprightHeight), variant);
            var drawn = await server.SendAsync("GET", svg.GetProperty(variant).GetString()!, token: "");
            drawn.Text.ShouldContain($"viewBox=\"0 0 {photo.UprightWidth} {photo.UprightHeight}\"", customMessage: variant);
            new Uri(svg.GetProperty(variant).GetString()!).AbsolutePath.ShouldEndWith(".svg");
            new Uri(masks.GetProperty(variant).GetString()!).AbsolutePath.ShouldEndWith(".png");
        }

        Visible(await PictureAsync(Front(parameters, "fine_lines", "masks"), "aligned_face"))
            .ShouldNotBe(Visible(await PictureAsync(Front(parameters, "deep_lines", "masks"), "aligned_face")));
    }

    [Fact]
    public async Task A_mask_lies_on_the_aligned_face_where_it_lies_on_the_photo()
    {
        var batch = await server.AddBatchAsync();
        var image = await server.AddAsync(batch, PlacedServer.Face);
        await server.ComputeAsync(image, """{"algorithms":["redness"]}""");
        await server.DoneAsync(image);
        var report = await GetAsync(batch.Id);
        var photos = report.GetProperty("predicted_images").GetProperty("front");
        var masks = Front(report.GetProperty("parameters"), "redness", "masks");
        var (photo, aligned) = (await PictureAsync(photos, "original"), await PictureAsync(photos, "aligned_face"));
        // The mean colour of the marked skin is the same on both: the marks lie on the same skin.
        var (one, two) = (Marked(photo, await PictureAsync(masks, "original")), Marked(aligned, await PictureAsync(masks, "aligned_face")));
        for (var c = 0; c < 3; c++)
            one[c].ShouldBe(two[c], 2.5);
        // A mask that is moved by a twentieth of the face lies on other skin.
        var moved = Marked(aligned, await PictureAsync(masks, "aligned_face"), aligned.UprightWidth / 20);
        Enumerable.Range(0, 3).Max(c => Math.Abs(one[c] - moved[c])).ShouldBeGreaterThan(2.5);
    }

    [Theory]
    [InlineData(100, 1, "Great")]
    [InlineData(90.5, 1, "Great")]
    [InlineData(90, 2, "Great")]
    [InlineData(80, 3, "Good")]
    [InlineData(70, 4, "Average")]
    [InlineData(50, 5, "Poor")]
    [InlineData(0, 5, "Poor")]
    public void Grades_and_tags_follow_the_published_table(double score, int grade, string tag) => Grades.Of(score).ShouldBe((grade, tag));

    [Fact]
    public async Task Sides_have_pictures_of_their_own()
    {
        var batch = await server.AddBatchAsync();
        var (front, left) = (
            await server.AddAsync(batch, GraceHopper.Photo),
            await server.AddAsync(batch, GraceHopper.Photo, Platform.Datasets.Dictionaries.Left)
        );
        using var results = GraceHopper.Results();
        var pores = results
            .RootElement.EnumerateArray()
            .Single(r => r.GetProperty("algorithm_tech_name").GetString() == "pores")
            .GetRawText();
        foreach (var image in new[] { front, left })
            await server.PutResultAsync(image, "pores", pores);
        var report = await GetAsync(batch.Id);
        report.GetProperty("all_algorithms_calculated").GetBoolean().ShouldBeTrue("their results were brought");
        report.GetProperty("predicted_images").EnumerateObject().Select(p => p.Name).ShouldBe(["front", "left"]);
        var masks = report.GetProperty("parameters").GetProperty("pores").GetProperty("masks");
        masks.EnumerateObject().Select(p => p.Name).ShouldBe(["front", "left"]);
        masks.GetProperty("left").GetProperty("original").GetString()!.ShouldContain(left.ToString());
        masks.GetProperty("left").GetProperty("anonymised").ValueKind.ShouldBe(JsonValueKind.Null, "nothing was aligned");
    }

    [Fact]
    public async Task Pictures_that_were_made_of_a_photo_are_listed_and_signed_for_as_long_as_is_asked()
    {
        var batch = await server.AddBatchAsync();
        var image = await server.AddAsync(batch, PlacedServer.Face);
        var path = server.PathOf(batch, image) + "/aux/";
        (await server.SendAsync("GET", path)).Json.GetArrayLength().ShouldBe(0);
        await server.ComputeAsync(image, """{"algorithms":["quality"]}""");
        await server.DoneAsync(image);
        var list = (await server.SendAsync("GET", path)).Json;
        OpenApi.ShouldFit(list, "AuxImage", isList: true);
        list.EnumerateArray().Select(a => a.GetProperty("name").GetString()).ShouldBe(["restored", "anonymised"]);
        var other = await server.SendAsync("GET", $"{server.Company}/images/{image}/aux_images/");
        other.Text.ShouldBe(list.GetRawText());
        var picture = await PictureAsync(list[0].GetProperty("urls"), "original");
        picture.UprightWidth.ShouldBe(picture.UprightHeight);

        var id = list[1].GetProperty("id").GetGuid();
        var url = (await server.SendAsync("GET", $"{path}{id}/signed_url/?expiration_seconds=60")).Json.GetProperty("url").GetString()!;
        (await server.SendAsync("GET", url, token: "")).Status.ShouldBe(200);
        server.Clock.Now += TimeSpan.FromSeconds(61);
        (await server.SendAsync("GET", url, token: "")).Status.ShouldBe(403);
        (await server.SendAsync("GET", $"{path}{Guid.NewGuid()}/signed_url/")).Status.ShouldBe(404);
        (await server.SendAsync("GET", $"{path}{id}/signed_url/?expiration_seconds=0")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Results_stay_and_no_picture_is_left_when_photos_are_deleted()
    {
        var batch = await server.AddBatchAsync();
        var image = await server.AddAsync(batch, PlacedServer.Face);
        await server.ComputeAsync(image, """{"algorithms":["redness"]}""");
        await server.DoneAsync(image);
        var photos = (await GetAsync(batch.Id)).GetProperty("predicted_images").GetProperty("front");
        await server.WithAsync<Platform.Images.ImageEraser, Platform.Images.Recorded>(e =>
            e.DeletePhotosAsync(server.Known.CompanyId, image)
        );
        var report = await GetAsync(batch.Id);
        var redness = report.GetProperty("parameters").GetProperty("redness");
        redness.GetProperty("score").ValueKind.ShouldBe(JsonValueKind.Number);
        redness.GetProperty("masks").EnumerateObject().ShouldBeEmpty();
        foreach (var variant in new[] { "original", "aligned_face", "anonymised" })
        {
            report.GetProperty("predicted_images").GetProperty("front").GetProperty(variant).ValueKind.ShouldBe(JsonValueKind.Null);
            (await server.SendAsync("GET", photos.GetProperty(variant).GetString()!, token: "")).Status.ShouldBe(410, variant);
        }

        (await server.SendAsync("GET", $"{server.PathOf(batch, image)}/aux/")).Json.GetArrayLength().ShouldBe(0);
        Directory
            .EnumerateFiles(Path.Combine(server.Data, "objects"), "*", SearchOption.AllDirectories)
            .ShouldNotContain(f => f.Contains(image.ToString()) && f.Contains("photos"));
    }

    private static JsonElement Front(JsonElement parameters, string name, string key) =>
        parameters.GetProperty(name).GetProperty(key).GetProperty("front");

    private async Task<Photo> PictureAsync(JsonElement urls, string variant)
    {
        var answer = await server.SendAsync("GET", urls.GetProperty(variant).GetString()!, token: "");
        answer.Status.ShouldBe(200, $"{variant} {answer.Text}");
        Photo.TryOpen(answer.Bytes, new PhotoLimits(), out var photo, out var error).ShouldBeTrue(error?.Message);
        return photo!;
    }

    // Transparent pixels are white where a picture is read onto white.
    private static int Visible(Photo mask)
    {
        var data = mask.ReadRgb().Data;
        return Enumerable.Range(0, data.Length / 3).Count(i => data[3 * i] != 255 || data[(3 * i) + 1] != 255 || data[(3 * i) + 2] != 255);
    }

    private static double[] Marked(Photo photo, Photo mask, int move = 0)
    {
        var (under, over) = (photo.ReadRgb(), mask.ReadRgb().Data);
        var (sums, count) = (new double[3], 0);
        for (var y = 0; y < under.Height; y++)
        {
            for (var x = 0; x + move < under.Width; x++)
            {
                var at = 3 * ((y * under.Width) + x);
                if (over[at] == 255 && over[at + 1] == 255 && over[at + 2] == 255)
                    continue;
                for (var c = 0; c < 3; c++)
                    sums[c] += under.Data[at + (3 * move) + c];
                count++;
            }
        }

        count.ShouldBeGreaterThan(500);
        return [.. sums.Select(s => s / count)];
    }
}
