namespace Cutis.Platform.Capacity;

/// <summary>Registers the services of admission, with limits from the settings and the machine.</summary>
internal static class AdmissionServices
{
    public static void AddAdmission(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            Limits(provider.GetRequiredService<AdmissionOptions>(), provider.GetRequiredService<RasterisationOptions>())
        );
        services.AddSingleton<TransitMemory>().AddSingleton<Admission>().AddSingleton<SlowWork>().AddSingleton<HeavyWork>();
    }

    private static AdmissionLimits Limits(AdmissionOptions admission, RasterisationOptions rasterisation) =>
        new(
            rasterisation.Concurrency == 0 ? AdmissionLimits.DefaultPermits(Environment.ProcessorCount) : rasterisation.Concurrency,
            admission.MemoryBytes == 0
                ? AdmissionLimits.DefaultBytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
                : admission.MemoryBytes,
            rasterisation.Queue,
            Math.Min(admission.CompanyQueue, rasterisation.Queue),
            admission.WaitLimit,
            rasterisation.TimeLimit
        );
}
