using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Installations;

/// <summary>
/// The data folder: database, objects, keys. It is opened only when database and objects belong together; see
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

    /// <summary>Whether the folder is to be filled, for it was empty when the start, or one that did not end, found it so.</summary>
    public bool IsFirstStart => _firstStart.IsSet;

    /// <summary>Opens the folder: brings the database to the newest schema, and gives both their id if they have none.</summary>
    /// <param name="reserve">Given up when the disk is full: a server must start to erase.</param>
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
                // First the database: an id there and none in the objects is known to be half of this.
                DatabaseFacts.GiveId(Database, mark?.Id ?? Ids.New(), mark?.Generation ?? 0, clock.GetUtcNow());
                var facts = DatabaseFacts.Read(Database);
                Mark.Write(new InstallationMark(facts.Id!.Value, facts.Generation));
            }
        );

    /// <summary>Sets the flag of a first start, so that the next start fills the folder.</summary>
    public void BeginFirstStart(TimeProvider clock) => _firstStart.Set(clock.GetUtcNow());

    /// <summary>Ends the first start, which is committed.</summary>
    public void EndFirstStart()
    {
        Mark.Advance(DatabaseFacts.Read(Database).Generation);
        _firstStart.Clear();
    }

    /// <summary>How database and objects stand to each other. Changes nothing, and may be asked while a server is running.</summary>
    public Agreement Judge()
    {
        // The objects first: whatever happens meanwhile, a mark is written after what it says of the database is committed.
        var objects = new ObjectFacts(Mark.Read(), ObjectFolder.HasObjects(Objects));
        var database = DatabaseFacts.Read(Database);
        var agreement = Agreements.Judge(database, objects, IsFirstStart);
        if (agreement != Agreement.MarkBehind)
            return agreement;
        return HasAllSince(objects.Mark!.Generation) ? Agreement.MarkBehind : Agreement.ObjectsOlder;
    }

    /// <summary>A context on the database that sees the rows of all companies, without a server.</summary>
    public CutisDb Connect() => DatabaseServices.Open(ConnectionString + ";Pooling=False");

    // Whether the objects of every image that has changed since a generation are there.
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
        // Erased or replaced between the two looks, most likely.
        return missing.Count == 0 ? missing : [.. missing.Intersect(Look())];

        List<RecordedObject> Look() => [.. RecordedObjects.Read(db, images).Where(o => !File.Exists(Path.Combine(Objects, o.Key.Path)))];
    }
}
