using System.Globalization;
using System.Text;
using Cutis.Platform.Configuration;
using Microsoft.Data.Sqlite;

namespace Cutis.Platform.Storage;

/// <summary>Migrates the database to the newest schema: numbered scripts, each run once, each in a transaction.</summary>
internal static class Migrator
{
    private const string Folder = "migrations/";

    public static void Run(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "CREATE TABLE IF NOT EXISTS schema_versions (name TEXT NOT NULL PRIMARY KEY)");
        RefuseNewer(connection);
        foreach (var (name, script) in Scripts())
        {
            // The transaction is immediate, so that of two processes that start together one waits for the other.
            using var transaction = connection.BeginTransaction(deferred: false);
            using var seen = connection.CreateCommand();
            seen.CommandText = "SELECT count(*) FROM schema_versions WHERE name = $name";
            seen.Parameters.AddWithValue("$name", name);
            if (Convert.ToInt64(seen.ExecuteScalar(), CultureInfo.InvariantCulture) > 0)
                continue;
            Execute(connection, script);
            using var done = connection.CreateCommand();
            done.CommandText = "INSERT INTO schema_versions (name) VALUES ($name)";
            done.Parameters.AddWithValue("$name", name);
            done.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Whether the scripts that have run are those of this version. Changes nothing.</summary>
    public static bool IsDone(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'";
        if (command.ExecuteScalar() is null)
            return false;
        command.CommandText = "SELECT max(name) FROM schema_versions";
        return command.ExecuteScalar() is string newest && newest == Scripts().Max(s => s.Name);
    }

    private static void RefuseNewer(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(name) FROM schema_versions";
        var newest = Scripts().Max(s => s.Name);
        if (command.ExecuteScalar() is string done && string.CompareOrdinal(done, newest) > 0)
            throw new StartException(
                $"The database {connection.DataSource} was made by a newer version of Cutis (schema {done}; "
                    + $"this one knows {newest}). Start that version."
            );
    }

    private static IEnumerable<(string Name, string Script)> Scripts() =>
        Embedded.Own.Names(Folder).Select(name => (name[Folder.Length..], Encoding.UTF8.GetString(Embedded.Own.Read(name)!)));

#pragma warning disable CA2100 // Scripts of our own, no input.
    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}
