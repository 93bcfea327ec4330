using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Runs the whole job once, from outside: starts a server of its own, calls it over HTTP and fetches every picture.</summary>
internal static class DemoCommand
{
    // This server's URLs begin with where it listens, whatever the operator's settings say.
    private static readonly KeyValuePair<string, string?>[] Local = [new("Files:PublicUrl", ""), new("Files:AllowedHosts", "")];

    public static Command Create()
    {
        var output = Parts.Output("demo");
        var command = new Command("demo", "do the main job once, on the demo photo; pictures go to ./demo") { output };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(output), stop));
        return command;
    }

    public static async Task<int> RunAsync(string folder, CancellationToken stop)
    {
        var data = Directory.CreateTempSubdirectory("cutis-demo-").FullName;
        try
        {
            Console.WriteLine("Starting a server with the demo photo …");
            var settings = new ServerSettings("http://127.0.0.1:0", data);
            await using var app = CutisApp.Build(settings, Local, quiet: true);
            await FirstStart.RunAsync(app.Services, settings, stop);
            await app.StartAsync(stop);
            var failed = await RequestMasksAsync(new Uri(app.Urls.First()), Credentials.Read(data)!, folder, stop);
            await app.StopAsync(stop);
            return failed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<int> RequestMasksAsync(Uri url, Credentials known, string folder, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", known.PrivateToken);
        var names = Catalogue.Usual.Select(a => a.TechName).ToArray();
        var body = JsonSerializer.Serialize(
            new
            {
                image_id = known.DemoImageId,
                image_type = "original",
                masks = names.Select(n => new { algorithm_tech_name = n }),
            }
        );
        Console.WriteLine($"POST /service/rasterisation/v4/masks/ with {names.Length} masks …");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(
            new Uri($"/service/rasterisation/v4/masks/?company_id={known.CompanyId}", UriKind.Relative),
            content,
            stop
        );
        response.EnsureSuccessStatusCode();
        using var answers = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));

        Parts.Make(folder);
        Console.WriteLine($"\n{"algorithm", -20} {"metric", -32} {"shapes", 6} {"ms", 6}  file");
        var failed = 0;
        // Signed URLs need no token.
        using var anyone = new HttpClient();
        foreach (var answer in answers.RootElement.EnumerateArray())
            if (!await FetchAsync(anyone, answer, folder, stop))
                failed++;
        Console.WriteLine();
        return failed;
    }

    private static async Task<bool> FetchAsync(HttpClient client, JsonElement answer, string folder, CancellationToken stop)
    {
        var name = answer.GetProperty("algorithm_tech_name").GetString();
        var main = answer.GetProperty("main_metric");
        var metric = main.ValueKind == JsonValueKind.Object ? $"{main.GetProperty("name").GetString()} {main.GetProperty("value")}" : "";
        var feedback = answer.GetProperty("feedback");
        var start = Stopwatch.GetTimestamp();
        string file;
        if (answer.GetProperty("masked_image_url").GetString() is { } address)
        {
            var picture = await client.GetByteArrayAsync(new Uri(address), stop);
            file = Path.Combine(folder, name + (feedback.GetProperty("media_type").GetString() == "image/png" ? ".png" : ".jpg"));
            await File.WriteAllBytesAsync(file, picture, stop);
        }
        else
        {
            file = $"({answer.GetProperty("error").GetString()})";
        }

        var shapes = feedback.GetProperty("shapes").GetInt32();
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Console.WriteLine($"{name, -20} {metric, -32} {shapes, 6} {milliseconds, 6:0}  {file}");
        return file[0] != '(' || feedback.GetProperty("error_code").GetString() == "no_mask";
    }
}
