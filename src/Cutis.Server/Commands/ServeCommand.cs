using System.CommandLine;
using Cutis.Server.Demo;
using Cutis.Server.Files;

namespace Cutis.Server.Commands;

/// <summary>Starts the server and shows how to call it.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "start the server (CUTIS_URLS, CUTIS_DATA); the same as ./run alone");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken stop)
    {
        var settings = ServerSettings.FromEnvironment();
        await using var app = CutisApp.Build(settings);
        // Broken keys stop the start, not the first request.
        app.Services.GetRequiredService<SigningKeys>();
        await FirstStart.RunAsync(app.Services, settings, stop);
        await app.StartAsync(stop);
        var url = app.Urls.First();
        Console.WriteLine($"\nCutis is at {url}, its data in {settings.Data}; the API is described at {url}/docs");
        if (Credentials.Read(settings.Data) is { } known) Console.WriteLine($"\nThe masks of the demo photo:\n\n{Curl(url, known)}\n");
        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    private static string Curl(string url, Credentials known) =>
        $$"""
        curl -s '{{url}}/service/rasterisation/v4/masks/?company_id={{known.CompanyId}}' -H 'Authorization: Bearer {{known.PrivateToken}}' -H 'Content-Type: application/json' -d '{"image_id":"{{known.DemoImageId}}","image_type":"original","masks":[{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"redness"}]}'
        """;
}
