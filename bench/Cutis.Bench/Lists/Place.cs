using System;
using System.Text;
using System.Text.Json;

namespace Cutis.Bench.Lists;

/// <summary>A dataset with a subject, whose photo was uploaded and analysed.</summary>
internal sealed record Place(string Dataset, string Subject, string Batch, string Image)
{
    /// <summary>What is computed of each image.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
        "quality facial_landmarks front_face_areas lines pores redness pigmentation acne uniformness eye_bags".Split(' ');

    /// <summary>Makes it by the API, as a client does.</summary>
    public static async Task<Place> MakeAsync(BenchServer server, byte[] photo)
    {
        var company = $"/api/v1/companies/{server.Company}";
        var dataset = await AddAsync(server, $"{company}/datasets/", """{"name":"Large"}""");
        await AddAsync(
            server,
            $"{company}/applications/face_skin_metrics_2/attach-to-dataset/",
            $$"""{"enabled_algorithms":{{JsonSerializer.Serialize(Algorithms)}},"dataset_id":"{{dataset}}"}"""
        );
        var subjects = $"{company}/datasets/{dataset}/subjects/";
        var subject = await AddAsync(server, subjects, """{"name":"First"}""");
        var batch = await AddAsync(server, $"{subjects}{subject}/batches/", "{}");
        var images = $"{subjects}{subject}/batches/{batch}/images/";
        var image = await AddAsync(server, images, $$"""{"b64data":"{{Convert.ToBase64String(photo)}}"}""");
        while (true)
        {
            var state = JsonDocument.Parse(await server.Client.GetStringAsync($"{company}/images/{image}/compute/")).RootElement;
            if (state.GetProperty("status").GetString() is "done")
                return new Place(dataset, subject, batch, image);
            await Task.Delay(200);
        }
    }

    private static async Task<string> AddAsync(BenchServer server, string path, string body)
    {
        using var response = await server.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {answer}");
        return JsonDocument.Parse(answer).RootElement.TryGetProperty("id", out var id) ? id.GetString()! : "";
    }
}
