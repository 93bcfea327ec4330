using System;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Batches and the older uploads into them: base64 and forms, as clients send them, computed without being asked for.</summary>
public sealed class BatchTests(SubjectServer server) : IClassFixture<SubjectServer>
{
    private async Task<string> BatchesAsync()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        return $"{server.Datasets}{dataset}/subjects/{subject}/batches/";
    }

    private async Task<string> AddAsync(string batches, string? body = null)
    {
        var answer = await server.SendAsync("POST", batches, body is null ? null : TestServer.Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Batch");
        return answer.Json.GetProperty("id").GetString()!;
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("{}", null)]
    [InlineData("""{"creation_time":null}""", null)]
    [InlineData("""{"creation_time":"whenever"}""", null)]
    [InlineData("""{"creation_time":17}""", null)]
    [InlineData("""{"creation_time":"2023.02.11 03:20:05","x":1}""", "2023-02-11T03:20:05Z")]
    [InlineData("""{"creation_time":"2023-02-11T03:20:05+01:00"}""", "2023-02-11T02:20:05Z")]
    public async Task A_batch_needs_no_body_and_a_time_that_cannot_be_read_is_now(string? body, string? time)
    {
        var batches = await BatchesAsync();
        var answer = await server.SendAsync("POST", batches.TrimEnd('/'), body is null ? null : TestServer.Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        answer.Json.GetProperty("creation_time").GetDateTimeOffset().ShouldBe(time is null ? server.Clock.Now : DateTimeOffset.Parse(time));
    }

    [Fact]
    public async Task Batches_are_listed_read_and_deleted()
    {
        var batches = await BatchesAsync();
        var (first, second) = (await AddAsync(batches, """{"creation_time":"2020-01-01"}"""), await AddAsync(batches));
        var list = await server.SendAsync("GET", $"{batches}?ordering=creation_time");
        OpenApi.ShouldFit(list.Json, "BatchPage");
        list.Json.GetProperty("results").EnumerateArray().Select(b => b.GetProperty("id").GetString()).ShouldBe([first, second]);
        (await server.SendAsync("GET", $"{batches}{first}/")).Status.ShouldBe(200);
        (await server.SendAsync("DELETE", $"{batches}{first}/")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"{batches}{first}/")).Status.ShouldBe(410);
        var withBody = await server.SendAsync("DELETE", $"{batches}{second}/", TestServer.Json("{}"));
        (withBody.Status, withBody.Json.GetProperty("id").GetString()).ShouldBe((200, second));
        (await server.SendAsync("POST", $"{batches}{second}/images/", TestServer.Json("""{"b64data":"aGk="}"""))).Status.ShouldBe(410);
        (await server.SendAsync("POST", $"{server.Company}/batches/{second}/compute/")).Status.ShouldBe(410);
    }

    [Fact]
    public async Task A_photo_in_base64_is_taken_as_clients_write_it_and_computed()
    {
        var batches = await BatchesAsync();
        var batch = await AddAsync(batches, """{"creation_time":"2020-01-01"}""");
        var (jpeg, png) = (Convert.ToBase64String(Photos.GreyJpeg), Convert.ToBase64String(Photos.GreyPng));
        (string Body, byte[] Photo)[] cases =
        [
            ($$"""{"side_id":2,"light_id":1,"b64data":"{{jpeg}}","name":"a \"b64data\": {["}""", Photos.GreyJpeg),
            ($$"""{ "b64data" : "data:image/png;base64,{{png}}" , "side_id" : 2, "x":{"b64data":"no"} }""", Photos.GreyPng),
            ($$"""{"b64data":"{{jpeg.Replace("/", "\\/").Replace("+", "\\u002B")}}","side_id":2}""", Photos.GreyJpeg),
            ($$"""{"b64data":"{{png.TrimEnd('=')}}","side_id":2}""", Photos.GreyPng),
            ($$"""{"side_id":2,"b64data":"{{string.Join("\\n", png.Chunk(76).Select(c => new string(c)))}}"}""", Photos.GreyPng),
        ];
        foreach (var (body, photo) in cases)
        {
            var answer = await server.SendAsync("POST", $"{batches}{batch}/images", TestServer.Json(body));
            answer.Status.ShouldBe(201, $"{body[..40]} {answer.Text}");
            OpenApi.ShouldFit(answer.Json, "Image");
            answer.Json.GetProperty("analysis").GetString().ShouldBe("queued");
            answer.Json.GetProperty("side_tech_name").GetString().ShouldBe("right");
            answer.Json.GetProperty("creation_time").GetString().ShouldBe("2020-01-01T00:00:00Z");
            var id = answer.Json.GetProperty("id").GetString();
            (await server.SendAsync("GET", answer.Json.GetProperty("urls").GetProperty("original").GetString()!, token: "")).Bytes.ShouldBe(
                photo
            );
            (await server.SendAsync("GET", $"{server.Company}/images/{id}/compute/")).Status.ShouldBe(200);
            (await server.SendAsync("GET", $"{batches}{batch}/images/{id}/")).Status.ShouldBe(200);
        }

        var list = await server.SendAsync("GET", $"{batches}{batch}/images/?page_size=2");
        OpenApi.ShouldFit(list.Json, "ImagePage");
        (list.Json.GetProperty("count").GetInt32(), list.Json.GetProperty("results").GetArrayLength()).ShouldBe((5, 2));
        var one = list.Json.GetProperty("results")[0].GetProperty("id").GetString();
        var elsewhere = await AddAsync(batches);
        (await server.SendAsync("GET", $"{batches}{elsewhere}/images/{one}/")).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", $"{batches}{elsewhere}/images/{one}/")).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", $"{batches}{batch}/images/{one}/")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"{batches}{batch}/images/{one}/")).Status.ShouldBe(410);
    }

    [Theory]
    [InlineData("{}", 400, "b64data")]
    [InlineData("""{"b64data":null}""", 400, "b64data")]
    [InlineData("""{"b64data":""}""", 400, "image")]
    [InlineData("""{"b64data":"!!!!"}""", 400, "b64data")]
    [InlineData("""{"b64data":"aGVsbG8gd29ybGQgaGVsbG8="}""", 415, "image")]
    [InlineData("""{"b64data":"data:image/png;base64"}""", 400, "b64data")]
    [InlineData("""{"b64data":"PHOTO","side_id":9,"name":""}""", 400, "side_id")]
    [InlineData("""{"b64data":"PHOTO" """, 400, "body")]
    [InlineData("[]", 400, "b64data")]
    public async Task A_body_without_a_photo_in_base64_is_refused(string body, int status, string field)
    {
        var batches = await BatchesAsync();
        var path = $"{batches}{await AddAsync(batches)}/images/";
        var text = body.Replace("PHOTO", Convert.ToBase64String(Photos.GreyPng));
        var answer = await server.SendAsync("POST", path, TestServer.Json(text));
        answer.Status.ShouldBe(status, answer.Text);
        answer.Json.TryGetProperty(field, out _).ShouldBeTrue(answer.Text);
        (await server.SendAsync("GET", path)).Json.GetProperty("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_form_with_a_photo_is_taken_and_computed()
    {
        var batches = await BatchesAsync();
        var path = $"{batches}{await AddAsync(batches)}/images/";
        using var form = new MultipartFormDataContent
        {
            { new StringContent("3"), "side_id" },
            { new ByteArrayContent(Photos.GreyJpeg), "file", "x.jpg" },
            { new StringContent("form.jpg"), "name" },
        };
        var answer = await server.SendAsync("POST", path, form);
        answer.Status.ShouldBe(201, answer.Text);
        (answer.Json.GetProperty("name").GetString(), answer.Json.GetProperty("side").GetProperty("id").GetInt32()).ShouldBe(
            ("form.jpg", 3)
        );
        answer.Json.GetProperty("analysis").GetString().ShouldBe("queued");

        using var none = new MultipartFormDataContent { { new StringContent("3"), "side_id" } };
        (await server.SendAsync("POST", path, none)).Json.TryGetProperty("file", out _).ShouldBeTrue();
        using var two = new MultipartFormDataContent
        {
            { new ByteArrayContent(Photos.GreyJpeg), "a", "a.jpg" },
            { new ByteArrayContent(Photos.GreyJpeg), "b", "b.jpg" },
        };
        (await server.SendAsync("POST", path, two)).Status.ShouldBe(400);
        using var broken = new ByteArrayContent(Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n"));
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        (await server.SendAsync("POST", path, broken)).Status.ShouldBe(400);
        (await server.SendAsync("GET", path)).Json.GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_of_another_company_is_as_if_it_were_not_there()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        var batches = $"{server.Datasets}{dataset}/subjects/{subject}/batches/";
        var batch = await AddAsync(batches);
        var (company, token) = await server.AddStrangerAsync();
        var image = await server.UploadAsync(subject, Photos.GreyPng, $$"""{"batch_id":"{{batch}}"}""");
        foreach (var route in Route.All(server.Services).Where(r => r.Policy == "company"))
        {
            if (!route.Pattern.Contains("{dataset}") && !route.Pattern.Contains("{subject}") && !route.Pattern.Contains("{batch}"))
                continue;
            var pattern = route with
            {
                Pattern = route.Pattern.Replace("{dataset}", dataset).Replace("{subject}", subject).Replace("{batch}", batch),
            };
            var answer = await server.SendAsync(
                route.Method,
                pattern.Path(company.ToString(), Guid.Parse(image)),
                TestServer.Json("""{"name":"x","front":"x","dataset_id":"x","subjects_ids":[]}"""),
                token
            );
            answer.Status.ShouldBe(404, $"{route.Name} {answer.Text}");
        }

        (await server.SendAsync("GET", $"{batches}{batch}/images/{image}/")).Status.ShouldBe(200, "untouched by all of this");
    }
}
