using Cutis.Analysis.Plugins;
using Cutis.Onnx;
using Cutis.Platform;
using Cutis.Platform.Accounts;
using Cutis.Platform.Analysis;
using Cutis.Platform.Audit;
using Cutis.Platform.Capacity;
using Cutis.Platform.Companies;
using Cutis.Platform.Configuration;
using Cutis.Platform.Images;
using Cutis.Platform.Installations;
using Cutis.Platform.Jobs;
using Cutis.Platform.Photos;
using Cutis.Platform.Rendering;
using Cutis.Platform.Results;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Server.Endpoints;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Security;

namespace Cutis.Server.Host;

/// <summary>The server: what it is made of, and its routes. The table of contents.</summary>
internal static class CutisApp
{
    // A listener that does not answer a ping is gone.
    private static readonly WebSocketOptions Pings = new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(20),
        KeepAliveTimeout = TimeSpan.FromSeconds(20),
    };

    /// <param name="settings">Where it listens and where its data is.</param>
    /// <param name="extra">Settings on top of those of the environment.</param>
    /// <param name="clock">The time.</param>
    /// <param name="quiet">Leaves the log out.</param>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static WebApplication Build(
        ServerSettings settings,
        IEnumerable<KeyValuePair<string, string?>>? extra = null,
        TimeProvider? clock = null,
        bool quiet = false
    )
    {
        // Settings come from the environment alone: no file that happens to lie in the caller's folder is read.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("CUTIS__").AddInMemoryCollection(extra ?? []).Build();
        builder
            .WebHost.UseUrls(settings.Urls)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                // Each route has its own limit, checked while its body is read.
                kestrel.Limits.MaxRequestBodySize = null;
                kestrel.Limits.MaxConcurrentConnections = Settings.Read<ServerOptions>(configuration).MaxConnections;
            });
        builder.Logging.ClearProviders();
        if (!quiet)
            AddConsole(builder.Logging, Settings.Read<LogOptions>(configuration));
        // The host would put the paths of signed addresses on every line.
        builder
            .Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // A check that fails is told to whoever asks, and he asks again and again.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            // A request without a token is told by its own line.
            .AddFilter("Microsoft.AspNetCore.RateLimiting", LogLevel.None)
            .AddFilter(typeof(TokenAuthentication).FullName, LogLevel.Warning)
            // What the database refuses is told by the request's own line.
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)
            // A failed start is told in one sentence by the command.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        var services = builder.Services;
        services.AddSingleton(clock ?? TimeProvider.System);
        Settings.Bind(configuration, services);
        AddData(services, settings);
        services.AddAccess();
        services.AddReadiness();
        services.ConfigureHttpJsonOptions(json => AnswerJson.Configure(json.SerializerOptions)).AddApiDocument();
        services.AddUseCases();
        services.AddScoped<ImageAnswers>();
        services.AddSingleton<FileGate>();
        services.AddSingleton<ConsoleFiles>();
        services.AddSingleton<IPluginModelReader, TfLiteModelReader>().AddSingleton<IPluginModelReader, OnnxModelReader>();
        services
            .AddHostedService<RunningServer>()
            .AddHostedService<HourlySweep>()
            .AddHostedService<RetentionClock>()
            .AddHostedService<TokenUseKeeper>()
            .AddHostedService(provider => provider.GetRequiredService<AuditLog>())
            .AddHostedService(provider => provider.GetRequiredService<IssuedUrlLog>())
            .AddJobs()
            .AddHostedService<MemoryKeeper>();

        var app = builder.Build();
        app.UseMiddleware<RequestLog>();
        app.UseStatusCodePages(page =>
            new Problem(page.HttpContext.Response.StatusCode, Reasons.Find(page.HttpContext.Response.StatusCode)).ExecuteAsync(
                page.HttpContext
            )
        );
        app.UseKnownHosts();
        app.UseMiddleware<PlainPath>();
        app.UseWebSockets(Pings);
        app.UseRouting();
        app.UseOrigins();
        app.UseRequestTimeouts();
        app.UseAccess();
        app.MapRasterisation();
        app.MapImages();
        app.MapUrls();
        app.MapAudit();
        app.MapReceipts();
        app.MapResults();
        app.MapResultHistory();
        app.MapExplain();
        app.MapResultLists();
        app.MapResultImports();
        app.MapBatchReports();
        app.MapAuxImages();
        app.MapCompute();
        app.MapLogin();
        app.MapSessions();
        app.MapPrivateTokens();
        app.MapCompanies();
        app.MapMembers();
        app.MapCompanySettings();
        app.MapDatasets();
        app.MapApplications();
        app.MapSubjects();
        app.MapBatches();
        app.MapBatchImages();
        app.MapUploads();
        app.MapCapture();
        app.MapTrend();
        app.MapWebhooks();
        app.MapNotifications();
        app.MapFiles();
        app.MapHealth();
        app.MapDocs();
        app.MapConsole();
        return app;
    }

    private static void AddConsole(ILoggingBuilder logging, LogOptions options)
    {
        // People read what the command says in the place of the host.
        if (options.IsText)
            logging
                .AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat) = (true, "HH:mm:ss "))
                .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        else
            logging.AddJsonConsole(json => json.IncludeScopes = true);
    }

    private static void AddData(IServiceCollection services, ServerSettings settings)
    {
        var reserve = new SpaceReserve(settings.Data);
        services.AddSingleton(DataFolder.Open(settings.Data)).AddSingleton(reserve).AddHostedService<SpaceKeeper>();
        var folder = new InstallationFolder(settings.Data);
        services.AddSingleton(settings).AddSingleton(folder).AddSingleton(folder.Mark);
        services.AddDiskObjects(folder.Objects);
        services.AddSingleton(provider => new SigningKeys(
            settings.Data,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<SigningKeys>>()
        ));
        services.AddDatabase(folder.ConnectionString);
    }
}
