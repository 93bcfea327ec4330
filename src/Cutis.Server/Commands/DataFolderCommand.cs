using System.CommandLine;
using Cutis.Platform.Installations;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Checks, adopts and backs up the data folder from the console.</summary>
internal static class DataFolderCommand
{
    public static Command Create()
    {
        var check = new Command("check", "say what is in the database and not among the files, and the other way round");
        check.SetAction((_, stop) => CheckAsync(stop));
        var adopt = new Command("adopt", "accept database and files as they are when the start refuses them; deletes nothing");
        adopt.SetAction((_, stop) => AdoptAsync(stop));
        var folder = new Argument<string>("folder")
        {
            HelpName = "FOLDER",
            Description = "A folder that is empty or not there yet, best on another disk.",
        };
        var backup = new Command("backup", "copy the data of one moment, also beside a running server") { folder };
        backup.SetAction((parsed, stop) => BackupAsync(parsed.GetRequiredValue(folder), stop));
        return new Command("data", "The data folder: database, photos, masks, keys.") { check, adopt, backup };
    }

    private static Task<int> CheckAsync(CancellationToken stop) =>
        RunAsync(async folder =>
        {
            var (agreement, comparison) = await CompareAsync(folder, stop);
            ComparisonText.Write(folder, agreement, comparison);
            return agreement.IsDispute() || !comparison.IsEmpty ? 1 : 0;
        });

    private static Task<int> AdoptAsync(CancellationToken stop) =>
        RunAsync(async folder =>
        {
            using var alone = RunningServer.TryExclude(folder);
            if (alone is null)
                return CommandLine.Print($"A server is running on {folder.Root}; stop it first.", 1);
            var (agreement, comparison) = await CompareAsync(folder, stop);
            ComparisonText.Write(folder, agreement, comparison);
            var adopted = await Adoption.RunAsync(folder, TimeProvider.System, stop);
            Console.WriteLine();
            if (adopted.BroughtBack > 0)
                Console.WriteLine($"{adopted.BroughtBack} files that the database names lay aside and are back in their place.");
            if (!agreement.IsDispute())
                return CommandLine.Print("Nothing else was to be done: database and files belong together.", 0);
            if (adopted.SetAside > 0)
            {
                Console.WriteLine($"{adopted.SetAside} files without a record are now in {adopted.Folder}.");
                Console.WriteLine("The server never deletes them; when their database comes back, ./run data adopt puts them back.");
            }

            if (adopted.IsEmptied)
                return CommandLine.Print(
                    "There is no database to go on with: the next start makes a new company, and credentials for it.",
                    0
                );
            var lost = comparison.Missing.Count - adopted.BroughtBack;
            if (lost > 0)
                Console.WriteLine($"{lost} files that the database names are not there; their images stay, and say so when asked for.");
            return CommandLine.Print("Database and files belong together from now on.", 0);
        });

    private static Task<int> BackupAsync(string target, CancellationToken stop) =>
        RunAsync(async folder =>
        {
            if (!File.Exists(folder.Database))
                return CommandLine.Print($"There is no database in {folder.Root}; start the server first.", 1);
            var made = await Backup.RunAsync(folder, target, stop);
            Console.WriteLine(
                $"{made.Images} images, {made.Objects} files of {made.Bytes / 1e6:0.0} MB are in {Path.GetFullPath(target)},"
            );
            Console.WriteLine("with the keys of URLs and the credentials. To go back to it: stop the server, move the data folder away,");
            Console.WriteLine("put a copy of this one in its place, start.");
            ComparisonText.List("Damaged in the data folder, and copied as they are", made.Damaged, stored => stored.Key.Path);
            ComparisonText.List("Missing in the data folder already", made.Missing, stored => stored.Key.Path);
            return made.Damaged.Count + made.Missing.Count == 0 ? 0 : 1;
        });

    private static async Task<int> RunAsync(Func<InstallationFolder, Task<int>> work)
    {
        var data = ServerEnvironment.Read().Data;
        return Directory.Exists(data)
            ? await work(new InstallationFolder(data))
            : CommandLine.Print($"There is no data folder {data}; start the server first.", 1);
    }

    private static async Task<(Agreement Agreement, DataComparison Comparison)> CompareAsync(
        InstallationFolder folder,
        CancellationToken stop
    )
    {
        var agreement = folder.Judge();
        // During a dispute no server is running, so that nothing is in transit.
        var now = agreement.IsDispute() ? DateTimeOffset.MaxValue : TimeProvider.System.GetUtcNow();
        return (agreement, await DataComparison.CreateAsync(folder, now, stop));
    }
}
