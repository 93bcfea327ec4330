using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>A version of a result that people have edited.</summary>
internal sealed class ResultVersion : IOfCompany
{
    public required Guid ImageId { get; init; }

    /// <summary>Canonical name.</summary>
    public required string Algorithm { get; init; }

    /// <summary>From 1, which is what was there before the first edit.</summary>
    public required int Number { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>Who stored it; null for what an analysis has found, and for the first version.</summary>
    public required Guid? UserId { get; init; }

    /// <summary>What was said of the change; null for nothing.</summary>
    public required string? Note { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>The document without its masks, as JSON.</summary>
    public required string Envelope { get; init; }

    public required StoredMasks? MasksOriginal { get; init; }

    public required StoredMasks? MasksRestored { get; init; }

    /// <summary>Shapes that the version before did not have; null where it was not counted.</summary>
    public int? Added { get; init; }

    /// <summary>Shapes that it does not have any more.</summary>
    public int? Removed { get; init; }

    /// <summary>Shapes that are others in the same place of the list.</summary>
    public int? Changed { get; init; }

    public static void Configure(ModelBuilder model) =>
        model.Entity<ResultVersion>(version =>
        {
            version.ToTable("result_versions");
            version.HasKey(v => new
            {
                v.ImageId,
                v.Algorithm,
                v.Number,
            });
            version.HasOne<Image>().WithMany().HasForeignKey(v => v.ImageId);
            version.HasOne<Company>().WithMany().HasForeignKey(v => v.CompanyId);
            version.Property(v => v.MasksOriginal).HasConversion(new AsJson<StoredMasks?>());
            version.Property(v => v.MasksRestored).HasConversion(new AsJson<StoredMasks?>());
        });
}

/// <summary>The ETag of a stored result: equal for equal contents.</summary>
internal static class ResultTags
{
    public static string Create(Result result) => Create(result.Envelope, result.MasksOriginal, result.MasksRestored);

    public static string Create(ResultVersion version) => Create(version.Envelope, version.MasksOriginal, version.MasksRestored);

    private static string Create(string envelope, StoredMasks? original, StoredMasks? restored) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{original?.Digest}\n{restored?.Digest}\n{envelope}")))[..32];
}
