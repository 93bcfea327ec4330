using Cutis.Platform.Configuration;
using Microsoft.Data.Sqlite;

namespace Cutis.Platform.Storage;

/// <summary>Opens the database when a process starts, and explains a failure in one sentence.</summary>
internal static class DatabaseStart
{
    // When two processes start together, one waits for the other's migration.
    private const int MigrationTimeout = 15;

    /// <summary>The connection string of requests.</summary>
    public static string Connection(string path) => $"Data Source={path};Default Timeout={(int)WriteLock.BusyTimeout.TotalSeconds}";

    /// <summary>Migrates the database to the newest schema.</summary>
    /// <param name="path">The path of the file, which is created when it does not exist.</param>
    /// <param name="reserve">Released when the disk is full: a server must be able to start in order to erase.</param>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public static void Run(string path, SpaceReserve reserve)
    {
        Guard(
            path,
            () =>
            {
                try
                {
                    Migrate(path);
                }
                catch (SqliteException e) when (DatabaseFaults.Find(e) == DatabaseFault.Full && reserve.TryGiveUp())
                {
                    Migrate(path);
                }
            }
        );
    }

    /// <summary>Whether the database has the schema of this version. Changes nothing.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public static bool IsNewest(string path)
    {
        var isNewest = false;
        Guard(path, () => isNewest = Migrator.IsDone(DatabaseFacts.ConnectionString(path)));
        return isNewest;
    }

    /// <summary>Runs work on a database, and turns its failures into exceptions with one sentence.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (SqliteException e)
        {
            throw new StartException(Explain(path, e), e);
        }
    }

    private static void Migrate(string path) => Migrator.Run($"Data Source={path};Default Timeout={MigrationTimeout}");

    private static string Explain(string path, SqliteException e) =>
        DatabaseFaults.Find(e) switch
        {
            DatabaseFault.Busy => $"The database {path} is held by another program. Close that program, and start again.",
            DatabaseFault.Full => $"The disk of the database {path} is full. Make space, and start again.",
            DatabaseFault.Damaged => $"The database {path} is damaged, or is no database. Put a backup of the whole data folder back.",
            _ => $"The database {path} cannot be opened: {e.Message}",
        };
}
