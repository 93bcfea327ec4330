using Cutis.Platform.Accounts;
using Cutis.Platform.Analysis;
using Cutis.Platform.Capacity;
using Cutis.Platform.Companies;
using Cutis.Platform.Datasets;
using Cutis.Platform.Demo;
using Cutis.Platform.Images;
using Cutis.Platform.Installations;
using Cutis.Platform.Jobs;
using Cutis.Platform.Notifications;
using Cutis.Platform.Photos;
using Cutis.Platform.Privacy;
using Cutis.Platform.Rendering;
using Cutis.Platform.Reports;
using Cutis.Platform.Results;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Cutis.Platform.Urls;
using Cutis.Platform.Webhooks;

namespace Cutis.Platform;

/// <summary>The use cases as services, with all that they are made of but for what is stored and the settings.</summary>
internal static class PlatformServices
{
    /// <summary>Adds the use cases, for a server, a command or a test alike.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddAdmission();
        services.AddSingleton<ImageStates>().AddSingleton<PictureSender>().AddSingleton<PictureCaches>().AddSingleton<PhotoOpener>();
        services.AddSingleton<MaskBounds>().AddSingleton<Renderer>();
        services.AddSingleton<UrlSigner>().AddSingleton<StoredRecipes>().AddSingleton<IssuedUrlLog>();
        services.AddScoped<ImageUrls>().AddScoped<PictureUrls>().AddScoped<UrlRevocation>();
        services.AddSingleton(provider => new ReceiptKey(provider.GetRequiredService<InstallationFolder>().Root)).AddScoped<Receipts>();
        services
            .AddAccounts()
            .AddScoped<CompanyService>()
            .AddScoped<RecordChanges>()
            .AddScoped<ErasureInventory>()
            .AddScoped<ErasureRecords>()
            .AddScoped<Members>()
            .AddScoped<ResultVersions>()
            .AddScoped<ImageRecords>()
            .AddScoped<ImageEraser>()
            .AddScoped<PhotoStore>()
            .AddScoped<ImageService>();
        services.AddScoped<DatasetService>().AddScoped<SubjectService>().AddScoped<BatchService>().AddScoped<ApplicationService>();
        services
            .AddScoped<ResultStore>()
            .AddScoped<ResultHistory>()
            .AddScoped<ResultIntake>()
            .AddScoped<ResultImport>()
            .AddScoped<ResultService>()
            .AddScoped<PointExplainer>()
            .AddScoped<MaskPlanner>();
        services
            .AddSingleton<PluginFolder>()
            .AddScoped<DatasetAlgorithms>()
            .AddScoped<AnalysisQueue>()
            .AddScoped<ImageAnalysis>()
            .AddScoped<AnalysisService>();
        services.AddScoped<IImageAdded, UploadAnalyses>().AddScoped<IJobEnded, AnalysisEnds>();
        services.AddScoped<UploadService>().AddScoped<CaptureLinks>().AddScoped<BatchCompute>();
        services.AddWebhooks();
        services.AddSingleton<NotificationHub>().AddScoped<IAnalysisEnded, ResultNotifications>();
        services
            .AddScoped<ImageResults>()
            .AddScoped<BatchReports>()
            .AddScoped<SubjectTrend>()
            .AddScoped<AuxImages>()
            .AddScoped<MaskPictures>();
        services
            .AddScoped<SupersededObjects>()
            .AddScoped<ObjectSweeper>()
            .AddScoped<PlaceEraser>()
            .AddScoped<RetentionSchedule>()
            .AddScoped<ImageDetailsReader>()
            .AddScoped<PhotoDeletion>()
            .AddScoped<DemoSignIn>();
        services
            .AddJobKind<ErasureHandler>(_ => ErasureHandler.CreateKind())
            .AddJobKind<RetentionHandler>(_ => RetentionHandler.CreateKind());
        return services.AddJobKind<AnalysisHandler>(provider =>
            AnalysisHandler.CreateKind(provider.GetRequiredService<AnalysisSettings>())
        );
    }
}
