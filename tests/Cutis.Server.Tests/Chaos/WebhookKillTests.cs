using System;
using System.Net.Http.Json;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Platform.Storage;
using Cutis.Platform.Tests.Webhooks;
using Cutis.Server.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests.Chaos;

/// <summary>
/// kill -9 while analyses end and events are sent, to a receiver that fails now and then: of every analysis that was acknowledged the
/// receiver learns, at least once, and always under the same id.
/// </summary>
[Collection("Alone")]
public class WebhookKillTests
{
    private const int EachRound = 3;

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
        var rounds = ChaosSettings.Rounds(few: 4);
        if (rounds == 0)
            return;
        var data = Directory.CreateTempSubdirectory("cutis-chaos-").FullName;
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
            var (dataset, images) = await PrepareAsync(data, receiver, rounds * EachRound);
            var asked = new Dictionary<Guid, Guid>();
            for (var round = 0; round < rounds; round++)
            {
                using var process = new ServerProcess(data, Settings);
                var (client, known) = await process.ReadyAsync();
                using (client)
                {
                    foreach (var image in images.Skip(round * EachRound).Take(EachRound))
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

            receiver.AnswerWith(200);
            using var last = new ServerProcess(data, Settings);
            var (again, credentials) = await last.ReadyAsync();
            using (again)
            {
                var log = $"/api/v1/companies/{credentials.CompanyId}/datasets/{dataset}/webhooks/deliveries/";
                var deliveries = await DeliveredAsync(again, log, asked.Count);
                deliveries.Select(d => d.Image_id).Order().ShouldBe(asked.Keys.Order(), "one event for each analysis");
                deliveries.ShouldAllBe(d => d.State == "delivered");
                var ids = receiver.All.GroupBy(r => r.Json.GetProperty("image_id").GetGuid(), r => r.Id).ToList();
                ids.Select(g => g.Key).Order().ShouldBe(asked.Keys.Order());
                ids.ShouldAllBe(g => g.Distinct().Count() == 1);
                ChaosSettings.Report($"webhooks: {rounds} kills, {asked.Count} events, {receiver.All.Count} attempts, none forgotten");
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // Attempts that follow several failures come after minutes.
    private static async Task<List<Delivery>> DeliveredAsync(HttpClient client, string log, int expected)
    {
        async Task<Page> PageAsync(string query) => (await client.GetFromJsonAsync<Page>(log + query))!;
        for (var i = 0; i < 600; i++)
        {
            var isWhole = (await PageAsync("?page_size=1")).Count >= expected;
            if (isWhole && (await PageAsync("?state=pending&page_size=1")).Count == 0)
                break;
            await Task.Delay(1000);
        }

        var all = new List<Delivery>();
        for (var number = 1; ; number++)
        {
            var page = await PageAsync($"?ordering=creation_time&page_size=100&page={number}");
            all.AddRange(page.Results);
            if (page.Next is null)
                return all;
        }
    }

    // On the data of a server that does not run yet.
    private static async Task<(Guid Dataset, List<Guid> Images)> PrepareAsync(string data, Receiver receiver, int count)
    {
        var settings = new ServerSettings("http://127.0.0.1:0", data);
        await using var app = CutisApp.Build(settings, quiet: true);
        await FirstStart.RunAsync(app.Services, settings, default);
        var company = Credentials.Read(data)!.CompanyId;
        var builder = new DatasetBuilder(app.Services, company);
        var dataset = await builder.AddDatasetAsync();
        var images = new List<Guid>();
        for (var i = 0; i < count; i++)
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

    private sealed record Page(int Count, string? Next, List<Delivery> Results);
}
