using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cutis.Platform.Storage;

/// <summary>Facts about a database of any version, read before anything in it is changed.</summary>
/// <param name="Exists">Whether the file exists.</param>
/// <param name="Id">The id of its installation; null when it has none yet.</param>
/// <param name="Generation">The generation of its records of objects.</param>
/// <param name="HasCompanies">Whether it has a company.</param>
/// <param name="HasImages">Whether it has an image that was not erased.</param>
internal sealed record DatabaseFacts(bool Exists, Guid? Id, long Generation, bool HasCompanies, bool HasImages)
{
    public static DatabaseFacts Read(string path)
    {
        if (!File.Exists(path))
            return new DatabaseFacts(false, null, 0, false, false);
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        Guid? id = null;
        long generation = 0;
        if (HasTable(connection, "installation"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT id, generation FROM installation";
            using var reader = command.ExecuteReader();
            if (reader.Read())
                (id, generation) = (Guid.Parse(reader.GetString(0), CultureInfo.InvariantCulture), reader.GetInt64(1));
        }

        return new DatabaseFacts(
            true,
            id,
            generation,
            HasTable(connection, "companies") && Is(connection, "SELECT EXISTS (SELECT 1 FROM companies)"),
            HasTable(connection, "images") && Is(connection, "SELECT EXISTS (SELECT 1 FROM images WHERE erased_at IS NULL)")
        );
    }

    /// <summary>Assigns an id to a database that has none.</summary>
    public static void GiveId(string path, Guid id, long generation, DateTimeOffset since)
    {
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO installation (id, generation, since) SELECT $id, $generation, $since WHERE NOT EXISTS (SELECT 1 FROM installation)
            """;
        command.Parameters.AddWithValue("$id", id.ToString("D"));
        command.Parameters.AddWithValue("$generation", generation);
        command.Parameters.AddWithValue("$since", since.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    /// <summary>The connection string for one use: it never creates a database, and leaves no connection open.</summary>
    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString();

    private static bool HasTable(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $name)";
        command.Parameters.AddWithValue("$name", name);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 1;
    }

#pragma warning disable CA2100 // Questions of our own, no input.
    private static bool Is(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 1;
    }
#pragma warning restore CA2100
}
