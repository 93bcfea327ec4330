using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cutis.Platform.Storage;

/// <summary>The company that a request acts for. Without one, queries return no row of any company.</summary>
internal sealed class CurrentCompany
{
    public Guid? Id { get; set; }
}

/// <summary>All records. Rows of companies are filtered to the current one, here and nowhere else.</summary>
internal sealed class CutisDb(DbContextOptions<CutisDb> options, CurrentCompany company) : DbContext(options)
{
    private static readonly MethodInfo FilterMethod = typeof(CutisDb).GetMethod(
        nameof(Filter),
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    public DbSet<Company> Companies => Set<Company>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<PrivateToken> PrivateTokens => Set<PrivateToken>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SessionTokens> SessionTokens => Set<SessionTokens>();

    public DbSet<Image> Images => Set<Image>();

    public DbSet<Result> Results => Set<Result>();

    public DbSet<ResultVersion> ResultVersions => Set<ResultVersion>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<Dataset> Datasets => Set<Dataset>();

    public DbSet<DatasetApplication> DatasetApplications => Set<DatasetApplication>();

    public DbSet<Subject> Subjects => Set<Subject>();

    public DbSet<ImageBatch> Batches => Set<ImageBatch>();

    public DbSet<PendingUpload> PendingUploads => Set<PendingUpload>();

    public DbSet<CaptureLinkRow> CaptureLinks => Set<CaptureLinkRow>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<SupersededObject> SupersededObjects => Set<SupersededObject>();

    public DbSet<IssuedUrl> IssuedUrls => Set<IssuedUrl>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    public DbSet<ReceiptKeyRow> ReceiptKeys => Set<ReceiptKeyRow>();

    public DbSet<Installation> Installations => Set<Installation>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Company>().ToTable("companies");
        AccountModel.Configure(model);
        model.Entity<Image>(image =>
        {
            image.ToTable("images");
            image.HasOne<Company>().WithMany().HasForeignKey(i => i.CompanyId);
            image.Property(i => i.Original).HasConversion(new AsJson<StoredPhoto>());
            image.Property(i => i.Restored).HasConversion(new AsJson<StoredPhoto?>());
            image.Property(i => i.Faces).HasConversion(new AsJson<StoredFaces?>());
        });
        model.Entity<Result>(result =>
        {
            result.ToTable("results");
            result.HasKey(r => new { r.ImageId, r.Algorithm });
            result.HasOne<Image>().WithMany().HasForeignKey(r => r.ImageId);
            result.Property(r => r.MainMetric).HasConversion(new AsJson<StoredMetric?>());
            result
                .Property(r => r.SubMetrics)
                .HasConversion(
                    new AsJson<ImmutableArray<StoredMetric>>(),
                    new ValueComparer<ImmutableArray<StoredMetric>>((a, b) => a.SequenceEqual(b), list => list.Length, list => list)
                );
            result.Property(r => r.MasksOriginal).HasConversion(new AsJson<StoredMasks?>());
            result.Property(r => r.MasksRestored).HasConversion(new AsJson<StoredMasks?>());
        });
        model.Entity<Job>(job =>
        {
            job.ToTable("jobs");
            job.HasOne<Company>().WithMany().HasForeignKey(j => j.CompanyId);
            job.HasIndex(j => new { j.Kind, j.DeduplicationKey }).IsUnique();
            job.Property(j => j.Steps).HasConversion(new AsJson<ImmutableArray<string>>(), Names());
        });
        model.Entity<SupersededObject>(superseded =>
        {
            superseded.ToTable("superseded_objects");
            superseded.HasKey(s => new
            {
                s.ImageId,
                s.Kind,
                s.Digest,
            });
            superseded.HasOne<Company>().WithMany().HasForeignKey(s => s.CompanyId);
            superseded.HasOne<Image>().WithMany().HasForeignKey(s => s.ImageId);
        });
        model.Entity<Installation>().ToTable("installation");
        SubjectModel.Configure(model);
        CaptureLinkRow.Configure(model);
        ResultVersion.Configure(model);
        WebhookModel.Configure(model);
        PrivacyModel.Configure(model);
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (typeof(IOfCompany).IsAssignableFrom(entity.ClrType))
                FilterMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [model]);
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                if (property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?))
                    property.SetValueConverter(new GuidToStringConverter());
            }
        }
    }

    // One filter for all rows that belong to companies, so that no table is forgotten.
    private void Filter<T>(ModelBuilder model)
        where T : class, IOfCompany => model.Entity<T>().HasQueryFilter(row => row.CompanyId == company.Id);

    private static ValueComparer<ImmutableArray<string>> Names() => new((a, b) => a.SequenceEqual(b), list => list.Length, list => list);

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>Stores times as milliseconds since 1970, which SQLite can compare.</summary>
    private sealed class Milliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
        );
}
