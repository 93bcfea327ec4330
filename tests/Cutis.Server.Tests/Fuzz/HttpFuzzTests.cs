using System;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cutis.Platform.Demo;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>
/// Requests made after the OpenAPI document with much of them wrong, hostile scenes, changed URLs, changed photos, to a server of its
/// own with a heap of 1.5 GiB: no 5xx but 503 with <c>Retry-After</c> and 507, no answer late, errors in the published form, memory
/// bounded, the server alive, and others are served all the while.
/// </summary>
/// <remarks>
/// CUTIS_FUZZ_REQUESTS asks for that many requests, CUTIS_FUZZ_SECONDS for that long, CUTIS_FUZZ_SEED for other ones (the seed is
/// printed), and CUTIS_FUZZ_STEP for a single step again. CUTIS_FUZZ_REPORT names a file that the figures go to.
/// </remarks>
[Collection("Alone")]
public class HttpFuzzTests
{
    private const int UsualRequests = 2500;
    private const long MaxMemory = 2500L << 20;
    private const int Workers = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Whatever_is_asked_the_answer_is_as_published_and_the_server_lives()
    {
        var seed = (int)(Number("CUTIS_FUZZ_SEED") ?? 12);
        var requests = Number("CUTIS_FUZZ_REQUESTS") ?? (Number("CUTIS_FUZZ_SECONDS") is null ? UsualRequests : long.MaxValue);
        var seconds = TimeSpan.FromSeconds(Number("CUTIS_FUZZ_SECONDS") ?? 100_000);
        var only = Number("CUTIS_FUZZ_STEP");
        if (requests == 0)
            return;
        var data = Directory.CreateTempSubdirectory("cutis-fuzz-").FullName;
        // Without a line for each request: what is worse than that is looked at when the fuzz fails.
        (string, string)[] environment =
        [
            ("DOTNET_GCHeapHardLimit", "0x60000000"),
            ("Logging__LogLevel__Cutis.Server.Http.RequestLog", "Warning"),
        ];
        try
        {
            using var server = new ServerProcess(data, environment);
            var (client, known) = await server.ReadyAsync();
            using var watch = new MemoryWatch(server.Id);
            client.Timeout = Timeout.InfiniteTimeSpan;
            var fuzz = new FuzzClient(client, known.PrivateToken, Limit);
            var plan = new FuzzPlan(
                known.CompanyId,
                await UploadAsync(client, known),
                [Photos.Png(60, 40, 90), GraceHopper.Photo[..Math.Min(60_000, GraceHopper.Photo.Length)], GraceHopper.Photo]
            );
            var raw = new RawRequests(client.BaseAddress!, known.CompanyId, known.PrivateToken);
            var (clock, next) = (Stopwatch.StartNew(), -1);
            using var stop = new CancellationTokenSource();
            var others = ServeOthersAsync(client, known, stop.Token);
            await Task.WhenAll(
                Enumerable
                    .Range(0, only is null ? Workers : 1)
                    .Select(async _ =>
                    {
                        while (fuzz.Count < requests && clock.Elapsed < seconds && fuzz.Broken.Count < 20)
                        {
                            var number = (int)(only ?? Interlocked.Increment(ref next));
                            var name = $"seed {seed}, step {number}";
                            if (number % 20 == 19)
                                await fuzz.SendRawAsync(raw, new Random(unchecked((seed * 7919) + number)), name);
                            else
                                await StepAsync(fuzz, plan, seed, number);
                            if (only is not null)
                                break;
                        }
                    })
            );
            await stop.CancelAsync();
            var (served, slowestOther) = await others;

            var culture = CultureInfo.InvariantCulture;
            var report =
                string.Create(culture, $"{fuzz.Count} requests in {clock.Elapsed.TotalSeconds:0} s, seed {seed}: {fuzz.Statuses}; ")
                + string.Create(culture, $"the slowest took {fuzz.Slowest.Time.TotalSeconds:0.0} s; {served} of others served meanwhile, ")
                + string.Create(culture, $"the slowest in {slowestOther.TotalSeconds:0.0} s; peak memory {watch.Peak >> 20} MiB\n");
            if (Environment.GetEnvironmentVariable("CUTIS_FUZZ_REPORT") is { } path)
                await File.AppendAllTextAsync(path, report);
            var log = server.Output[^Math.Min(4000, server.Output.Length)..];
            fuzz.Broken.ShouldBeEmpty($"{report}{string.Join('\n', fuzz.Broken)}\nSlowest: {fuzz.Slowest.Request}\n{log}");
            watch.Peak.ShouldBeLessThan(MaxMemory, report);
            (await client.GetAsync("/health/live")).EnsureSuccessStatusCode();
            (await client.GetAsync("/health/ready")).EnsureSuccessStatusCode();
            client.Dispose();
            (await server.StopAsync()).ShouldBe(0, "a graceful stop");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task StepAsync(FuzzClient fuzz, FuzzPlan plan, int seed, int number)
    {
        var random = new Random(number);
        foreach (var request in plan.Step(seed, number))
        {
            var name = $"seed {seed}, step {number}";
            var answer = await fuzz.SendAsync(request, name);
            if (answer is null || answer.Length > 1 << 20)
                continue;
            foreach (var url in Urls(answer).Take(3))
                await fuzz.SendAsync(FuzzPlan.Changed(url, random), name);
        }
    }

    // Somebody who asks for nothing unusual.
    private static async Task<(int Served, TimeSpan Slowest)> ServeOthersAsync(HttpClient client, Credentials known, CancellationToken stop)
    {
        var (served, slowest) = (0, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            foreach (var path in (string[])["/health/live", $"/api/v1/companies/{known.CompanyId}/images/{known.DemoImageId}/"])
            {
                var clock = Stopwatch.StartNew();
                using var limit = new CancellationTokenSource(Limit);
                using var answer = await client.GetAsync(path, limit.Token);
                answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, path);
                if (clock.Elapsed > slowest)
                    slowest = clock.Elapsed;
                served++;
            }

            await Task.Delay(200, CancellationToken.None);
        }

        return (served, slowest);
    }

    private static async Task<Guid[]> UploadAsync(HttpClient client, Credentials known)
    {
        var images = new List<Guid>();
        foreach (var photo in (byte[][])[Photos.Png(200, 150, 90), Photos.Png(1, 1, 9), GraceHopper.Photo, Photos.Png(1200, 3, 200)])
        {
            using var answer = await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", new ByteArrayContent(photo));
            answer.EnsureSuccessStatusCode();
            images.Add(JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetGuid());
        }

        return [.. images];
    }

    private static List<string> Urls(byte[] answer)
    {
        var urls = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(answer);
            Find(document.RootElement, urls);
        }
        catch (JsonException)
        {
            // A picture.
        }

        return urls;
    }

    private static void Find(JsonElement element, List<string> urls)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Find(item, urls);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
                Find(property.Value, urls);
        }
        else if (
            element.ValueKind == JsonValueKind.String
            && element.GetString()!.Contains("/files/", StringComparison.Ordinal)
            && Uri.TryCreate(element.GetString(), UriKind.Absolute, out var url)
        )
        {
            urls.Add(url.PathAndQuery);
        }
    }

    private static long? Number(string variable) =>
        long.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}

/// <summary>Tests that run when all others are over, as they take the machine.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public class Alone;
