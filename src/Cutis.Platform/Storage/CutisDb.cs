using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cutis.Platform.Storage;

/// <summary>The company that a request acts for; without one, no row of any company is seen.</summary>
internal sealed class CurrentCompany
{
    public Guid? Id { get; set; }
}

/// <summary>All records. Rows of companies are filtered to the current one, here and nowhere else.</summary>
internal sealed class CutisDb(DbContextOptions<CutisDb> options, CurrentCompany company) : DbContext(options)
{
    public DbSet<Company> Companies => Set<Company>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<PrivateToken> PrivateTokens => Set<PrivateToken>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SessionTokens> SessionTokens => Set<SessionTokens>();

    public DbSet<Image> Images => Set<Image>();

    public DbSet<Result> Results => Set<Result>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<SupersededObject> SupersededObjects => Set<SupersededObject>();

    public DbSet<Installation> Installations => Set<Installation>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Company>().ToTable("companies");
        AccountModel.Configure(model);
        model.Entity<Image>(image =>
        {
            image.ToTable("images").HasQueryFilter(i => i.CompanyId == company.Id);
            image.HasOne<Company>().WithMany().HasForeignKey(i => i.CompanyId);
            image.Property(i => i.Original).HasConversion(new AsJson<StoredPhoto>());
            image.Property(i => i.Restored).HasConversion(new AsJson<StoredPhoto?>());
            image.Property(i => i.Faces).HasConversion(new AsJson<StoredFaces?>());
        });
        model.Entity<Result>(result =>
        {
            result.ToTable("results").HasQueryFilter(r => r.CompanyId == company.Id);
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
            job.ToTable("jobs").HasQueryFilter(j => j.CompanyId == company.Id);
            job.HasOne<Company>().WithMany().HasForeignKey(j => j.CompanyId);
            job.HasIndex(j => new { j.Kind, j.DeduplicationKey }).IsUnique();
            job.Property(j => j.Steps).HasConversion(new AsJson<ImmutableArray<string>>(), Names());
        });
        model.Entity<SupersededObject>(superseded =>
        {
            superseded.ToTable("superseded_objects").HasQueryFilter(s => s.CompanyId == company.Id);
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
        foreach (var entity in model.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                if (property.ClrType == typeof(Guid))
                    property.SetValueConverter(new GuidToStringConverter());
            }
        }
    }

    private static ValueComparer<ImmutableArray<string>> Names() => new((a, b) => a.SequenceEqual(b), list => list.Length, list => list);

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>Times as milliseconds since 1970, which SQLite can compare.</summary>
    private sealed class Milliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
        );

    private sealed class AsJson<T>()
        : ValueConverter<T, string>(
            value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
            stored => JsonSerializer.Deserialize<T>(stored, JsonSerializerOptions.Default)!
        );
}
