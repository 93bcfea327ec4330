using System;
using System.Net.Http.Json;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Platform.Storage;
using Cutis.Platform.Tests.Webhooks;
using Cutis.Server.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>
/// kill -9 while analyses end and events are sent, to a receiver that fails now and then: of every analysis that was acknowledged the
/// receiver learns, at least once, and always under the same id.
/// </summary>
public class WebhookCrashTests
{
    private const int Images = 12;
    private const int Rounds = 4;

    private static readonly (string, string)[] Settings =
    [
        ("CUTIS__WEBHOOKS__ALLOWEDNETWORKS", "127.0.0.0/8"),
        ("CUTIS__WEBHOOKS__TIMEOUT", "00:00:00.5"),
        ("CUTIS__ANALYSIS__LEASE", "00:00:01"),
        ("CUTIS__ANALYSIS__ATTEMPTS", "20"),
    ];

    [Fact]
    public async Task No_event_is_forgotten_when_the_server_is_killed()
    {
        var data = Directory.CreateTempSubdirectory("cutis-crash-").FullName;
        await using var receiver = new Receiver();
        var random = new Random(7);
        receiver.Answer = async (_, response) =>
        {
            // A hang, a failure, or an answer that may or may not come before a kill.
            var kind = random.Next(8);
            await Task.Delay(kind == 0 ? 700 : random.Next(60));
            response.StatusCode = kind == 1 ? 500 : 200;
        };
        try
        {
            var (dataset, images) = await PrepareAsync(data, receiver);
            var asked = new Dictionary<Guid, Guid>();
            for (var round = 0; round < Rounds; round++)
            {
                using var process = new ServerProcess(data, Settings);
                var (client, known) = await process.ReadyAsync();
                using (client)
                {
                    foreach (var image in images.Skip(round * Images / Rounds).Take(Images / Rounds))
                    {
                        var path = $"/api/v1/companies/{known.CompanyId}/images/{image}/compute/";
                        using var answer = await client.PostAsync(path, TestServer.Json("""{"algorithms":["pores"]}"""));
                        ((int)answer.StatusCode).ShouldBe(202);
                        asked.Add(image, (await answer.Content.ReadFromJsonAsync<Job>())!.Id);
                    }

                    await Task.Delay(random.Next(100, 1500));
                    process.Kill();
                }
            }

            asked.Count.ShouldBe(Images);
            using var last = new ServerProcess(data, Settings);
            var (again, credentials) = await last.ReadyAsync();
            using (again)
            {
                var log = $"/api/v1/companies/{credentials.CompanyId}/datasets/{dataset}/webhooks/deliveries/?page_size=100";
                var deliveries = await DeliveredAsync(again, log);
                deliveries.Select(d => d.Image_id).Order().ShouldBe(asked.Keys.Order(), "one event for each analysis");
                deliveries.ShouldAllBe(d => d.State == "delivered");
                var ids = receiver.All.GroupBy(r => r.Json.GetProperty("image_id").GetGuid(), r => r.Id).ToList();
                ids.Select(g => g.Key).Order().ShouldBe(asked.Keys.Order());
                ids.ShouldAllBe(g => g.Distinct().Count() == 1);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // Some attempts come after ten or twenty seconds.
    private static async Task<List<Delivery>> DeliveredAsync(HttpClient client, string path)
    {
        for (var i = 0; ; i++)
        {
            var page = (await client.GetFromJsonAsync<Page>(path))!;
            if ((page.Count == Images && page.Results.TrueForAll(d => d.State != "pending")) || i == 1200)
                return page.Results;
            await Task.Delay(100);
        }
    }

    // On the data of a server that does not run yet.
    private static async Task<(Guid Dataset, List<Guid> Images)> PrepareAsync(string data, Receiver receiver)
    {
        var settings = new ServerSettings("http://127.0.0.1:0", data);
        await using var app = CutisApp.Build(settings, quiet: true);
        await FirstStart.RunAsync(app.Services, settings, default);
        var company = Credentials.Read(data)!.CompanyId;
        var builder = new DatasetBuilder(app.Services, company);
        var dataset = await builder.AddDatasetAsync();
        var images = new List<Guid>();
        for (var i = 0; i < Images; i++)
            images.Add(await builder.StoreAsync(await builder.AddBatchAsync(dataset), Photos.GreyPng));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        db.Add(
            new Webhook
            {
                DatasetId = dataset.Id,
                CompanyId = company,
                Url = receiver.Url,
                Method = "post",
                AuthorizationKind = "bearer",
                AuthorizationKey = "k",
                AuthorizationValue = "v",
                IsEnabled = true,
                AddsSurveyAnswers = false,
                MergesBatches = false,
                Secret = new byte[32],
                RootUrl = "http://127.0.0.1",
                CreatedAt = DateTimeOffset.UnixEpoch,
                ChangedAt = DateTimeOffset.UnixEpoch,
            }
        );
        await db.SaveChangesAsync();
        return (dataset.Id, images);
    }

    private sealed record Job(Guid Id);

    private sealed record Delivery(Guid Id, Guid Image_id, string State);

    private sealed record Page(int Count, List<Delivery> Results);
}
