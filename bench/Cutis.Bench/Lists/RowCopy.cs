using System;
using Microsoft.Data.Sqlite;

namespace Cutis.Bench.Lists;

/// <summary>Copies rows of a table with some columns changed.</summary>
internal sealed class RowCopy : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="which">Which rows, by <c>$of</c>.</param>
    /// <param name="changed">Columns that are given anew with each copy.</param>
    /// <param name="of">The value of <c>$of</c>.</param>
    public RowCopy(SqliteConnection connection, string table, string which, IReadOnlyList<string> changed, string of)
    {
        var columns = new List<string>();
        using (var info = connection.CreateCommand())
        {
            info.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            using var row = info.ExecuteReader();
            while (row.Read())
                columns.Add(row.GetString(0));
        }

        var values = columns.Select(column => changed.Contains(column) ? $"${column}" : column);
        _command = connection.CreateCommand();
        _command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} WHERE {which}";
        foreach (var column in changed)
            _command.Parameters.Add(new SqliteParameter($"${column}", null));
        _command.Parameters.AddWithValue("$of", of);
    }

    /// <summary>Adds a copy.</summary>
    /// <param name="values">Of the columns that change, in their order.</param>
    public void Add(params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i];
        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
