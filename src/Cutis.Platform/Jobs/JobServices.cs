namespace Cutis.Platform.Jobs;

/// <summary>The services of jobs.</summary>
internal static class JobServices
{
    /// <summary>The queue, and the worker that does what is in it.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services
            .AddSingleton<JobSignal>()
            .AddSingleton<JobTurns>()
            .AddSingleton<JobRunner>()
            .AddScoped<JobQueue>()
            .AddHostedService<JobWorker>();

    /// <summary>A kind of job.</summary>
    /// <typeparam name="THandler">Who does it.</typeparam>
    public static IServiceCollection AddJobKind<THandler>(this IServiceCollection services, Func<IServiceProvider, JobKind> create)
        where THandler : class, IJobHandler => services.AddScoped<THandler>().AddSingleton(create);
}
