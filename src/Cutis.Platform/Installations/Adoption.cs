using System.Security.Cryptography;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Installations;

/// <summary>What an adoption did.</summary>
/// <param name="BroughtBack">Number of recorded objects that were restored from the folder aside.</param>
/// <param name="SetAside">Number of files without a record.</param>
/// <param name="Folder">The folder where those are now.</param>
/// <param name="IsEmptied">Whether there is no database left, so that the next start is a first start.</param>
internal sealed record Adopted(int BroughtBack, int SetAside, string Folder, bool IsEmptied);

/// <summary>Accepts a database and an object folder as they are: from then on they belong together. Nothing is deleted.</summary>
internal static class Adoption
{
    /// <param name="folder">The data folder; no server may be running on it.</param>
    /// <param name="clock">The time.</param>
    /// <param name="stop">Cancels the work, which can be repeated.</param>
    public static async Task<Adopted> RunAsync(InstallationFolder folder, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var aside = new AsideFolder(folder.Objects);
        var isDispute = folder.Judge().IsDispute();
        var comparison = await DataComparison.CreateAsync(folder, DateTimeOffset.MaxValue, stop);
        var broughtBack = comparison.Missing.Count(aside.TryRestore);
        var name = AsideFolder.Kept("adopted", now);
        var place = Path.Combine(folder.Objects, "aside", name);
        // Without a dispute there is nothing to do here: the sweep handles the rest.
        if (!isDispute)
            return new Adopted(broughtBack, 0, place, false);
        var unknown = comparison.Strays.Concat(comparison.Unrecorded);
        var setAside = unknown.Count(file => aside.TryMove(file.Path, name, DateTimeOffset.MaxValue));
        var isEmptied = !DatabaseFacts.Read(folder.Database).HasCompanies;
        if (isEmptied)
            folder.BeginFirstStart(clock);
        else
            Unite(folder, now);
        return new Adopted(broughtBack, setAside, place, isEmptied);
    }

    // One id, and one generation beyond both: if either side is replaced later, it is recognised as older.
    private static void Unite(InstallationFolder folder, DateTimeOffset now)
    {
        Migrator.Run(folder.ConnectionString);
        var mark = folder.Mark.Read();
        DatabaseFacts.GiveId(folder.Database, mark?.Id ?? Ids.New(), mark?.Generation ?? 0, now);
        var facts = DatabaseFacts.Read(folder.Database);
        var generation = Math.Max(facts.Generation, mark?.Generation ?? 0) + RandomNumberGenerator.GetInt32(1, 1 << 20);
        using var db = folder.Connect();
        db.Installations.ExecuteUpdate(set => set.SetProperty(i => i.Generation, generation));
        folder.Mark.Write(new InstallationMark(facts.Id!.Value, generation));
    }
}
