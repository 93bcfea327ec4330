using System;
using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Platform.Images;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>
/// The portrait of the tests, a work of the US Navy in the public domain, with results made by hand: all four kinds of masks.
/// </summary>
internal static class GraceHopper
{
    private static string Folder => Path.Combine(OpenApi.Root, "tests/Cutis.Server.Tests/Assets");

    public static byte[] Photo => File.ReadAllBytes(Path.Combine(Folder, "photo.jpg"));

    public static byte[] Restored => File.ReadAllBytes(Path.Combine(Folder, "restored.jpg"));

    public static JsonDocument Results() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "results.json")));

    public static async Task<Guid> AddAsync(IServiceProvider services, Guid company, CancellationToken stop)
    {
        var (db, photos, results) = (
            services.GetRequiredService<CutisDb>(),
            services.GetRequiredService<PhotoStore>(),
            services.GetRequiredService<ResultStore>()
        );
        var id = Guid.NewGuid();
        var original = await PutAsync(Photo);
        var restored = await PutAsync(Restored);
        var image = new Image
        {
            Id = id,
            CompanyId = company,
            Name = "grace_hopper.jpg",
            CreatedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            CreationTime = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            Original = original!,
            Restored = restored,
        };
        db.Images.Add(image);
        await db.SaveChangesAsync(stop);
        using var documents = Results();
        foreach (var document in documents.RootElement.EnumerateArray())
        {
            ResultJson.TryRead(document, out var result, out _, stop).ShouldBeTrue();
            AlgorithmName.TryParse(result!.AlgorithmTechName, out var name).ShouldBeTrue();
            await results.PutAsync(image, name, result, stop);
        }

        return id;

        async Task<StoredPhoto?> PutAsync(byte[] file)
        {
            await using var staged = await services.GetRequiredService<IObjectStore>().StageAsync(file, stop);
            return (await photos.PutAsync(company, id, staged, stop)).Photo;
        }
    }
}
