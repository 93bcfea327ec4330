using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Gives photos with the results that another server has answered for them to the running server, over HTTP.</summary>
internal static class ImportCommand
{
    private static readonly string[] Photos = [".jpg", ".jpeg", ".png"];
    private const string RestoredEnd = ".restored";

    public static Command Create()
    {
        var folder = new Argument<string>("folder")
        {
            HelpName = "FOLDER",
            Description = "Photos NAME.jpg or .png, each with its results NAME.json, and with NAME.restored.jpg if there is one.",
        };
        var command = new Command("import", "give photos with results of another server to the running one") { folder };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(folder), stop));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken stop)
    {
        if (!Directory.Exists(folder))
            throw new StartException($"{folder} is not a folder. Name a folder of photos and results.");
        var entries = Entries(folder);
        if (entries.Count == 0)
            return CommandLine.Print($"There is no photo with results in {folder}: a NAME.jpg or NAME.png with a NAME.json.", 1);
        var settings = ServerEnvironment.Read();
        if (Credentials.Read(settings.Data) is not { } known)
            return CommandLine.Print(
                $"There is no credentials.json in {settings.Data}; start the server first, with ./run in another terminal.",
                1
            );
        using var client = new HttpClient { BaseAddress = new Uri($"{known.Url}/api/v1/companies/{known.CompanyId}/images/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", known.PrivateToken);
        try
        {
            var failed = 0;
            foreach (var entry in entries)
                failed += await ImportAsync(client, entry, stop) ? 0 : 1;
            return failed == 0 ? 0 : CommandLine.Print($"{failed} of {entries.Count} were not imported whole.", 1);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            return CommandLine.Print($"No server answers at {known.Url}: start it first, with ./run in another terminal.", 1);
        }
    }

    private static List<Entry> Entries(string folder)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList();
        string Stem(string file) => Path.GetFileNameWithoutExtension(file);
        bool IsPhoto(string file) => Photos.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from photo in files
            where IsPhoto(photo) && !Stem(photo).EndsWith(RestoredEnd, StringComparison.OrdinalIgnoreCase)
            let results = Path.Combine(folder, Stem(photo) + ".json")
            where File.Exists(results)
            select new Entry(photo, results, files.Find(f => IsPhoto(f) && Stem(f) == Stem(photo) + RestoredEnd)),
        ];
    }

    private static async Task<bool> ImportAsync(HttpClient client, Entry entry, CancellationToken stop)
    {
        var name = Path.GetFileName(entry.Photo);
        var (status, image) = await SendAsync(client, HttpMethod.Post, $"?name={Uri.EscapeDataString(name)}", entry.Photo, stop);
        if (status != HttpStatusCode.Created)
            return Refused(name, status, image);
        var id = image.GetProperty("id").GetGuid();
        if (entry.Restored is { } restored)
        {
            (status, var answer) = await SendAsync(client, HttpMethod.Put, $"{id}/restored/", restored, stop);
            if (status != HttpStatusCode.OK)
                return Refused(Path.GetFileName(restored), status, answer);
        }

        (status, var import) = await SendAsync(client, HttpMethod.Post, $"{id}/results/", entry.Results, stop);
        if (status != HttpStatusCode.OK)
            return Refused(Path.GetFileName(entry.Results), status, import);
        Console.WriteLine($"{name} is image {id}, with {import.GetProperty("stored").GetInt32()} results.");
        foreach (var item in import.GetProperty("results").EnumerateArray())
            if (item.GetProperty("errors") is { ValueKind: JsonValueKind.Object } errors)
                await Console.Error.WriteLineAsync(
                    $"  item {item.GetProperty("index")} ({item.GetProperty("algorithm_tech_name")}) was refused: {Texts(errors)}"
                );
        return import.GetProperty("refused").GetInt32() == 0;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        string file,
        CancellationToken stop
    )
    {
        await using var content = File.OpenRead(file);
        using var request = new HttpRequestMessage(method, path) { Content = new StreamContent(content) };
        using var response = await client.SendAsync(request, stop);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
        return (response.StatusCode, document.RootElement.Clone());
    }

    private static bool Refused(string file, HttpStatusCode status, JsonElement answer)
    {
        Console.Error.WriteLine($"{file} was refused ({(int)status}): {Texts(answer)}");
        return false;
    }

    // {"image": ["text"]} or {"detail": "text"}.
    private static string Texts(JsonElement answer) =>
        string.Join(
            " ",
            answer
                .EnumerateObject()
                .SelectMany(p =>
                    p.Value.ValueKind == JsonValueKind.Array ? p.Value.EnumerateArray().Select(t => $"{p.Name}: {t}") : [p.Value.ToString()]
                )
        );

    private sealed record Entry(string Photo, string Results, string? Restored);
}
