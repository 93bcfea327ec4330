using Cutis.Platform.Accounts;
using Cutis.Platform.Audit;
using Cutis.Platform.Companies;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Cutis.Server.Host;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Commands;

/// <summary>Shared by commands that use the data folder: it must exist, and a server may be running on it.</summary>
internal static class DataCommand
{
    public static async Task<int> RunAsync(Func<IServiceProvider, CutisDb, Task<int>> work)
    {
        var settings = ServerEnvironment.Read();
        if (!File.Exists(Path.Combine(settings.Data, "cutis.db")))
            return CommandLine.Print($"There is no database in {settings.Data}; start the server first.", 1);
        // A server may be running on the folder: nothing of it is opened but the database, and bringing that up to date is the server's.
        var folder = new InstallationFolder(settings.Data);
        if (!DatabaseStart.IsNewest(folder.Database))
            return CommandLine.Print($"The database in {settings.Data} is of another version of Cutis; start the server first.", 1);
        if (folder.Judge() is var agreement && Agreements.IsDispute(agreement))
            throw new DisputeException(agreement, folder.Root);
        DataFolder.KeepFilesPrivate();
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddDatabase(folder.ConnectionString)
            .AddSingleton(new AccountOptions())
            .AddAccounts()
            .AddScoped<Members>()
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var code = await work(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<CutisDb>());
        // What a command does is in the audit log too, without a user.
        await services.GetRequiredService<AuditLog>().FlushAsync(CancellationToken.None);
        return code;
    }

    /// <summary>The user of an address, or the first one when there is no address; null when there is no such user.</summary>
    public static Task<User?> FindUserAsync(IServiceProvider services, CutisDb db, string? email, CancellationToken stop) =>
        email is null
            ? db.Users.AsNoTracking().OrderBy(u => u.CreatedAt).FirstOrDefaultAsync(stop)
            : services.GetRequiredService<Users>().FindAsync(email, stop);
}
