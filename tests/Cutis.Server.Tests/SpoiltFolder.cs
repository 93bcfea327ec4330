using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>Data folders that no server can use.</summary>
internal static class SpoiltFolder
{
    /// <summary>Makes one; what is answered holds the database until it is disposed of.</summary>
    public static SqliteConnection? Create(string data, string what)
    {
        if (what == "a file")
        {
            File.WriteAllText(data, "");
            return null;
        }

        Directory.CreateDirectory(data);
        var database = Path.Combine(data, "cutis.db");
        switch (what)
        {
            case "a broken database":
                File.WriteAllText(database, string.Concat(Enumerable.Repeat("This is no database. ", 1000)));
                return null;
            case "broken keys":
                File.WriteAllText(Path.Combine(data, "signing-keys.json"), "{");
                return null;
            case "broken credentials":
                File.WriteAllText(Path.Combine(data, "credentials.json"), "{");
                return null;
            case "a folder of credentials":
                Directory.CreateDirectory(Path.Combine(data, "credentials.json"));
                return null;
            case "credentials of nobody":
                File.WriteAllText(Path.Combine(data, "credentials.json"), "{}");
                return null;
        }

        var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            what == "a held database"
                ? "BEGIN EXCLUSIVE"
                : "CREATE TABLE schema_versions (name TEXT NOT NULL PRIMARY KEY); INSERT INTO schema_versions VALUES ('9999_later.sql')";
        command.ExecuteNonQuery();
        return connection;
    }
}
