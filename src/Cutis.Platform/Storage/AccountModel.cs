using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>How users, memberships, tokens and sessions are stored.</summary>
internal static class AccountModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<User>().ToTable("users").HasIndex(u => u.Email).IsUnique();
        model.Entity<Membership>(membership =>
        {
            membership.ToTable("memberships").HasKey(m => new { m.UserId, m.CompanyId });
            membership.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
            membership.HasOne<Company>().WithMany().HasForeignKey(m => m.CompanyId);
            membership.Property(m => m.Role).HasConversion(role => Roles.Name(role), name => Roles.Find(name)!.Value);
        });
        model.Entity<PrivateToken>().ToTable("private_tokens").HasOne<User>().WithMany().HasForeignKey(t => t.UserId);
        model.Entity<Session>(session =>
        {
            session.ToTable("sessions").HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
            session.HasOne<PrivateToken>().WithMany().HasForeignKey(s => s.PrivateTokenId);
        });
        model.Entity<SessionTokens>().ToTable("session_tokens").HasOne(t => t.Session).WithMany().HasForeignKey(t => t.SessionId);
    }
}
