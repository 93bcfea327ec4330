using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cutis.Platform.Storage;

/// <summary>One statement for many rows, prepared once: what is noted by the thousand is written without a model of each row.</summary>
internal static class Statements
{
    /// <summary>Runs a statement for each row of values, within the transaction of the context.</summary>
    /// <param name="db">The context; its transaction has begun.</param>
    /// <param name="sql">With parameters <c>$0</c>, <c>$1</c> …; no part of it comes from outside.</param>
    /// <param name="rows">Their values, as they are stored.</param>
    /// <param name="stop">Ends the work between two rows.</param>
    /// <returns>For each row how many rows of the database it has changed.</returns>
    public static async Task<IReadOnlyList<int>> RunAsync(CutisDb db, string sql, IEnumerable<object?[]> rows, CancellationToken stop)
    {
        var changed = new List<int>();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
#pragma warning disable CA2100 // Statements of our own, no input.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++)
                Bind(command, i, row[i]);
            changed.Add(await command.ExecuteNonQueryAsync(stop));
        }

        return changed;
    }

    private static void Bind(DbCommand command, int i, object? value)
    {
        if (command.Parameters.Count == i)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"${i}";
            command.Parameters.Add(parameter);
        }

        command.Parameters[i].Value = value switch
        {
            null => DBNull.Value,
            Guid id => id.ToString("D"),
            DateTimeOffset time => time.ToUnixTimeMilliseconds(),
            _ => value,
        };
    }
}
