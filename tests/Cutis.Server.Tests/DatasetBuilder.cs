using System;
using Cutis.Platform.Datasets;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Datasets with subjects, batches and images of a company, made by use cases and not by HTTP.</summary>
internal sealed class DatasetBuilder(IServiceProvider services, Guid company)
{
    public Task<Dataset> AddDatasetAsync() => WithAsync<DatasetService, Dataset>(datasets => datasets.AddAsync("d", _ => { }, default));

    public async Task<ImageBatch> AddBatchAsync(Dataset dataset)
    {
        var (subject, _) = await WithAsync<SubjectService, (Subject?, object?)>(async subjects =>
            await subjects.AddAsync(dataset, null, "s", _ => { }, default)
        );
        var (batch, _) = await WithAsync<BatchService, (ImageBatch?, object?)>(async batches =>
            await batches.AddAsync(subject!, null, default)
        );
        return batch!;
    }

    /// <summary>Stores an image, which the server then analyses by itself.</summary>
    public async Task<Image> UploadAsync(ImageBatch batch, byte[] photo)
    {
        await using var file = await services.GetRequiredService<IObjectStore>().StageAsync(photo, default);
        var announced = new Announcement(Dictionaries.Front, Dictionaries.RegularLight, "front.jpg", null, null);
        return await WithAsync<BatchCompute, Image>(async compute =>
        {
            var (added, error) = await compute.AddAsync(batch, announced, file, default);
            return added.ShouldNotBeNull(error?.Message).Image;
        });
    }

    /// <summary>Stores an image that is analysed only when that is asked for.</summary>
    public async Task<Guid> StoreAsync(ImageBatch batch, byte[] photo)
    {
        await using var file = await services.GetRequiredService<IObjectStore>().StageAsync(photo, default);
        var image = new NewImage("front.jpg")
        {
            Place = new ImagePlace(batch.DatasetId, batch.SubjectId, batch.Id, Dictionaries.Front, Dictionaries.RegularLight),
        };
        return await WithAsync<ImageService, Guid>(async images =>
        {
            var (added, error) = await images.AddAsync(image, file, default);
            return added.ShouldNotBeNull(error?.Message).Image.Id;
        });
    }

    private async Task<TAnswer> WithAsync<T, TAnswer>(Func<T, Task<TAnswer>> work)
        where T : notnull
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = company;
        return await work(scope.ServiceProvider.GetRequiredService<T>());
    }
}
