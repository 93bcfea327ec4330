using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>A link that lets a phone put one photo; only the hash of its secret is kept.</summary>
internal sealed class CaptureLinkRow : IOfCompany
{
    /// <summary>Also the id of the image that the photo becomes, so that there is one at most.</summary>
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>Who made it, and on whose behalf the photo comes.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Of whom the photo is to be; null for a photo in no dataset.</summary>
    public required Guid? SubjectId { get; init; }

    public required int? SideId { get; init; }

    public required string Name { get; init; }

    public required byte[] SecretHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was first opened; null as long as it was not.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public static void Configure(ModelBuilder model) =>
        model.Entity<CaptureLinkRow>(link =>
        {
            link.ToTable("capture_links");
            link.HasIndex(l => l.SecretHash).IsUnique();
            link.HasOne<Company>().WithMany().HasForeignKey(l => l.CompanyId);
            link.HasOne<User>().WithMany().HasForeignKey(l => l.UserId);
            link.HasOne<Subject>().WithMany().HasForeignKey(l => l.SubjectId);
        });
}
