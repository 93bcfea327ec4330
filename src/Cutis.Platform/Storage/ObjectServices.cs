namespace Cutis.Platform.Storage;

/// <summary>The object store as a service. The kind of store is chosen here and nowhere else.</summary>
internal static class ObjectServices
{
    /// <summary>
    /// Objects on the disk, and files that are being written. Nothing on the disk is touched before either is first asked for.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The folder of the objects.</param>
    public static IServiceCollection AddDiskObjects(this IServiceCollection services, string folder) =>
        services
            // By a factory, so that it is closed with the server.
            .AddSingleton(_ => new DiskObjectStore(folder))
            .AddSingleton<IObjectStore>(provider => provider.GetRequiredService<DiskObjectStore>())
            .AddSingleton(provider => provider.GetRequiredService<DiskObjectStore>().Temporary)
            .AddSingleton<VerifiedObjects>();
}
