using System;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Datasets;

/// <summary>Lists of what is in datasets are answered by indexes in their order, however much there is.</summary>
public sealed class PlacePlanTests : PlaceBench
{
    [Fact]
    public Task Lists_and_look_ups_search_and_do_not_sort() =>
        WithAsync<CutisDb, int>(async db =>
        {
            var (id, now) = (Guid.NewGuid(), Clock.Now);
            var images = db.Images.Where(i => i.ErasedAt == null);
            await ShouldSearchAsync(db, images.OrderByDescending(i => i.CreationTime).ThenBy(i => i.Id).Take(20));
            await ShouldSearchAsync(db, images.OrderBy(i => i.Name).ThenBy(i => i.Id).Take(20));
            await ShouldSearchAsync(db, images.Where(i => i.BatchId == id));
            await ShouldSearchAsync(
                db,
                images.Where(i => i.SubjectId == id).OrderByDescending(i => i.CreationTime).ThenBy(i => i.Id).Take(20)
            );
            await ShouldSearchAsync(
                db,
                images.Where(i => i.DatasetId == id).OrderByDescending(i => i.CreationTime).ThenBy(i => i.Id).Take(20)
            );
            var subjects = db.Subjects.Where(s => s.DatasetId == id && s.ErasedAt == null);
            await ShouldSearchAsync(db, subjects.OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Id).Take(20));
            await ShouldSearchAsync(db, subjects.OrderBy(s => s.Name).ThenBy(s => s.Id).Take(20));
            await ShouldSearchAsync(
                db,
                db.Batches.Where(b => b.SubjectId == id && b.ErasedAt == null)
                    .OrderByDescending(b => b.CreationTime)
                    .ThenBy(b => b.Id)
                    .Take(20)
            );
            await ShouldSearchAsync(db, db.PendingUploads.Where(p => p.BatchId == id));
            await ShouldSearchAsync(db, db.PendingUploads.IgnoreQueryFilters().Where(p => p.CreatedAt < now));
            await ShouldSearchAsync(
                db,
                images.Where(i => i.DatasetId == id && i.MetadataDeletedAt == null && i.CreatedAt <= now).OrderBy(i => i.CreatedAt)
            );
            return 0;
        });

    private static async Task ShouldSearchAsync<T>(CutisDb db, IQueryable<T> query)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await db.Database.OpenConnectionAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
            steps.Add(reader.GetString(3));
        steps.ShouldNotBeEmpty();
        steps.ShouldAllBe(step => step.StartsWith("SEARCH"), query.ToQueryString());
    }
}
