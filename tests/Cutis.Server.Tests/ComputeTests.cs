using System;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Analysis;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A selfie in, masks and metrics out, over HTTP.</summary>
public class ComputeTests : TestServer
{
    private static readonly byte[] Face = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));

    private Task<Answer> ComputeAsync(Guid image, string? body = null) =>
        SendAsync("POST", $"{Company}/images/{image}/compute/", body is null ? null : Json(body));

    private async Task<JsonElement> DoneAsync(Guid image)
    {
        for (var i = 0; i < 2400; i++)
        {
            var answer = await SendAsync("GET", $"{Company}/images/{image}/compute/");
            if (answer.Status == 200)
            {
                OpenApi.ShouldFit(answer.Json, "Compute");
                answer.Json.GetProperty("steps_done").GetInt32().ShouldBeLessThanOrEqualTo(answer.Json.GetProperty("steps").GetInt32());
                if (answer.Json.GetProperty("status").GetString() is "done" or "failed")
                    return answer.Json;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The analysis did not end");
    }

    [Fact]
    public async Task An_upload_is_analysed_and_v4_works_on_both_photos()
    {
        var image = await UploadAsync(Face);
        (await SendAsync("GET", $"{Company}/images/{image}/compute/")).Status.ShouldBe(404);
        var started = await ComputeAsync(image);
        started.Status.ShouldBe(202, started.Text);
        OpenApi.ShouldFit(started.Json, "Compute");
        var done = await DoneAsync(image);
        (done.GetProperty("status").GetString(), done.GetProperty("faces").GetInt32(), done.GetProperty("attempts").GetInt32()).ShouldBe(
            ("done", 1, 1),
            done.ToString()
        );
        done.GetProperty("steps_done").GetInt32().ShouldBe(done.GetProperty("steps").GetInt32());
        done.GetProperty("algorithms").EnumerateArray().Select(a => a.GetProperty("status").GetString()).ShouldAllBe(s => s == "done");

        foreach (var type in new[] { "original", "restored" })
        {
            var masks = await MasksOfAsync(
                image,
                """
                [{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"selfie_v2.redness"},
                {"algorithm_tech_name":"uniformness"},{"algorithm_tech_name":"quality"},
                {"algorithm_tech_name":"skin_areas"},{"algorithm_tech_name":"pores"}]
                """,
                type
            );
            foreach (var mask in masks.Take(3))
            {
                mask.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
                Photo.TryOpen(await PictureAsync(mask), new PhotoLimits(), out _, out _).ShouldBeTrue();
                mask.GetProperty("main_metric").GetProperty("value").GetDouble().ShouldBeInRange(0, 100);
            }

            masks[2].GetProperty("feedback").GetProperty("shapes").GetInt32().ShouldBeGreaterThan(0);
            masks[4].GetProperty("feedback").GetProperty("shapes").GetInt32().ShouldBeGreaterThan(1);
            // Runs only when it is named.
            masks[5].GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe("not_computed");
            masks[3].GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe("no_mask");
            masks[3].GetProperty("main_metric").GetProperty("tech_name").GetString().ShouldBe("image_quality_score");
        }

        var stored = (await SendAsync("GET", $"{Company}/images/{image}/results/lines/")).Json;
        OpenApi.ShouldFit(stored, "Result");
        stored.GetProperty("feedback").GetProperty("status").GetString().ShouldBe("stable");
        var svg = await SendAsync(
            "POST",
            $"/service/rasterisation/v5/svg_masks/?company_id={Known.CompanyId}",
            Json($$"""{"image_id":"{{image}}","masks":[{"algorithm_tech_name":"acne"}]}""")
        );
        svg.Json.GetProperty("quality").GetProperty("main_metric").GetProperty("value").GetDouble().ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_picture_can_be_cropped_to_the_face_once_it_is_known()
    {
        var image = await UploadAsync(Face);
        const string Asked = """[{"algorithm_tech_name":"front_face_areas","crop":"face"}]""";
        await ComputeAsync(image, """{"algorithms":["front_face_areas"]}""");
        await DoneAsync(image);
        foreach (var type in new[] { "original", "restored" })
        {
            var feedback = (await MasksOfAsync(image, Asked, type))[0].GetProperty("feedback");
            feedback.GetProperty("width").GetInt32().ShouldBeInRange(600, 1300);
            feedback.GetProperty("height").GetInt32().ShouldBeInRange(900, 1700);
        }

        var unknown = (await MasksOfAsync(Known.DemoImageId, """[{"algorithm_tech_name":"lines","crop":"face"}]"""))[0];
        unknown.GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe("no_face");
        unknown.GetProperty("error").GetString()!.ShouldContain("was not analysed");
    }

    [Fact]
    public async Task Colours_are_chosen_by_the_skin_although_the_analysis_recommends_those_of_the_contract()
    {
        var image = await UploadAsync(Face);
        await ComputeAsync(image, """{"algorithms":["front_face_areas","skin_areas"]}""");
        await DoneAsync(image);
        foreach (var type in new[] { "original", "restored" })
        {
            async Task<JsonElement> MasksAsync(string options) =>
                (await MasksOfAsync(image, $"[{{{options}}}]", type))[0].GetProperty("feedback").GetProperty("masks");
            var areas = await MasksAsync(""" "algorithm_tech_name":"front_face_areas" """);
            areas
                .EnumerateArray()
                .Select(m => m.GetProperty("edge").GetString())
                .Distinct()
                .Count()
                .ShouldBe(areas.GetArrayLength(), "one for each area");
            var skin = (await MasksAsync(""" "algorithm_tech_name":"skin_areas" """))[0];
            skin.GetProperty("edge").GetString()!.ShouldEndWith(",1)");
            var contract = (await MasksAsync(""" "algorithm_tech_name":"skin_areas","style":"contract" """))[0];
            contract.GetProperty("fill").GetString().ShouldBe("rgba(60,160,255,0.35)");
            contract.TryGetProperty("edge", out _).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Some_algorithms_can_be_asked_for_and_those_without_a_method_say_so()
    {
        var image = await UploadAsync(Face);
        await ComputeAsync(image, """{"algorithms":["selfie_v2.redness","eye_bags","hydration"]}""");
        var done = await DoneAsync(image);
        done.GetProperty("algorithms")
            .EnumerateArray()
            .Select(a => $"{a.GetProperty("algorithm_tech_name")} {a.GetProperty("status")}")
            .ShouldBe(["redness done", "eye_area_condition done", "hydration not_available"]);
        var mask = (await MasksOfAsync(image, """[{"algorithm_tech_name":"hydration"},{"algorithm_tech_name":"lines"}]""")).Select(m =>
            m.GetProperty("feedback").GetProperty("error_code").GetString()
        );
        mask.ShouldBe(["not_available", "not_computed"]);
    }

    [Fact]
    public async Task A_photo_without_a_face_is_done_and_every_algorithm_says_why()
    {
        var image = await UploadAsync(Photos.GreyPng, "grey.png");
        await ComputeAsync(image);
        var done = await DoneAsync(image);
        (done.GetProperty("status").GetString(), done.GetProperty("faces").GetInt32()).ShouldBe(("done", 0));
        done.GetProperty("algorithms")
            .EnumerateArray()
            .ShouldAllBe(a => a.GetProperty("status").GetString() == "failed" && a.GetProperty("error").GetString() == "No face detected");
        var mask = (await MasksOfAsync(image, """[{"algorithm_tech_name":"lines"}]"""))[0];
        (mask.GetProperty("error").GetString(), mask.GetProperty("feedback").GetProperty("error_code").GetString()).ShouldBe(
            ("No face detected", "no_face")
        );
    }

    [Fact]
    public async Task Uploads_are_analysed_by_themselves_where_the_company_says_so()
    {
        (await SendAsync("GET", $"{Company}/settings/")).Json.GetProperty("analyse_uploads").GetBoolean().ShouldBeFalse();
        var changed = await SendAsync("PATCH", $"{Company}/settings/", Json("""{"analyse_uploads":true}"""));
        changed.Status.ShouldBe(200);
        OpenApi.ShouldFit(changed.Json, "CompanySettings");
        var done = await DoneAsync(await UploadAsync(Face));
        done.GetProperty("status").GetString().ShouldBe("done");
        foreach (
            var (body, field) in new[]
            {
                ("""{"analyse_uploads":1}""", "analyse_uploads"),
                ("""{"analyze":true}""", "analyze"),
                ("[]", "body"),
                ("{", "body"),
            }
        )
        {
            var bad = await SendAsync("PATCH", $"{Company}/settings/", Json(body));
            bad.Status.ShouldBe(400);
            bad.Json.TryGetProperty(field, out _).ShouldBeTrue(bad.Text);
        }
    }

    [Fact]
    public async Task A_restored_photo_that_was_brought_stays()
    {
        var image = Known.DemoImageId;
        var before = (await SendAsync("GET", $"{Company}/images/{image}/")).Json.GetProperty("restored").ToString();
        await ComputeAsync(image, """{"algorithms":["front_face_areas"]}""");
        (await DoneAsync(image)).GetProperty("status").GetString().ShouldBe("done");
        (await SendAsync("GET", $"{Company}/images/{image}/")).Json.GetProperty("restored").ToString().ShouldBe(before);
        (await MasksOfAsync(image, """[{"algorithm_tech_name":"front_face_areas"}]"""))[0]
            .GetProperty("error")
            .ValueKind.ShouldBe(JsonValueKind.Null);
        (await MasksOfAsync(image, """[{"algorithm_tech_name":"front_face_areas"}]""", "restored"))[0]
            .GetProperty("error")
            .GetString()!
            .ShouldContain("no mask for the restored photo");
    }

    [Theory]
    [InlineData("""{"algorithms":["liness","lines"]}""", "algorithms", "liness")]
    [InlineData("""{"algorithms":[]}""", "algorithms", "1 to 100")]
    [InlineData("""{"algorithms":"lines"}""", "algorithms", "list")]
    [InlineData("""{"algorithms":[1]}""", "algorithms", "1")]
    [InlineData("""{"algorithm":["lines"]}""", "algorithm", "not a known key")]
    [InlineData("[]", "body", "object")]
    [InlineData("{", "body", "JSON")]
    public async Task Bad_requests_name_the_field(string body, string field, string words)
    {
        var answer = await ComputeAsync(Known.DemoImageId, body);
        answer.Status.ShouldBe(400);
        OpenApi.ShouldFit(answer.Json, "FieldErrors");
        answer.Json.GetProperty(field)[0].GetString()!.ShouldContain(words);
    }

    [Fact]
    public async Task Erased_and_unknown_images_are_not_analysed()
    {
        (await ComputeAsync(Guid.NewGuid())).Status.ShouldBe(404);
        var image = await UploadAsync(Face);
        await ComputeAsync(image);
        (await SendAsync("DELETE", $"{Company}/images/{image}/")).Status.ShouldBe(204);
        (await ComputeAsync(image)).Status.ShouldBe(410);
        for (var i = 0; i < 2400 && await OpenJobsAsync() > 0; i++)
            await Task.Delay(50);
        (await OpenJobsAsync()).ShouldBe(0);
        Directory
            .Exists(Path.Combine(Data, "objects/companies", $"{Known.CompanyId}", "images", $"{image}"))
            .ShouldBeFalse("nothing of an erased image stays");
    }

    [Fact]
    public async Task What_can_be_computed_is_listed_without_a_token()
    {
        var list = await SendAsync("GET", "/api/v1/dicts/algorithms/", token: "");
        OpenApi.ShouldFit(list.Json, "Algorithm", isList: true);
        var lines = list.Json.EnumerateArray().Single(a => a.GetProperty("tech_name").GetString() == "lines");
        (lines.GetProperty("available").GetBoolean(), lines.GetProperty("source").GetString()).ShouldBe((true, "built_in"));
        var hydration = list.Json.EnumerateArray().Single(a => a.GetProperty("tech_name").GetString() == "hydration");
        hydration.GetProperty("available").GetBoolean().ShouldBeFalse();
        hydration.GetProperty("reason").GetString()!.ShouldContain("one photo");
    }

    [Fact]
    public async Task A_job_that_a_dead_worker_left_is_taken_over_and_one_that_always_dies_is_given_up()
    {
        var image = await UploadAsync(Face);
        await AddJobAsync(image, attempts: 1, leaseUntil: Clock.Now.AddSeconds(-1));
        var done = await DoneAsync(image);
        (done.GetProperty("status").GetString(), done.GetProperty("attempts").GetInt32()).ShouldBe(("done", 2));

        var other = await UploadAsync(Face);
        await AddJobAsync(other, attempts: 3, leaseUntil: Clock.Now.AddSeconds(-1));
        var failed = await DoneAsync(other);
        (failed.GetProperty("status").GetString(), failed.GetProperty("error").GetString()).ShouldBe(
            ("failed", "The analysis was interrupted too often")
        );

        // One that another worker still holds is left alone.
        var held = await UploadAsync(Face);
        await AddJobAsync(held, attempts: 1, leaseUntil: Clock.Now.AddMinutes(1));
        await Task.Delay(1500);
        (await SendAsync("GET", $"{Company}/images/{held}/compute/")).Json.GetProperty("status").GetString().ShouldBe("running");
    }

    private async Task AddJobAsync(Guid image, int attempts, DateTimeOffset leaseUntil)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        db.Jobs.Add(
            new Job
            {
                Id = Guid.NewGuid(),
                CompanyId = Known.CompanyId,
                Kind = AnalysisJob.Kind,
                Subject = AnalysisJob.SubjectOf(image),
                Payload = AnalysisJob.WritePayload(["quality"]),
                State = JobStates.Running,
                CreatedAt = Clock.Now,
                AvailableAt = Clock.Now,
                Attempts = attempts,
                LeaseOwner = "dead",
                LeaseUntil = leaseUntil,
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task<int> OpenJobsAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<CutisDb>()
            .Jobs.IgnoreQueryFilters()
            .CountAsync(j => j.State == JobStates.Queued || j.State == JobStates.Running);
    }
}

/// <summary>A queue that is full says so.</summary>
public class FullQueueTests : TestServer
{
    public FullQueueTests() => Settings["Analysis:Queue"] = "0";

    [Fact]
    public async Task A_full_queue_is_answered_with_503()
    {
        var answer = await SendAsync("POST", $"{Company}/images/{Known.DemoImageId}/compute/");
        answer.Status.ShouldBe(503);
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThan(0);
    }
}
