using Cutis.Platform.Accounts;
using Cutis.Platform.Analysis;
using Cutis.Platform.Configuration;
using Cutis.Platform.Images;
using Cutis.Platform.Installations;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Demo;

/// <summary>Opens the installation, and fills an empty one: a company, an administrator, a token, and the analysed demo photo.</summary>
internal static class FirstStart
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(365);

    /// <summary>
    /// Opens the data folder, which migrates its database, and fills it if it was empty. After a crash, the next start repeats the filling
    /// as a whole.
    /// </summary>
    /// <param name="services">Services of the server.</param>
    /// <param name="settings">Where the server listens and where its data is.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <param name="addImage">Adds another image in place of the demo photo.</param>
    public static async Task RunAsync(
        IServiceProvider services,
        ServerSettings settings,
        CancellationToken stop,
        Func<IServiceProvider, Guid, CancellationToken, Task<Guid>>? addImage = null
    )
    {
        var folder = services.GetRequiredService<InstallationFolder>();
        folder.Open(services.GetRequiredService<SpaceReserve>(), services.GetRequiredService<TimeProvider>());
        // It is made now: an erasure on a full disk finds it.
        _ = services.GetRequiredService<ReceiptKey>();
        if (!folder.IsFirstStart)
            return;
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        // If two servers start on one folder, the second one waits here and finds it filled.
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (!await db.Companies.AnyAsync(stop))
        {
            await FillAsync(scope.ServiceProvider, settings, addImage ?? AddImageAsync, stop);
            await transaction.CommitAsync(stop);
        }

        folder.EndFirstStart();
    }

    private static async Task FillAsync(
        IServiceProvider services,
        ServerSettings settings,
        Func<IServiceProvider, Guid, CancellationToken, Task<Guid>> addImage,
        CancellationToken stop
    )
    {
        var db = services.GetRequiredService<CutisDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var company = new Company
        {
            Id = Ids.New(),
            Name = "Demo",
            CreatedAt = now,
        };
        var password = Secret.CreatePassword();
        var user = new User
        {
            Id = Ids.New(),
            Email = "admin@cutis.invalid",
            FullName = "Administrator",
            PasswordHash = await services.GetRequiredService<Passwords>().HashAsync(password, stop),
            CreatedAt = now,
        };
        db.AddRange(
            company,
            user,
            new Membership
            {
                UserId = user.Id,
                CompanyId = company.Id,
                Role = Role.Owner,
            }
        );
        await db.SaveChangesAsync(stop);
        services.GetRequiredService<CurrentCompany>().Id = company.Id;
        var token = await services.GetRequiredService<PrivateTokens>().CreateAsync(user.Id, "first token", now + TokenLife, stop);
        var image = await addImage(services, company.Id, stop);

        new Credentials(settings.Urls.Split(';')[0], company.Id, user.Email, password, token, image).Write(settings.Data);
    }

    private static async Task<Guid> AddImageAsync(IServiceProvider services, Guid company, CancellationToken stop)
    {
        await using var file = await services.GetRequiredService<IObjectStore>().StageAsync(DemoData.Photo, stop);
        var (added, error) = await services.GetRequiredService<ImageService>().AddAsync("demo.jpg", file, stop);
        if (added is null)
            throw new InvalidOperationException($"The demo photo was not taken: {error!.Message}");
        var algorithms = services.GetRequiredService<PluginFolder>().Available.ToArray();
        await services.GetRequiredService<ImageAnalysis>().RunAsync(added.Image.Id, algorithms, _ => { }, stop);
        return added.Image.Id;
    }
}
