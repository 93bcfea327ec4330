using System;
using System.Net;

namespace Cutis.Server.Tests.Chaos;

/// <summary>A disk that is full again and again: 507, erasing frees space, and nothing acknowledged is lost.</summary>
[Collection("Alone")]
public class DiskFullTests
{
    private const int Mebibytes = 32;

    [Fact]
    public async Task On_a_full_disk_writes_are_507_erasing_works_and_nothing_acknowledged_is_lost()
    {
        var rounds = ChaosSettings.Rounds(few: 2);
        var (ledger, random, full) = (new Ledger(), new Random(3), 0);
        var folder = Directory.CreateTempSubdirectory("cutis-chaos-").FullName;
        try
        {
            using var process = ServerProcess.OnDiskOfItsOwn(folder, $"size={Mebibytes}m");
            var (client, known) = await process.ReadyAsync();
            using (client)
            {
                var worker = new ChaosClient(client, known, ledger);
                for (var round = 0; round < rounds; round++)
                {
                    full += await FillAsync(worker, ledger, random);
                    // Then also small ones do not fit, sooner or later.
                    await FillResultsAsync(worker, ledger, random);
                    (await client.GetAsync("/health/live")).EnsureSuccessStatusCode();
                    await Inspection.CheckAsync(client, known, ledger);
                    await EraseHalfAsync(worker, ledger);
                    await WritableAsync(worker, random);
                }

                await Inspection.CheckAsync(client, known, ledger);
            }

            full.ShouldBeGreaterThanOrEqualTo(rounds);
            // The disk goes with the process, and SQLite does not find its way through /proc.
            var copy = Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName;
            foreach (var file in Directory.GetFiles(process.Data, "cutis.db*"))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            Inspection.CheckDatabase(copy);
            (await process.StopAsync()).ShouldBe(0, "a graceful stop");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        ChaosSettings.Report($"{rounds} times full: {full} × 507; {ledger}; 0 lost");
    }

    // Uploads until the disk is full. How many were 507.
    private static async Task<int> FillAsync(ChaosClient worker, Ledger ledger, Random random)
    {
        var refused = 0;
        for (var i = 0; i < 400 && refused < 3; i++)
        {
            // Noise of half a mebibyte.
            var status = await worker.UploadAsync(Photos.Noise(480, 360, random), default);
            if (status == HttpStatusCode.Created)
                continue;
            ((int)status).ShouldBe(507, $"after {ledger.Images.Count} uploads");
            refused++;
        }

        refused.ShouldBe(3, "the disk became full");
        return refused;
    }

    private static async Task FillResultsAsync(ChaosClient worker, Ledger ledger, Random random)
    {
        var live = ledger.Images.Where(image => !image.Value.IsErased).ToArray();
        for (var i = 0; i < 60; i++)
        {
            var (id, image) = live[random.Next(live.Length)];
            var status = (int)await worker.PutResultAsync(id, image, "pores", random.Next(500, 3000), default);
            status.ShouldBeOneOf(200, 507);
        }
    }

    private static async Task EraseHalfAsync(ChaosClient worker, Ledger ledger)
    {
        foreach (var (id, image) in ledger.Images.Where(image => !image.Value.IsErased).ToArray().Where((_, i) => i % 2 == 0))
            (await worker.EraseAsync(id, image, default)).ShouldBe(HttpStatusCode.NoContent, "erasing on a full disk");
    }

    private static async Task WritableAsync(ChaosClient worker, Random random)
    {
        var status = default(HttpStatusCode);
        for (var i = 0; i < 100 && status != HttpStatusCode.Created; i++)
        {
            status = await worker.UploadAsync(ChaosClient.Photo(random), default);
            if (status != HttpStatusCode.Created)
                await Task.Delay(100);
        }

        status.ShouldBe(HttpStatusCode.Created, "there is space again");
    }
}
