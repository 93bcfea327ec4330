using System;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>A server with a dataset and subjects in it.</summary>
public sealed class SubjectServer : TestServer
{
    internal string Datasets => $"{Company}/datasets/";

    /// <summary>A new dataset: its id.</summary>
    internal async Task<string> AddDatasetAsync(string body = """{"name":"d"}""") => await AddAsync(Datasets, body);

    /// <summary>A new subject of a new dataset.</summary>
    internal async Task<(string Dataset, string Subject)> AddSubjectAsync()
    {
        var dataset = await AddDatasetAsync();
        return (dataset, await AddAsync($"{Datasets}{dataset}/subjects/", """{"name":"s"}"""));
    }

    internal async Task<JsonElement> AnnounceAsync(string subject, string body = "{}")
    {
        var answer = await SendAsync("POST", $"{Company}/subjects/{subject}/signed_upload_url/", Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Image");
        return answer.Json;
    }

    /// <summary>Uploads a photo as the answer to its announcement says: without a token, with exactly those headers.</summary>
    internal Task<Answer> PutAsync(JsonElement announced, byte[] photo, string? type = null)
    {
        var body = new ByteArrayContent(photo);
        return SendAsync(
            announced.GetProperty("method").GetString()!,
            announced.GetProperty("url").GetString()!,
            body,
            token: "",
            also: request =>
            {
                foreach (var header in announced.GetProperty("headers").EnumerateObject())
                {
                    var value = header.Name == "Content-Type" && type is not null ? type : header.Value.GetString()!;
                    if (!request.Headers.TryAddWithoutValidation(header.Name, value))
                        body.Headers.TryAddWithoutValidation(header.Name, value);
                }
            }
        );
    }

    /// <summary>A photo of a subject, announced and uploaded: the id of the image.</summary>
    internal async Task<string> UploadAsync(string subject, byte[] photo, string body = "{}")
    {
        var announced = await AnnounceAsync(subject, body);
        var put = await PutAsync(announced, photo);
        put.Status.ShouldBe(200, put.Text);
        return announced.GetProperty("id").GetString()!;
    }

    private async Task<string> AddAsync(string path, string body)
    {
        var answer = await SendAsync("POST", path, Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }
}
