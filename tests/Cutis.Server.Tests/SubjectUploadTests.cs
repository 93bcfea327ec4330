using System;
using System.Text.Json;
using Cutis.Platform.Urls;

namespace Cutis.Server.Tests;

/// <summary>Uploads of announced photos, v1 and v3: what the signed URL takes, once, and for how long.</summary>
public sealed class SubjectUploadTests(SubjectServer server) : IClassFixture<SubjectServer>
{
    [Fact]
    public async Task A_photo_is_announced_uploaded_and_shown_with_all_that_was_said_of_it()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        var announced = await server.AnnounceAsync(
            subject,
            """{"side_id":3,"light_id":null,"meta":{"k":1},"creation_time":"2021-03-01 15:33:00","name":"a.png","app_args":{},"x":1}"""
        );
        var (id, image) = (announced.GetProperty("id").GetString(), $"{server.Company}/images/{announced.GetProperty("id").GetString()}/");
        announced.GetProperty("method").GetString().ShouldBe("PUT");
        announced.GetProperty("headers").EnumerateObject().Select(h => h.Name).ShouldNotContain("Host");
        announced.GetProperty("original").ValueKind.ShouldBe(JsonValueKind.Null);
        var pending = await server.SendAsync("GET", image);
        (pending.Status, pending.Json.GetProperty("original").ValueKind).ShouldBe((200, JsonValueKind.Null));

