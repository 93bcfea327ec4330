namespace Cutis.Platform.Storage;

/// <summary>The object store as a service. The kind of store is chosen here and nowhere else.</summary>
internal static class ObjectServices
{
    /// <summary>
    /// Adds the objects on the disk, and the files that are being written. The disk is not touched before either is first resolved.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The folder of the objects.</param>
    public static IServiceCollection AddDiskObjects(this IServiceCollection services, string folder) =>
        services
            // Created by a factory, so that the container disposes of it.
            .AddSingleton(_ => new DiskObjectStore(folder))
            .AddSingleton<IObjectStore>(provider => provider.GetRequiredService<DiskObjectStore>())
            .AddSingleton(provider => provider.GetRequiredService<DiskObjectStore>().Temporary)
            .AddSingleton<VerifiedObjects>();
}
