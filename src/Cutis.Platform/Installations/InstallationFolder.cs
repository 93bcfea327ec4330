using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Installations;

/// <summary>
/// The data folder: database, objects and keys. It opens only if database and objects belong together; see
/// docs/decisions/0028-database-and-objects-carry-one-id.md.
/// </summary>
internal sealed class InstallationFolder
{
    private const int Batch = 200;
    private readonly FirstStartFlag _firstStart;

    public InstallationFolder(string path, ILogger? log = null)
    {
        Root = path;
        (Database, Objects) = (Path.Combine(path, DataFolder.DatabaseName), Path.Combine(path, "objects"));
        (Mark, _firstStart) = (new MarkFile(Objects, log), new FirstStartFlag(path));
    }

    public string Root { get; }

    /// <summary>The path of the database.</summary>
    public string Database { get; }

    /// <summary>The path of the objects.</summary>
    public string Objects { get; }

    /// <summary>The mark in the object folder.</summary>
    public MarkFile Mark { get; }

    /// <summary>How to connect to the database.</summary>
    public string ConnectionString => DatabaseStart.Connection(Database);

    /// <summary>Whether the folder is to be filled, because this start, or an unfinished one before, found it empty.</summary>
    public bool IsFirstStart => _firstStart.IsSet;

    /// <summary>
    /// Opens the folder: migrates the database to the newest schema, and assigns an id to both if they have none. Changes nothing in a
    /// folder that was opened before.
    /// </summary>
    /// <param name="reserve">Released when the disk is full: a server must be able to start in order to erase.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="DisputeException">Database and objects do not belong together; nothing was changed.</exception>
    /// <exception cref="StartException">The database cannot be used.</exception>
    public void Open(SpaceReserve reserve, TimeProvider clock) =>
        DatabaseStart.Guard(
            Database,
            () =>
            {
                var agreement = Judge();
                if (agreement.IsDispute())
                    throw new DisputeException(agreement, Root);
                if (agreement == Agreement.Nothing)
                    _firstStart.Set(clock.GetUtcNow());
                DatabaseStart.Run(Database, reserve);
                if (agreement == Agreement.Agree)
                    return;
                if (agreement == Agreement.MarkBehind)
                {
                    Mark.Advance(DatabaseFacts.Read(Database).Generation);
                    return;
                }

                var mark = Mark.Read();
                // The database first: an id there and none in the objects is recognised as an interruption of these steps.
                DatabaseFacts.GiveId(Database, mark?.Id ?? Ids.New(), mark?.Generation ?? 0, clock.GetUtcNow());
                var facts = DatabaseFacts.Read(Database);
                Mark.Write(new InstallationMark(facts.Id!.Value, facts.Generation));
            }
        );

    /// <summary>Creates the flag of a first start, so that the next start fills the folder.</summary>
    public void BeginFirstStart(TimeProvider clock) => _firstStart.Set(clock.GetUtcNow());

    /// <summary>Ends the first start after it was committed.</summary>
    public void EndFirstStart()
    {
        Mark.Advance(DatabaseFacts.Read(Database).Generation);
        _firstStart.Clear();
    }

    /// <summary>How database and objects relate to each other. Changes nothing; a server may be running.</summary>
    public Agreement Judge()
    {
        // The objects first: a mark is written only after the database change that it states was committed.
        var objects = new ObjectFacts(Mark.Read(), ObjectFolder.HasObjects(Objects));
        var database = DatabaseFacts.Read(Database);
        var agreement = Agreements.Judge(database, objects, IsFirstStart);
        if (agreement != Agreement.MarkBehind)
            return agreement;
        return HasAllSince(objects.Mark!.Generation) ? Agreement.MarkBehind : Agreement.ObjectsOlder;
    }

    /// <summary>A database context for all companies, without a server.</summary>
    public CutisDb Connect() => DatabaseServices.Open(ConnectionString + ";Pooling=False");

    // Whether the objects of every image that has changed since a generation exist.
    private bool HasAllSince(long generation)
    {
        using var db = Connect();
        var changed = db
            .Images.IgnoreQueryFilters()
            .AsNoTracking()
            .Where(i => i.Generation > generation && i.ErasedAt == null)
            .Select(i => i.Id)
            .ToList();
        return changed.Chunk(Batch).All(some => Missing(db, some).Count == 0);
    }

    private List<RecordedObject> Missing(CutisDb db, Guid[] images)
    {
        var missing = Look();
        // Most likely erased or replaced between the two checks.
        return missing.Count == 0 ? missing : [.. missing.Intersect(Look())];

        List<RecordedObject> Look() => [.. RecordedObjects.Read(db, images).Where(o => !File.Exists(Path.Combine(Objects, o.Key.Path)))];
    }
}
