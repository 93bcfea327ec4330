using System;
using System.Text.Json;

namespace Cutis.Server.Tests.Chaos;

/// <summary>kill -9 in the middle of uploads, results, restored photos, erasures and analyses, round after round.</summary>
[Collection("Alone")]
public class KillTests
{
    private static readonly (string, string)[] Environment = [("CUTIS__ANALYSIS__LEASE", "00:00:01"), ("CUTIS__ANALYSIS__ATTEMPTS", "20")];

    [Fact]
    public async Task After_kills_nothing_acknowledged_is_lost_nothing_erased_is_back_and_nothing_lies_about()
    {
        var rounds = ChaosSettings.Rounds(few: 3);
        if (rounds == 0)
            return;
        var data = Directory.CreateTempSubdirectory("cutis-chaos-").FullName;
        var (ledger, random) = (new Ledger(), new Random(11));
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                using var process = new ServerProcess(data, Environment);
                var (client, known) = await process.ReadyAsync();
                using (client)
                {
                    // All of them at the end; a look at some, where there are many rounds.
                    if (round % 10 == 1)
                        await Inspection.CheckAsync(client, known, ledger);
                    foreach (var image in ledger.Images.Values)
                        image.Release();
                    using var stop = new CancellationTokenSource();
                    var work = Enumerable
                        .Range(0, 4)
                        .Select(i => new ChaosClient(client, known, ledger).WorkAsync(new Random((round * 10) + i), stop.Token))
                        .ToArray();
                    // However slow the machine is, the kill comes while work is under way.
                    var before = ledger.Total;
                    await WaitAsync(() => Task.FromResult(ledger.Total >= before + 15));
                    await Task.Delay(random.Next(0, 1200));
                    process.Kill();
                    await stop.CancelAsync();
                    await Task.WhenAll(work);
                }

                Inspection.CheckDatabase(data);
            }

            Inspection.Age(data);
            using var last = new ServerProcess(data, Environment);
            var (again, credentials) = await last.ReadyAsync();
            using (again)
            {
                await Inspection.CheckAsync(again, credentials, ledger);
                var jobs = ledger
                    .Images.Where(image => image.Value is { HasJob: true, IsErased: false })
                    .Select(image => image.Key)
                    .ToArray();
                var states = new Dictionary<string, int>();
                foreach (var id in jobs)
                {
                    var path = $"/api/v1/companies/{credentials.CompanyId}/images/{id}/compute/";
                    var state = "";
                    await WaitAsync(async () =>
                    {
                        using var job = JsonDocument.Parse(await again.GetByteArrayAsync(path));
                        state = job.RootElement.GetProperty("status").GetString()!;
                        return state is not ("queued" or "running");
                    });
                    states[state] = states.GetValueOrDefault(state) + 1;
                }

                // The jobs first: an analysis stores its masks before it records them.
                await WaitAsync(() => Task.FromResult(Inspection.Unowned(data).Length + Inspection.LeftOfErased(data).Count == 0));
                Inspection.Unowned(data).ShouldBeEmpty("files without a record, after the sweep");
                Inspection.LeftOfErased(data).ShouldBeEmpty("of erased images");

                // A job that 20 kills in a row interrupted is given up, and says so.
                states.Keys.ShouldBeSubsetOf(["done", "failed"], string.Join(", ", states));
                states.GetValueOrDefault("failed").ShouldBeLessThanOrEqualTo(rounds / 20, string.Join(", ", states));
            }

            (await last.StopAsync()).ShouldBe(0, "a graceful stop");
            Directory
                .GetFileSystemEntries(Path.Combine(data, "objects", "temporary"), "*", SearchOption.AllDirectories)
                .ShouldBeEmpty("what kills left is swept, and what a stop would leave is taken away");
            Inspection.CheckDatabase(data);
            ChaosSettings.Report($"{rounds} kills: {ledger}; 0 lost, 0 came back");
            ledger.Acknowledged.Count.ShouldBeGreaterThan(2);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task WaitAsync(Func<Task<bool>> isDone)
    {
        for (var i = 0; i < 600 && !await isDone(); i++)
            await Task.Delay(100);
    }
}
