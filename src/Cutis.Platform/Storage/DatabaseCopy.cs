using Microsoft.Data.Sqlite;

namespace Cutis.Platform.Storage;

/// <summary>Copies a database while it is in use.</summary>
internal static class DatabaseCopy
{
    /// <summary>Writes a snapshot of the database to a new file. Writers of the database are not blocked meanwhile.</summary>
    /// <param name="source">The path of a database.</param>
    /// <param name="target">The path of a file that does not exist yet.</param>
    public static void Create(string source, string target)
    {
        using var connection = new SqliteConnection(DatabaseFacts.ConnectionString(source));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $target";
        command.Parameters.AddWithValue("$target", target);
        command.ExecuteNonQuery();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
