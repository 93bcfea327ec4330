using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Cutis.Platform.Storage;

/// <summary>The tables of datasets, subjects and batches.</summary>
internal static class SubjectModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Dataset>(dataset =>
        {
            dataset.ToTable("datasets");
            dataset.HasOne<Company>().WithMany().HasForeignKey(d => d.CompanyId);
        });
        model.Entity<DatasetApplication>(run =>
        {
            run.ToTable("dataset_applications").HasKey(a => new { a.DatasetId, a.ApplicationId });
            run.HasOne<Dataset>().WithMany().HasForeignKey(a => a.DatasetId);
            run.Property(a => a.EnabledAlgorithms)
                .HasConversion(
                    new AsJson<ImmutableArray<string>>(),
                    new ValueComparer<ImmutableArray<string>>((a, b) => a.SequenceEqual(b), list => list.Length, list => list)
                );
        });
        model.Entity<Subject>(subject =>
        {
            subject.ToTable("subjects");
            subject.HasOne<Dataset>().WithMany().HasForeignKey(s => s.DatasetId);
        });
        model.Entity<ImageBatch>(batch =>
        {
            batch.ToTable("batches");
            batch.HasOne<Subject>().WithMany().HasForeignKey(b => b.SubjectId);
        });
        model.Entity<PendingUpload>(pending =>
        {
            pending.ToTable("pending_uploads");
            pending.HasOne<ImageBatch>().WithMany().HasForeignKey(p => p.BatchId);
        });
        model.Entity<Image>().HasOne<Dataset>().WithMany().HasForeignKey(i => i.DatasetId);
        model.Entity<Image>().HasOne<Subject>().WithMany().HasForeignKey(i => i.SubjectId);
        model.Entity<Image>().HasOne<ImageBatch>().WithMany().HasForeignKey(i => i.BatchId);
    }
}
