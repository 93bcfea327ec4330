using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>Why an operation of the database failed.</summary>
internal enum DatabaseFault
{
    /// <summary>Another writer holds the lock for longer than the timeout.</summary>
    Busy,

    /// <summary>The disk of the database is full.</summary>
    Full,

    /// <summary>Two concurrent requests contradict each other.</summary>
    Conflict,

    /// <summary>The file of the database cannot be read or written.</summary>
    Away,

    /// <summary>The file is not a database, or is damaged.</summary>
    Damaged,
}

/// <summary>Writers wait too long for each other.</summary>
internal sealed class DatabaseBusyException() : TimeoutException("The database was held by other writers for too long");

/// <summary>Classifies the exceptions of the database.</summary>
internal static class DatabaseFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    // There is no space for the shared memory of the write-ahead log.
    private static readonly int[] NoRoom = [0x130A, 0x0F0A];

    /// <summary>The fault that caused an exception; null when the database did not cause it.</summary>
    public static DatabaseFault? Find(Exception exception) =>
        exception switch
        {
            DatabaseBusyException => DatabaseFault.Busy,
            DbUpdateConcurrencyException => DatabaseFault.Conflict,
            SqliteException e => Find(e),
            { InnerException: { } inner } when exception is DbUpdateException or InvalidOperationException => Find(inner),
            _ => null,
        };

    private static DatabaseFault Find(SqliteException e) =>
        e.SqliteErrorCode switch
        {
            Busy or Locked => DatabaseFault.Busy,
            Full => DatabaseFault.Full,
            Constraint => DatabaseFault.Conflict,
            Corrupt or NotADatabase => DatabaseFault.Damaged,
            _ => NoRoom.Contains(e.SqliteExtendedErrorCode) ? DatabaseFault.Full : DatabaseFault.Away,
        };
}
