using System.Security.Cryptography;
using Cutis.Platform.Installations;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Images;

/// <summary>How a change of records ended.</summary>
internal enum Recorded
{
    /// <summary>It is committed.</summary>
    Done,

    /// <summary>The image, or what it was to be added to, was erased, perhaps a moment ago; nothing has changed.</summary>
    Erased,

    /// <summary>The photos of the image were deleted, and no other takes their place; nothing has changed.</summary>
    PhotosDeleted,

    /// <summary>There is one of that id already; nothing has changed.</summary>
    Exists,

    /// <summary>It is not, or no longer, what the change expects; nothing has changed.</summary>
    Differs,

    /// <summary>There is nothing of that name; nothing has changed.</summary>
    Missing,
}

/// <summary>
/// Changes of what records say of objects, each in one transaction that moves the generation of the installation on.
/// </summary>
internal sealed class RecordChanges(CutisDb db, WriteLock writes, MarkFile mark)
{
    // Steps are of random length: two histories that began alike, such as a restored backup and what it was made of, do not meet again at
    // one number. There is room for 2^43 of the longest.
    private const int MaxStep = 1 << 20;

    /// <summary>Makes a change.</summary>
    /// <param name="change">Given the generation that the images it changes are to have; what it did is committed if it says so.</param>
    /// <param name="stop">Ends the work before it is committed.</param>
    public async Task<Recorded> ChangeAsync(Func<long, Task<Recorded>> change, CancellationToken stop)
    {
        var recorded = Recorded.Missing;
        await writes.RunAsync(
            async () =>
            {
                try
                {
                    // The first start has a transaction around all that it does.
                    if (db.Database.CurrentTransaction is not null)
                    {
                        recorded = await change(await AdvanceAsync(stop));
                        return 0;
                    }

                    // Immediate: what is read in it stays true until it ends, also with another process on the same database.
                    await using var transaction = await db.Database.BeginTransactionAsync(stop);
                    var generation = await AdvanceAsync(stop);
                    recorded = await change(generation);
                    if (recorded != Recorded.Done)
                        return 0;
                    await transaction.CommitAsync(CancellationToken.None);
                    mark.Advance(generation);
                    return 0;
                }
                finally
                {
                    db.ChangeTracker.Clear();
                }
            },
            stop
        );
        return recorded;
    }

    private async Task<long> AdvanceAsync(CancellationToken stop)
    {
        var step = RandomNumberGenerator.GetInt32(1, MaxStep);
        var moved = await db
            .Database.SqlQuery<long>($"UPDATE installation SET generation = generation + {step} RETURNING generation AS \"Value\"")
            .ToListAsync(stop);
        return moved.Single();
    }
}
