using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Uploads a photo to the running server over HTTP, as a client does, and waits for its analysis.</summary>
internal static class UploadCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var photo = Parts.Photo();
        var command = new Command("upload", "give a photo to the running server and analyse it; its id is printed") { photo };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(photo), stop));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken stop)
    {
        var settings = ServerEnvironment.Read();
        if (Credentials.Read(settings.Data) is not { } known)
            return CommandLine.Print(
                $"There is no credentials.json in {settings.Data}; start the server first, with ./run in another terminal.",
                1
            );
        var bytes = Parts.Read(path);
        using var client = new HttpClient { BaseAddress = new Uri($"{known.Url}/api/v1/companies/{known.CompanyId}/images/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", known.PrivateToken);
        try
        {
            return await UploadAsync(client, path, bytes, settings.Data, stop);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            return CommandLine.Print($"No server answers at {known.Url}: start it first, with ./run in another terminal.", 1);
        }
    }

    private static async Task<int> UploadAsync(HttpClient client, string path, byte[] bytes, string dataFolder, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        using var body = new ByteArrayContent(bytes);
        var (status, image) = await ReadAsync(client.PostAsync($"?name={Uri.EscapeDataString(Path.GetFileName(path))}", body, stop), stop);
        if (status != HttpStatusCode.Created)
            return Refused(path, status, image);
        var id = image.GetProperty("id").GetGuid();
        (status, var job) = await ReadAsync(client.PostAsync($"{id}/compute/", null, stop), stop);
        while (status is HttpStatusCode.Accepted or HttpStatusCode.OK && job.GetProperty("status").GetString() is "queued" or "running")
        {
            await Task.Delay(Pause, stop);
            (status, job) = await ReadAsync(client.GetAsync($"{id}/compute/", stop), stop);
        }

        if (status is not (HttpStatusCode.Accepted or HttpStatusCode.OK))
            return Refused(path, status, job);
        if (job.GetProperty("error").GetString() is { } error)
            return CommandLine.Print($"{path} was stored as image {id}, and its analysis failed: {error}", 1);
        if (job.GetProperty("faces").ValueKind == JsonValueKind.Number && job.GetProperty("faces").GetInt32() == 0)
            return CommandLine.Print($"{path} was stored as image {id}, but no face was found in it, so there are no masks.", 1);
        await Console.Error.WriteLineAsync($"{path} was analysed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
        if (!Console.IsErrorRedirected)
            await Console.Error.WriteLineAsync(ReadyLines.ForImage(path, id, dataFolder));
        Console.WriteLine(id);
        return 0;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadAsync(Task<HttpResponseMessage> asked, CancellationToken stop)
    {
        using var response = await asked;
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
        return (response.StatusCode, document.RootElement.Clone());
    }

    // {"image": ["text"]} or {"detail": "text"}.
    private static int Refused(string path, HttpStatusCode status, JsonElement answer)
    {
        var texts = answer
            .EnumerateObject()
            .SelectMany(p =>
                p.Value.ValueKind == JsonValueKind.Array ? p.Value.EnumerateArray().Select(t => t.ToString()) : [p.Value.ToString()]
            );
        return CommandLine.Print($"{path} was refused ({(int)status}): {string.Join(" ", texts)}", 1);
    }
}