        (await server.PutAsync(announced, Photos.GreyPng)).Status.ShouldBe(200);
        var shown = await server.SendAsync("GET", image);
        OpenApi.ShouldFit(shown.Json, "Image");
        var json = shown.Json;
        json.GetProperty("side").ToString().ShouldBe("""{"id":3,"name":"Left","tech_name":"left"}""");
        (json.GetProperty("side_tech_name").GetString(), json.GetProperty("light_name").GetString()).ShouldBe(("left", "Regular"));
        json.GetProperty("image_type_tech_name").GetString().ShouldBe("selfie");
        json.GetProperty("meta").ToString().ShouldBe("""{"k":1}""");
        json.GetProperty("creation_time").GetString().ShouldBe("2021-03-01T15:33:00Z");
        (json.GetProperty("dataset_id").GetString(), json.GetProperty("subject_id").GetString()).ShouldBe((dataset, subject));
        foreach (var key in new[] { "quality_score", "quality_feedback", "quality_result", "stage_step_number", "stage_number" })
            json.GetProperty(key).ValueKind.ShouldBe(JsonValueKind.Null, key);
        json.GetProperty("problems").GetArrayLength().ShouldBe(0);
        json.GetProperty("quality_issues").GetArrayLength().ShouldBe(0);
        (await server.SendAsync("GET", json.GetProperty("urls").GetProperty("original").GetString()!, token: "")).Bytes.ShouldBe(
            Photos.GreyPng
        );
        var promoted = await server.SendAsync("GET", $"{server.Datasets}{dataset}/subjects/{subject}/");
        promoted.Json.GetProperty("promote_image_id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task The_same_photo_again_is_fine_and_another_one_is_a_conflict()
    {
        var (_, subject) = await server.AddSubjectAsync();
        var announced = await server.AnnounceAsync(subject);
        var first = await server.PutAsync(announced, Photos.GreyPng);
        (await server.PutAsync(announced, Photos.GreyPng)).Text.ShouldBe(first.Text);
        var other = await server.PutAsync(announced, Photos.GreyJpeg);
        (other.Status, other.Json.GetProperty("code").GetString()).ShouldBe((409, "already_uploaded"));
    }

    [Theory]
    [InlineData("none", 415)]
    [InlineData("text", 415)]
    [InlineData("damaged", 400)]
    [InlineData("empty", 400)]
    [InlineData("large", 413)]
    [InlineData("type", 415)]
    public async Task What_is_no_photo_is_refused_and_the_announcement_stays(string what, int status)
    {
        var (_, subject) = await server.AddSubjectAsync();
        var announced = await server.AnnounceAsync(subject);
        var wrong = what switch
        {
            "none" => [1, 2, 3],
            "text" => new byte[1000],
            "damaged" => Photos.GreyPng[..60],
            "large" => new byte[(30 << 20) + 1],
            "empty" => [],
            _ => Photos.GreyPng,
        };
        var refused = await server.PutAsync(announced, wrong, what == "type" ? "text/html" : null);
        refused.Status.ShouldBe(status, refused.Text);
        refused.Json.TryGetProperty("image", out _).ShouldBeTrue(refused.Text);
        (await server.PutAsync(announced, Photos.GreyPng, "image/png")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_begins_like_no_photo_is_refused_before_the_rest_has_come()
    {
        var (_, subject) = await server.AddSubjectAsync();
        var url = new Uri((await server.AnnounceAsync(subject)).GetProperty("url").GetString()!);
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        var head = $"PUT {url.PathAndQuery} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nthis is no photo";
        await connection.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
        var buffer = new byte[20];
        await connection.GetStream().ReadAtLeastAsync(buffer, buffer.Length).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        System.Text.Encoding.ASCII.GetString(buffer).ShouldStartWith("HTTP/1.1 415");
    }

    [Fact]
    public async Task A_URL_lets_in_for_its_upload_alone_and_for_its_time_alone()
    {
        var (_, subject) = await server.AddSubjectAsync();
        var announced = await server.AnnounceAsync(subject);
        var url = announced.GetProperty("url").GetString()!;
        var other = (await server.AnnounceAsync(subject)).GetProperty("id").GetString()!;
        foreach (
            var altered in new[]
            {
                url.Replace(announced.GetProperty("id").GetString()!, other),
                url.Replace("signature=", "signature=x"),
                url.Split('?')[0],
                url + "&x=1",
            }
        )
            (await server.SendAsync("PUT", altered, new ByteArrayContent(Photos.GreyPng), token: "")).Status.ShouldBe(403, altered);
        (await server.SendAsync("GET", url, token: "")).Status.ShouldBe(405);
        // A URL that lets one read does not let one write.
        (await server.PutAsync(announced, Photos.GreyPng)).Status.ShouldBe(200);
        var image = await server.SendAsync("GET", $"{server.Company}/images/{announced.GetProperty("id").GetString()}/");
        var read = image.Json.GetProperty("urls").GetProperty("original").GetString()!;
        var path = FilePaths.Upload(server.Known.CompanyId, image.Json.GetProperty("id").GetGuid());
        (await server.SendAsync("PUT", path + new Uri(read).Query, new ByteArrayContent(Photos.GreyPng), token: "")).Status.ShouldBe(403);

        var late = await server.AnnounceAsync(subject);
        var before = server.Clock.Now;
        server.Clock.Now = before.AddHours(2);
        (await server.PutAsync(late, Photos.GreyPng)).Status.ShouldBe(403);
        server.Clock.Now = before;
    }

    [Fact]
    public async Task Photos_of_three_sides_are_announced_and_computed_together()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        var v3 = $"/api/v3/companies/{server.Known.CompanyId}";
        (
            await server.SendAsync(
                "POST",
                $"{server.Company}/applications/face_skin_metrics_3/attach-to-dataset/",
                TestServer.Json($$"""{"dataset_id":"{{dataset}}","enabled_algorithms":["quality"]}""")
            )
        ).Status.ShouldBe(201);
        var announced = await server.SendAsync(
            "POST",
            $"{v3}/subjects/{subject}/upload",
            TestServer.Json("""{"front":"a","left":"b","right":"c","creation_time":null,"meta":{}}""")
        );
        announced.Status.ShouldBe(200, announced.Text);
        OpenApi.ShouldFit(announced.Json, "SidesUploads");
        foreach (var side in new[] { "front", "left", "right" })
            (await server.PutAsync(announced.Json.GetProperty(side), Photos.GreyPng)).Status.ShouldBe(200, side);
        var batch = announced.Json.GetProperty("image_batch_id").GetString();
        foreach (var body in new[] { null, "{}", """{"app_args":{}}""", "null" })
        {
            var computed = await server.SendAsync("POST", $"{v3}/batches/{batch}/compute/", body is null ? null : TestServer.Json(body));
            computed.Status.ShouldBe(200, computed.Text);
            OpenApi.ShouldFit(computed.Json, "BatchComputation");
            computed.Json.GetProperty("images").GetArrayLength().ShouldBe(3);
            computed.Json.GetProperty("algorithms").ToString().ShouldBe("""["quality"]""");
        }

        var left = announced.Json.GetProperty("left").GetProperty("id").GetString();
        (await server.SendAsync("GET", $"{server.Company}/images/{left}/compute/")).Status.ShouldBe(200);
        var sides = await server.SendAsync("GET", $"{server.Company}/images/?batch_id={batch}&side_id=3");
        sides.Json.GetProperty("results").EnumerateArray().Select(i => i.GetProperty("id").GetString()).ShouldBe([left]);
        foreach (var filter in new[] { $"dataset_id={dataset}", $"subject_id={subject}" })
            (await server.SendAsync("GET", $"{server.Company}/images/?{filter}")).Json.GetProperty("count").GetInt32().ShouldBe(3, filter);
        (await server.SendAsync("GET", $"{server.Company}/images/?side_id=4")).Status.ShouldBe(400);
        (await server.SendAsync("GET", $"{server.Company}/images/?batch_id=x")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task One_side_is_enough_and_none_is_too_few()
    {
        var (_, subject) = await server.AddSubjectAsync();
        var upload = $"/api/v3/companies/{server.Known.CompanyId}/subjects/{subject}/upload/";
        var one = await server.SendAsync("POST", upload, TestServer.Json("""{"front":"a"}"""));
        one.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["front", "image_batch_id"]);
        foreach (var wrong in new[] { "{}", """{"front":null}""", """{"front":""}""", """{"front":1}""" })
            (await server.SendAsync("POST", upload, TestServer.Json(wrong))).Status.ShouldBe(400, wrong);
        (await server.SendAsync("POST", upload)).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("""{"side_id":4}""", 400)]
    [InlineData("""{"light_id":2}""", 400)]
    [InlineData("""{"name":""}""", 400)]
    [InlineData("""{"creation_time":"soon"}""", 400)]
    [InlineData("""{"batch_id":"x"}""", 400)]
    [InlineData("""{"batch_id":"00000000-0000-4000-8000-000000000000"}""", 404)]
    public async Task An_announcement_with_a_mistake_is_refused(string body, int status)
    {
        var (_, subject) = await server.AddSubjectAsync();
        var answer = await server.SendAsync("POST", $"{server.Company}/subjects/{subject}/signed_upload_url/", TestServer.Json(body));
        answer.Status.ShouldBe(status, answer.Text);
    }

    [Fact]
    public async Task Nothing_is_uploaded_to_a_subject_that_was_deleted()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        var announced = await server.AnnounceAsync(subject);
        var image = await server.UploadAsync(subject, Photos.GreyPng);
        var url = (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Json.GetProperty("urls").GetProperty("original");
        (await server.SendAsync("DELETE", $"{server.Datasets}{dataset}/subjects/{subject}/")).Status.ShouldBe(204);
        (await server.PutAsync(announced, Photos.GreyPng)).Status.ShouldBe(410);
        (await server.SendAsync("POST", $"{server.Company}/subjects/{subject}/signed_upload_url/")).Status.ShouldBe(410);
        var v3 = await server.SendAsync(
            "POST",
            $"/api/v3/companies/{server.Known.CompanyId}/subjects/{subject}/upload/",
            TestServer.Json("""{"front":"a"}""")
        );
        v3.Status.ShouldBe(410);
        (await server.SendAsync("POST", $"{server.Datasets}{dataset}/subjects/{subject}/batches/")).Status.ShouldBe(410);
        (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Status.ShouldBe(410);
        (await server.SendAsync("GET", url.GetString()!, token: "")).Status.ShouldBe(410);
    }

    [Fact]
    public async Task Scaled_pictures_fit_their_boxes_and_are_never_larger_than_the_photo()
    {
        var (_, subject) = await server.AddSubjectAsync();
        (int Width, int Height, (int, int) Small, (int, int) Large)[] cases =
        [
            (1600, 400, (500, 125), (800, 200)),
            (1000, 2000, (250, 500), (600, 1200)),
            (80, 40, (80, 40), (80, 40)),
        ];
        foreach (var (width, height, small, large) in cases)
        {
            var image = await server.UploadAsync(subject, Photos.Jpeg(width, height));
            var urls = (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Json.GetProperty("urls");
            foreach (var (key, size) in new[] { ("500x500", small), ("800x1200", large) })
            {
                var url = urls.GetProperty(key).GetString()!;
                url.ShouldNotContain("+");
                var picture = await server.SendAsync("GET", url, token: "");
                picture.Status.ShouldBe(200, picture.Text);
                picture.ContentHeaders.ContentType!.MediaType.ShouldBe("image/jpeg");
                Photos.Size(picture.Bytes).ShouldBe(size, key);
                Photos.Pixel(picture.Bytes, 2, 2).ShouldBe(Photos.Pixel(Photos.GreyJpeg, 2, 2));
            }
        }
    }
}
