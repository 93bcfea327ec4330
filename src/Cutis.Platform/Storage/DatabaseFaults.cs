using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>Why the database did not do what it was asked.</summary>
internal enum DatabaseFault
{
    /// <summary>Another writer holds it longer than anyone waits.</summary>
    Busy,

    /// <summary>Its disk is full.</summary>
    Full,

    /// <summary>Two requests wanted contrary things.</summary>
    Conflict,

    /// <summary>Its file cannot be read or written.</summary>
    Away,

    /// <summary>Its file is not a database, or damaged.</summary>
    Damaged,
}

/// <summary>Writers wait for each other too long.</summary>
internal sealed class DatabaseBusyException() : TimeoutException("The database was held by other writers for too long");

/// <summary>Tells the faults of the database apart.</summary>
internal static class DatabaseFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    // No room for the shared memory of the write-ahead log.
    private static readonly int[] NoRoom = [0x130A, 0x0F0A];

    /// <summary>The fault behind an exception; null when it is none of the database's.</summary>
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
