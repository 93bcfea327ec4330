using System;
using Cutis.Analysis.Plugins;
using Cutis.Imaging.Png;
using Cutis.Platform.Accounts;
using Cutis.Platform.Analysis;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Installations;
using Cutis.Platform.Jobs;
using Cutis.Platform.Photos;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Platform.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cutis.Platform.Tests;

/// <summary>The use cases as a server has them, on a real database and a real disk, without HTTP. The first company acts.</summary>
public class PlatformBench : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-bench-").FullName;
    private readonly Dictionary<Type, object> _settings = new()
    {
        [typeof(RasterisationOptions)] = new RasterisationOptions(),
        [typeof(AdmissionOptions)] = new AdmissionOptions(),
        [typeof(ImagesOptions)] = new ImagesOptions(),
        [typeof(ResultsOptions)] = new ResultsOptions(),
        [typeof(FilesOptions)] = new FilesOptions(),
        [typeof(ObjectsOptions)] = new ObjectsOptions(),
        [typeof(AccountOptions)] = new AccountOptions(),
        [typeof(AnalysisSettings)] = new AnalysisSettings(),
        [typeof(WebhookOptions)] = new WebhookOptions(),
    };

    private ServiceProvider _services = null!;

    internal TestClock Clock { get; } = new();

    internal Guid Company { get; private set; }

    internal Guid Stranger { get; private set; }

    /// <summary>Replaces a group of settings, before the bench is set up.</summary>
    internal void Set<T>(T settings)
        where T : class => _settings[typeof(T)] = settings;

    public async Task InitializeAsync()
    {
        var (reserve, folder) = (new SpaceReserve(_folder), new InstallationFolder(_folder));
        folder.Open(reserve, Clock);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(reserve).AddSingleton(folder).AddSingleton(folder.Mark);
        services.AddDatabase(folder.ConnectionString + ";Pooling=False").AddDiskObjects(folder.Objects);
        services.AddSingleton(new SigningKeys(_folder, Clock)).AddSingleton<IPluginModelReader, TfLiteModelReader>();
        services.AddSingleton<JobSignal>().AddSingleton<JobTurns>().AddSingleton<JobRunner>().AddScoped<JobQueue>();
        foreach (var (type, value) in _settings)
            services.AddSingleton(type, value);
        services.AddUseCases();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        (Company, Stranger) = (await AddCompanyAsync("own"), await AddCompanyAsync("other"));
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Works as a request of a company does.</summary>
    internal async Task<TAnswer> WithAsync<T, TAnswer>(Func<T, Task<TAnswer>> work, Guid? company = null)
        where T : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = company ?? Company;
        return await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    internal async Task<Image> AddImageAsync(byte[]? photo = null, string name = "i", Guid? company = null)
    {
        await using var file = await StageAsync(photo ?? Png(80, 40));
        var (added, error) = await WithAsync<ImageService, (AddedImage?, ServiceError?)>(
            images => images.AddAsync(name, file, default),
            company
        );
        added.ShouldNotBeNull(error?.Message);
        return added.Image;
    }

    internal Task<StagedObject> StageAsync(byte[] content) => Get<IObjectStore>().StageAsync(content, default);

    /// <summary>The objects of an image, without the folders that all have in common.</summary>
    internal async Task<List<string>> ObjectsAsync(Image image)
    {
        var prefix = ObjectKey.Image(image.CompanyId, image.Id);
        var found = new List<string>();
        await foreach (var stored in Get<IObjectStore>().ListAsync(prefix, default))
            found.Add(stored.Key.Path[(prefix.Path.Length + 1)..]);
        return found;
    }

    /// <summary>A grey picture.</summary>
    internal static byte[] Png(int width, int height, byte grey = 100)
    {
        var rows = new byte[width * height * 3];
        Array.Fill(rows, grey);
        var file = new MemoryStream();
        PngWriter.Write(new PngImage { Header = new PngHeader(width, height, PngColour.Rgb, 8, false), Rows = rows }, file);
        return file.ToArray();
    }

    private Task<Guid> AddCompanyAsync(string name) =>
        WithAsync<CutisDb, Guid>(async db =>
        {
            var company = new Company
            {
                Id = Guid.NewGuid(),
                Name = name,
                CreatedAt = Clock.Now,
            };
            db.Companies.Add(company);
            await db.SaveChangesAsync();
            return company.Id;
        });
}
