using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Storage;

/// <summary>The database as a service. The provider is chosen here and nowhere else.</summary>
internal static class DatabaseServices
{
    /// <summary>Opens a context of its own, outside of the services.</summary>
    /// <param name="connectionString">The connection string of the database.</param>
    public static CutisDb Open(string connectionString) =>
        new(new DbContextOptionsBuilder<CutisDb>().UseSqlite(connectionString).Options, new CurrentCompany());

    /// <summary>Adds <see cref="CutisDb"/>, the current company that it is filtered by, and the lock that orders writes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">The connection string of the migrated database.</param>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString) =>
        services
            .AddSingleton<WriteLock>()
            .AddScoped<CurrentCompany>()
            .AddDbContext<CutisDb>(options => options.UseSqlite(connectionString));
}
