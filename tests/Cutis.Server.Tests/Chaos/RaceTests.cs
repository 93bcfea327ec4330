using System;
using System.Collections.Concurrent;
using System.Net;

namespace Cutis.Server.Tests.Chaos;

/// <summary>Writes and erasures of the same things at the same moment, round after round.</summary>
[Collection("Alone")]
public class RaceTests
{
    private static readonly int[] Allowed = [200, 201, 202, 204, 404, 409, 410];

    [Fact]
    public async Task Races_end_with_a_plain_status_and_leave_nothing_of_what_was_erased()
    {
        var rounds = ChaosSettings.Rounds(few: 6);
        if (rounds == 0)
            return;
        var data = Directory.CreateTempSubdirectory("cutis-chaos-").FullName;
        var statuses = new ConcurrentDictionary<int, int>();
        try
        {
            using var process = new ServerProcess(data);
            var (client, known) = await process.ReadyAsync();
            using (client)
            {
                var images = $"/api/v1/companies/{known.CompanyId}/images/";
                for (var round = 0; round < rounds; round++)
                {
                    var ledger = new Ledger();
                    var random = new Random(round);
                    await new ChaosClient(client, known, ledger).UploadAsync(ChaosClient.Photo(random), default);
                    var id = ledger.Images.Keys.Single();
                    var isErased = round % 3 != 2;
                    var answers = await Task.WhenAll(
                        Racers(client, $"{images}{id}/", known.CompanyId, id, random, isErased)
                            .Select(async request =>
                            {
                                using (request)
                                {
                                    await Task.Delay(random.Next(4));
                                    using var answer = await client.SendAsync(request);
                                    return (
                                        $"{request.Method} {request.RequestUri!.AbsolutePath}",
                                        Status: (int)answer.StatusCode,
                                        Text: await answer.Content.ReadAsStringAsync()
                                    );
                                }
                            })
                    );
                    foreach (var (what, status, text) in answers)
                    {
                        statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
                        Allowed.ShouldContain(status, $"round {round}: {what}: {status} {text}");
                    }

                    if (isErased)
                        (await client.GetAsync($"{images}{id}/")).StatusCode.ShouldBe(HttpStatusCode.Gone);
                    else
                        (await client.DeleteAsync($"{images}{id}/")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
                }

                // An analysis that was under way ends, and its results find nothing to belong to.
                for (var i = 0; i < 100 && Inspection.LeftOfErased(data).Count > 0; i++)
                    await Task.Delay(100);
                Inspection.LeftOfErased(data).ShouldBeEmpty();
                await Task.Delay(500);
                Inspection.LeftOfErased(data).ShouldBeEmpty("nothing comes later");
            }

            (await process.StopAsync()).ShouldBe(0, "a graceful stop");
            Inspection.CheckDatabase(data);
            var counts = string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} × {s.Key}"));
            ChaosSettings.Report($"{rounds} races: {counts}; nothing left of what was erased");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static IEnumerable<HttpRequestMessage> Racers(
        HttpClient client,
        string image,
        Guid company,
        Guid id,
        Random random,
        bool isErased
    )
    {
        HttpRequestMessage Make(HttpMethod method, string path, HttpContent? content = null) =>
            new(method, new Uri(client.BaseAddress!, path)) { Content = content };
        for (var i = 0; i < 4; i++)
            yield return Make(HttpMethod.Put, $"{image}results/pores/", TestServer.Json(ChaosClient.Result("pores", random.Next(1, 200))));
        yield return Make(HttpMethod.Put, $"{image}results/lines/", TestServer.Json(ChaosClient.Result("lines", 3)));
        for (var i = 0; i < 3; i++)
            yield return Make(HttpMethod.Delete, $"{image}results/pores/");
        for (var i = 0; i < 2; i++)
            yield return Make(HttpMethod.Put, $"{image}restored/", new ByteArrayContent(ChaosClient.Photo(random)));
        yield return Make(HttpMethod.Post, $"{image}compute/");
        yield return Make(HttpMethod.Get, $"{image}results/");
        yield return Make(
            HttpMethod.Post,
            $"/service/rasterisation/v4/masks/?company_id={company}",
            TestServer.Json($$"""{"image_id":"{{id}}","masks":[{"algorithm_tech_name":"pores"}]}""")
        );
        for (var i = 0; isErased && i < 3; i++)
            yield return Make(HttpMethod.Delete, image);
    }
}
