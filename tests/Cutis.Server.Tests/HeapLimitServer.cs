using System;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cutis.Platform.Companies;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Platform.Storage;
using Cutis.Server.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A server in a process of its own that may take 1.5 GiB, as in a container of 2 GiB, with two companies.</summary>
internal sealed record HeapLimitServer(HttpClient Client, Guid Company, HttpClient Other, Guid OtherCompany)
{
    private const string Square =
        """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[10,10],[30,10],[30,30],[10,30]]]}}]}]""";

    private static readonly (string, string)[] Limit = [("DOTNET_GCHeapHardLimit", "0x60000000")];

    public static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        await answer.Content.CopyToAsync(Stream.Null);
        return answer.StatusCode;
    }

    public static async Task RunAsync(int photos, Func<HeapLimitServer, Guid[], Task> work)
    {
        var data = Directory.CreateTempSubdirectory("cutis-heap-").FullName;
        try
        {
            var (images, stranger, token) = await FillAsync(data, photos);
            using var process = new ServerProcess(data, Limit);
            var (client, known) = await process.ReadyAsync();
            client.Timeout = TimeSpan.FromMinutes(3);
            using var other = new HttpClient { BaseAddress = client.BaseAddress, Timeout = client.Timeout };
            other.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using (client)
                await work(new HeapLimitServer(client, known.CompanyId, other, stranger), images);
            process.Output.ShouldNotContain("OutOfMemory");
            process.Output.ShouldNotContain("ran out of memory");
            (await process.StopAsync()).ShouldBe(0, "it lived to the end");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // Photos of 12 MP that were taken in before, and a second company.
    private static async Task<(Guid[] Images, Guid Stranger, string Token)> FillAsync(string data, int photos)
    {
        var settings = new ServerSettings("http://127.0.0.1:0", data);
        await using var app = CutisApp.Build(settings, quiet: true);
        var images = new List<Guid>();
        var photo = Photos.Jpeg(4000, 3000);
        await FirstStart.RunAsync(
            app.Services,
            settings,
            default,
            async (services, company, stop) =>
            {
                var (db, store) = (services.GetRequiredService<CutisDb>(), services.GetRequiredService<IObjectStore>());
                for (var i = 0; i < photos; i++)
                {
                    images.Add(Guid.NewGuid());
                    await using var staged = await store.StageAsync(photo, stop);
                    await staged.CommitAsync(ObjectKey.Photo(company, images[^1], staged.Digest), stop);
                    db.Images.Add(
                        new Image
                        {
                            Id = images[^1],
                            CompanyId = company,
                            Name = $"{i}.jpg",
                            CreatedAt = DateTimeOffset.UtcNow,
                            CreationTime = DateTimeOffset.UtcNow,
                            Original = new StoredPhoto(staged.Digest, "image/jpeg", 4000, 3000, photo.Length),
                        }
                    );
                }

                await db.SaveChangesAsync(stop);
                return images[0];
            }
        );
        var (stranger, token) = await Stranger.AddAsync(app.Services, DateTimeOffset.UtcNow);
        return ([.. images], stranger, token);
    }

    /// <summary>Does work of one company, and meanwhile takes in and draws a small picture of another.</summary>
    /// <param name="work">The answers to what this company asks.</param>
    /// <param name="isLong">Whether the work is sure to last longer than that of the other company.</param>
    public async Task<HttpStatusCode[]> WithStrangerAsync(IEnumerable<Task<HttpStatusCode>> work, bool isLong = true)
    {
        var all = Task.WhenAll(work);
        using var photo = new ByteArrayContent(Photos.GreyPng);
        using var uploaded = await Other.PostAsync($"/api/v1/companies/{OtherCompany}/images/", photo);
        uploaded.StatusCode.ShouldBe(HttpStatusCode.Created);
        var image = JsonDocument.Parse(await uploaded.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetGuid();
        var result = $$"""{"algorithm_tech_name":"pores","masks_original":{{Square}} }""";
        (await StatusAsync(PutAsync(Other, OtherCompany, image, result))).ShouldBe(HttpStatusCode.OK);
        var url = await UrlAsync(Other, OtherCompany, image);
        (await StatusAsync(Other.GetAsync(url))).ShouldBe(HttpStatusCode.OK);
        if (isLong)
            all.IsCompleted.ShouldBeFalse("it was meanwhile");
        return await all;
    }

    public async Task PutResultAsync(HttpClient client, Guid image, string result) =>
        (await StatusAsync(PutAsync(client, Company, image, result))).ShouldBe(HttpStatusCode.OK);

    /// <summary>Takes a photo of this company in.</summary>
    public async Task<Guid> UploadAsync(byte[] photo)
    {
        using var body = new ByteArrayContent(photo);
        using var answer = await Client.PostAsync($"/api/v1/companies/{Company}/images/", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetGuid();
    }

    /// <summary>The URLs of an image's pores, drawn in several ways.</summary>
    /// <param name="image">An image of this company.</param>
    /// <param name="options">JSON of options without braces, one for each picture.</param>
    public async Task<string[]> UrlsAsync(Guid image, params string[] options)
    {
        var masks = string.Join(',', options.Select(o => $$"""{"algorithm_tech_name":"pores",{{o}}}"""));
        using var body = new StringContent($$"""{"image_id":"{{image}}","masks":[{{masks}}]}""", Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync($"/service/rasterisation/v4/masks/?company_id={Company}", body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        // A mask that cannot be planned has an error in place of a URL.
        return
        [
            .. JsonDocument
                .Parse(text)
                .RootElement.EnumerateArray()
                .Select(m => m.GetProperty("masked_image_url").GetString())
                .OfType<string>(),
        ];
    }

    public async Task<HttpResponseMessage> PutAsync(HttpClient client, Guid company, Guid image, string result)
    {
        using var body = new StringContent(result, Encoding.UTF8, "application/json");
        return await client.PutAsync($"/api/v1/companies/{company}/images/{image}/results/pores/", body);
    }

    public async Task<string> UrlAsync(HttpClient client, Guid company, Guid image)
    {
        using var body = new StringContent(
            $$"""{"image_id":"{{image}}","masks":[{"algorithm_tech_name":"pores"}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await client.PostAsync($"/service/rasterisation/v4/masks/?company_id={company}", body);
        var masks = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        return masks[0].GetProperty("masked_image_url").GetString()!;
    }
}
