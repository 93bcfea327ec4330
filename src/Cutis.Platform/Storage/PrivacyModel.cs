using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>How issued URLs, audit events and receipts are stored.</summary>
internal static class PrivacyModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<IssuedUrl>().ToTable("issued_urls").HasOne<Company>().WithMany().HasForeignKey(u => u.CompanyId);
        model.Entity<AuditEvent>().ToTable("audit_events").HasOne<Company>().WithMany().HasForeignKey(e => e.CompanyId);
        model.Entity<Receipt>().ToTable("receipts").HasOne<Company>().WithMany().HasForeignKey(r => r.CompanyId);
        model.Entity<ReceiptKeyRow>().ToTable("receipt_keys");
    }
}
