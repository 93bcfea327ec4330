using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cutis.Server.Accounts;
using Cutis.Server.Database;
using Cutis.Server.Demo;
using Cutis.Server.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>
/// Much at once for a server in a process of its own that may take 1.5 GiB, as in a container of 2 GiB: it says that it is busy rather
/// than run out of memory, and another company is served meanwhile.
/// </summary>
public class HeapLimitTests
{
    private const string Square =
        """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[10,10],[30,10],[30,30],[10,30]]]}}]}]""";

    private static readonly (string, string)[] Limit = [("DOTNET_GCHeapHardLimit", "0x60000000")];

    [Fact]
    public async Task Pictures_of_many_photos_at_once_are_drawn_or_told_to_come_back()
    {
        await WithServerAsync(60, async (server, images) =>
        {
            var urls = new List<string>();
            foreach (var image in images)
            {
                await server.PutResultAsync(server.Client, image, $$"""{"algorithm_tech_name":"pores","masks_original":{{Square}} }""");
                urls.Add(await server.UrlAsync(server.Client, server.Company, image));
            }

            var answers = await server.WithStrangerAsync(urls.Select(url => StatusAsync(server.Client.GetAsync(url))));
            answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
            answers.Count(status => status == HttpStatusCode.OK).ShouldBeGreaterThan(1);
        });
    }

    [Fact]
    public async Task Large_results_at_once_are_read_or_told_to_come_back()
    {
        await WithServerAsync(8, async (server, images) =>
        {
            // A million points, 17 MiB.
            var points = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"[{i % 79}.12345,{i % 39}.12345]"));
            var result = """{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":["""
                + points + "]}}]}]}";
            var answers = await server.WithStrangerAsync(images.Select(image => StatusAsync(server.PutAsync(server.Client, server.Company, image, result))));
            answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
            answers.Count(status => status == HttpStatusCode.OK).ShouldBeGreaterThan(0);
        });
    }

    [Fact]
    public async Task Small_files_of_large_photos_with_many_scans_at_once_are_taken_in_or_told_to_come_back()
    {
        await WithServerAsync(1, async (server, _) =>
        {
            var photo = Photos.ManyScans(5000, 5000, 80);
            var answers = await server.WithStrangerAsync(Enumerable.Range(0, 6).Select(async _ =>
            {
                using var body = new ByteArrayContent(photo);
                return await StatusAsync(server.Client.PostAsync($"/api/v1/companies/{server.Company}/images/", body));
            }));
            answers.ShouldAllBe(status => status == HttpStatusCode.Created || status == HttpStatusCode.ServiceUnavailable);
            answers.Count(status => status == HttpStatusCode.Created).ShouldBeGreaterThan(0);
        });
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        await answer.Content.CopyToAsync(Stream.Null);
        return answer.StatusCode;
    }

    private static async Task WithServerAsync(int photos, Func<Server, Guid[], Task> work)
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
            using (client) await work(new Server(client, known.CompanyId, other, stranger), images);
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
        await FirstStart.RunAsync(app.Services, settings, default, async (services, company, stop) =>
        {
            var (db, store) = (services.GetRequiredService<CutisDb>(), services.GetRequiredService<DiskObjectStore>());
            for (var i = 0; i < photos; i++)
            {
                images.Add(Guid.NewGuid());
                await using var staged = await store.StageAsync(photo, stop);
                await staged.CommitAsync(ObjectKey.Photo(company, images[^1], staged.Digest), stop);
                db.Images.Add(new Image
                {
                    Id = images[^1], CompanyId = company, Name = $"{i}.jpg", CreatedAt = DateTimeOffset.UtcNow,
                    Original = new StoredPhoto(staged.Digest, "image/jpeg", 4000, 3000, photo.Length),
                });
            }

            await db.SaveChangesAsync(stop);
            return images[0];
        });
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        var (stranger, user) = (Guid.NewGuid(), Guid.NewGuid());
        db.AddRange(
            new Company { Id = stranger, Name = "Other", CreatedAt = DateTimeOffset.UtcNow },
            new User { Id = user, Email = $"{user}@other.invalid", PasswordHash = "", CreatedAt = DateTimeOffset.UtcNow },
            new Membership { UserId = user, CompanyId = stranger, Role = "admin" });
        await db.SaveChangesAsync();
        var tokens = scope.ServiceProvider.GetRequiredService<PrivateTokens>();
        return ([.. images], stranger, await tokens.CreateAsync(user, "t", DateTimeOffset.UtcNow.AddDays(1), default));
    }

    private sealed record Server(HttpClient Client, Guid Company, HttpClient Other, Guid Stranger)
    {
        /// <summary>Does work of one company, and meanwhile takes in and draws a small picture of another.</summary>
        public async Task<HttpStatusCode[]> WithStrangerAsync(IEnumerable<Task<HttpStatusCode>> work)
        {
            var all = Task.WhenAll(work);
            using var photo = new ByteArrayContent(Photos.GreyPng);
            using var uploaded = await Other.PostAsync($"/api/v1/companies/{Stranger}/images/", photo);
            uploaded.StatusCode.ShouldBe(HttpStatusCode.Created);
            var image = JsonDocument.Parse(await uploaded.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetGuid();
            var result = $$"""{"algorithm_tech_name":"pores","masks_original":{{Square}} }""";
            (await StatusAsync(PutAsync(Other, Stranger, image, result))).ShouldBe(HttpStatusCode.OK);
            var url = await UrlAsync(Other, Stranger, image);
            (await StatusAsync(Other.GetAsync(url))).ShouldBe(HttpStatusCode.OK);
            all.IsCompleted.ShouldBeFalse("it was meanwhile");
            return await all;
        }

        public async Task PutResultAsync(HttpClient client, Guid image, string result) =>
            (await StatusAsync(PutAsync(client, Company, image, result))).ShouldBe(HttpStatusCode.OK);

        public async Task<HttpResponseMessage> PutAsync(HttpClient client, Guid company, Guid image, string result)
        {
            using var body = new StringContent(result, Encoding.UTF8, "application/json");
            return await client.PutAsync($"/api/v1/companies/{company}/images/{image}/results/pores/", body);
        }

        public async Task<string> UrlAsync(HttpClient client, Guid company, Guid image)
        {
            using var body = new StringContent($$"""{"image_id":"{{image}}","masks":[{"algorithm_tech_name":"pores"}]}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync($"/service/rasterisation/v4/masks/?company_id={company}", body);
            var masks = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
            return masks[0].GetProperty("masked_image_url").GetString()!;
        }
    }
}
