using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Installations;

/// <summary>How a database and an object folder relate to each other.</summary>
internal enum Agreement
{
    /// <summary>There is nothing yet, or only an unfinished first start.</summary>
    Nothing,

    /// <summary>Both are from a version without ids.</summary>
    Unmarked,

    /// <summary>They belong together.</summary>
    Agree,

    /// <summary>The mark is behind the database: it could not be written, or the objects are older. The rows tell which.</summary>
    MarkBehind,

    /// <summary>There are objects but no database.</summary>
    DatabaseMissing,

    /// <summary>There are objects, and a database in which nothing has been set up.</summary>
    DatabaseEmpty,

    /// <summary>The objects are newer than the database.</summary>
    DatabaseOlder,

    /// <summary>The database has images, and there are no objects.</summary>
    ObjectsMissing,

    /// <summary>The database is newer than the objects.</summary>
    ObjectsOlder,

    /// <summary>They have different ids.</summary>
    Strangers,
}

/// <summary>What is known about an object folder.</summary>
/// <param name="Mark">Its mark; null when there is none that can be read.</param>
/// <param name="HasObjects">Whether any image has an object in it.</param>
internal sealed record ObjectFacts(InstallationMark? Mark, bool HasObjects);

/// <summary>Decides and explains how a database and an object folder relate to each other.</summary>
internal static class Agreements
{
    /// <param name="database">What is known about the database.</param>
    /// <param name="objects">What is known about the object folder; read before the database.</param>
    /// <param name="isFirstStart">Whether a first start was begun and not finished.</param>
    public static Agreement Judge(DatabaseFacts database, ObjectFacts objects, bool isFirstStart)
    {
        if (!database.HasCompanies)
        {
            if (isFirstStart || (!objects.HasObjects && objects.Mark is null))
                return Agreement.Nothing;
            return database.Exists ? Agreement.DatabaseEmpty : Agreement.DatabaseMissing;
        }

        if (database.HasImages && !objects.HasObjects)
            return Agreement.ObjectsMissing;
        return (database.Id, objects.Mark) switch
        {
            (null, null) => Agreement.Unmarked,
            // The database is from a version without ids, and the objects are not.
            (null, _) => Agreement.DatabaseOlder,
            // Between the two steps of assigning an id, or without an image whose objects could be missing.
            (_, null) when database.Generation == 0 || !database.HasImages => Agreement.Unmarked,
            (_, null) => Agreement.ObjectsOlder,
            var (id, mark) when id != mark.Id => Agreement.Strangers,
            var (_, mark) when database.Generation < mark.Generation => Agreement.DatabaseOlder,
            var (_, mark) => database.Generation > mark.Generation ? Agreement.MarkBehind : Agreement.Agree,
        };
    }

    /// <summary>True when nothing may be changed before a person has looked.</summary>
    public static bool IsDispute(this Agreement agreement) => agreement >= Agreement.DatabaseMissing;

    /// <summary>One sentence about what is wrong.</summary>
    public static string Explain(Agreement agreement, string folder)
    {
        var (database, objects) = (Path.Combine(folder, "cutis.db"), Path.Combine(folder, "objects"));
        return agreement switch
        {
            Agreement.DatabaseMissing => $"There are photos in {objects} but no database, {database}",
            Agreement.DatabaseEmpty => $"There are photos in {objects} but the database beside them, {database}, is empty",
            Agreement.DatabaseOlder => $"The database {database} is older than the photos beside it, as a backup or half a copy would be",
            Agreement.ObjectsMissing => $"The database {database} knows images but {objects} has no photo, as if a disk were not mounted",
            Agreement.ObjectsOlder => $"The photos in {objects} are older than the database beside them, as a backup would be",
            Agreement.Strangers => $"The database and the photos in {folder} are of different installations",
            _ => $"The database and the photos in {folder} agree",
        };
    }
}

/// <summary>A data folder whose database and objects do not belong together. Nothing in it was changed.</summary>
internal sealed class DisputeException(Agreement agreement, string folder)
    : StartException(
        $"{Agreements.Explain(agreement, folder)}. Nothing was changed. `./run data check` says what is in one and not in the other; put "
            + "back what belongs together, or accept the two as they are with `./run data adopt`, which deletes nothing."
    )
{
    public Agreement Agreement { get; } = agreement;
}
