namespace Cutis.Platform.Audit;

/// <summary>The audit log as services, for a server, a command or a test alike.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddSingleton<AuditLog>().AddScoped<Actor>().AddScoped<AuditTrail>().AddScoped<AuditReader>();
}
