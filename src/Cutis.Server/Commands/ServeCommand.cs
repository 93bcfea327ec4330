using System.CommandLine;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Starts the server and shows how to call it.</summary>
internal static partial class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "start the server (CUTIS_URLS, CUTIS_DATA); the same as ./run alone");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken stop)
    {
        var settings = ServerEnvironment.Read();
        ListenCheck.Try(settings.Urls);
        DataFolder.KeepFilesPrivate();
        // A first start moves credentials of another installation away, damaged or not; damage has to be reported before.
        _ = Credentials.Read(settings.Data);
        await using var app = CutisApp.Build(settings);
        // What cannot be opened is not changed, and nothing is promised about it.
        var folder = app.Services.GetRequiredService<InstallationFolder>();
        folder.Open(app.Services.GetRequiredService<SpaceReserve>(), app.Services.GetRequiredService<TimeProvider>());
        // Broken keys stop the start, not the first request.
        app.Services.GetRequiredService<SigningKeys>();
        if (Credentials.Read(settings.Data) is null && app.Services.GetRequiredService<LogOptions>().IsText)
            Console.WriteLine("A first start makes a demo company and analyses its photo; a few seconds …");
        await FirstStart.RunAsync(app.Services, settings, stop);
        await app.StartAsync(stop);
        Greet(app, settings);
        await StopAsync(app, stop);
        return 0;
    }

    private static void Greet(WebApplication app, ServerSettings settings)
    {
        var url = Reachable(app.Urls.First());
        var known = Credentials.Read(settings.Data);
        try
        {
            known = known?.Follow(url, settings.Data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A failure to update the credentials does not prevent serving.
            NotNoted(app.Logger, Credentials.PathIn(settings.Data), url, e.Message);
        }

        if (app.Services.GetRequiredService<DataFolder>().Warning is { } warning)
            NotPrivate(app.Logger, warning);
        if (!app.Services.GetRequiredService<LogOptions>().IsText)
        {
            Ready(app.Logger, url, settings.Data, Credentials.PathIn(settings.Data));
            return;
        }

        Console.WriteLine($"\nCutis is at {url}, its data in {settings.Data}; the API is described at {url}/docs");
        if (known is not null)
            Console.WriteLine(ReadyLines.ForImage("the demo photo", known.DemoImageId, settings.Data));
    }

    // While `/health/ready` reports the shutdown, requests are still answered, so that a load balancer has time to react.
    private static async Task StopAsync(WebApplication app, CancellationToken stop)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = app.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task.WaitAsync(stop);
        await Task.Delay(app.Services.GetRequiredService<ServerOptions>().Drain, stop);
        await app.StopAsync(stop);
    }

    // A server that listens on all interfaces is called by this name.
    private static string Reachable(string url) =>
        url.Replace("://[::]", "://127.0.0.1")
            .Replace("://0.0.0.0", "://127.0.0.1")
            .Replace("://*", "://127.0.0.1")
            .Replace("://+", "://127.0.0.1");

    [LoggerMessage(LogLevel.Information, "Cutis is at {Url}, its data in {Data}; the first token is in {Credentials}")]
    private static partial void Ready(ILogger log, string url, string data, string credentials);

    [LoggerMessage(LogLevel.Warning, "{Path} could not be updated with the URL {Url}: {Reason}")]
    private static partial void NotNoted(ILogger log, string path, string url, string reason);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void NotPrivate(ILogger log, string warning);
}
