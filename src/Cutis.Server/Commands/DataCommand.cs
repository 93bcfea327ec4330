using Cutis.Platform.Configuration;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Shared by commands that use the data folder: it must exist, and a server may be running on it.</summary>
internal static class DataCommand
{
    public static async Task<int> RunAsync(Func<IServiceProvider, CutisDb, Task<int>> work)
    {
        var settings = ServerEnvironment.Read();
        if (!File.Exists(Path.Combine(settings.Data, "cutis.db")))
            return CommandLine.Print($"There is no database in {settings.Data}; start the server first.", 1);
        DataFolder.KeepFilesPrivate();
        await using var app = CutisApp.Build(settings, quiet: true);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<CutisDb>());
    }
}
