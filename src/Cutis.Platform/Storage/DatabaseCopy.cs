using Microsoft.Data.Sqlite;

namespace Cutis.Platform.Storage;

/// <summary>Copies a database while it is in use.</summary>
internal static class DatabaseCopy
{
    /// <summary>Writes the state of one moment to a new file; whoever writes to the database meanwhile is not held up.</summary>
    /// <param name="source">The path of a database.</param>
    /// <param name="target">The path of a file that is not there yet.</param>
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
