using System.Text.Json;
using Cutis.Platform.Audit;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Privacy;

/// <summary>
/// Signs what the current company erases. A receipt is written in the transaction of its erasure: there is none without the other.
/// </summary>
internal sealed class Receipts(CutisDb db, ReceiptKey key, CurrentCompany company, Actor actor)
{
    /// <summary>The last one that was written in this request.</summary>
    public Guid? LastId { get; private set; }

    /// <summary>Writes a receipt. The transaction has begun as a writer, so no other one of the company comes between.</summary>
    public async Task AddWithinAsync(Erased erased, DateTimeOffset now, CancellationToken stop)
    {
        var last = await db.Receipts.AsNoTracking().OrderByDescending(r => r.Number).FirstOrDefaultAsync(stop);
        var row = new Receipt
        {
            Id = Ids.New(),
            CompanyId = company.Id!.Value,
            Number = (last?.Number ?? 0) + 1,
            Kind = erased.Kind,
            ErasedAt = now,
            AskedBy = actor.UserId,
            Jws = "",
            Sha256 = "",
        };
        var jws = Jws.Sign(ReceiptStatement.Write(row, erased, last?.Sha256, actor.TokenId), key);
        if (!await db.ReceiptKeys.AnyAsync(k => k.Id == key.Public.Id, stop))
        {
            db.ReceiptKeys.Add(
                new ReceiptKeyRow
                {
                    Id = key.Public.Id,
                    PublicKey = JsonSerializer.Serialize(key.Public),
                    CreatedAt = now,
                }
            );
        }

        db.Receipts.Add(
            new Receipt
            {
                Id = row.Id,
                CompanyId = row.CompanyId,
                Number = row.Number,
                Kind = row.Kind,
                ErasedAt = row.ErasedAt,
                AskedBy = row.AskedBy,
                Jws = jws,
                Sha256 = Jws.Digest(jws),
            }
        );
        await db.SaveChangesAsync(stop);
        LastId = row.Id;
    }

    /// <summary>A page of the receipts, newest first.</summary>
    public async Task<(int Count, List<Receipt> Receipts)> ListAsync(bool oldestFirst, int skip, int take, CancellationToken stop)
    {
        var all = db.Receipts.AsNoTracking();
        var ordered = oldestFirst ? all.OrderBy(r => r.Number) : all.OrderByDescending(r => r.Number);
        return (await all.CountAsync(stop), await ordered.Skip(skip).Take(take).ToListAsync(stop));
    }

    /// <summary>The receipt of an id; null when the current company has none.</summary>
    public Task<Receipt?> FindAsync(Guid id, CancellationToken stop) =>
        db.Receipts.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, stop);

    /// <summary>The public halves of all keys that have signed receipts here, and of the one that signs now.</summary>
    public async Task<IReadOnlyList<PublicKey>> ListKeysAsync(CancellationToken stop)
    {
        var known = await ReadKeysAsync(db, stop);
        return known.Any(k => k.Id == key.Public.Id) ? known : [key.Public, .. known];
    }

    /// <summary>The public halves of all keys that have signed receipts.</summary>
    public static async Task<IReadOnlyList<PublicKey>> ReadKeysAsync(CutisDb db, CancellationToken stop)
    {
        var rows = await db.ReceiptKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ToListAsync(stop);
        return rows.ConvertAll(row => JsonSerializer.Deserialize<PublicKey>(row.PublicKey)!);
    }
}
