using System;
using Cutis.Platform.Datasets;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A server with a dataset that has the older application attached, a subject and a batch.</summary>
public class PlacedServer : TestServer, IAsyncLifetime
{
    internal static readonly byte[] Face = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));

    internal Dataset Dataset { get; private set; } = null!;

    internal DatasetApplication Run { get; private set; } = null!;

    internal Subject Subject { get; private set; } = null!;

    internal ImageBatch Batch { get; private set; } = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Dataset = await WithAsync<DatasetService, Dataset>(datasets => datasets.AddAsync("d", _ => { }, default));
        Run = await WithAsync<ApplicationService, DatasetApplication>(apps =>
            apps.AttachAsync(Dataset, Application.Metrics2, [], "{}", default)
        );
        Subject = (
            await WithAsync<SubjectService, (Subject? Subject, Platform.Errors.ServiceError? Error)>(s =>
                s.AddAsync(Dataset, null, "s", _ => { }, default)
            )
        ).Subject!;
        Batch = await AddBatchAsync();
    }

    internal async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = Known.CompanyId;
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal async Task<ImageBatch> AddBatchAsync() =>
        (
            await WithAsync<BatchService, (ImageBatch? Batch, Platform.Errors.ServiceError? Error)>(b => b.AddAsync(Subject, null, default))
        ).Batch!;

    internal async Task<Guid> AnnounceAsync(ImageBatch batch, int side = Dictionaries.Front, DateTimeOffset? time = null)
    {
        var (uploads, error) = await WithAsync<UploadService, (IReadOnlyList<PendingUpload>? Uploads, Platform.Errors.ServiceError? Error)>(
            u => u.AnnounceAsync(Subject, batch, [new Announcement(side, Dictionaries.RegularLight, "photo.jpg", time, null)], default)
        );
        uploads.ShouldNotBeNull(error?.Message);
        return uploads[0].Id;
    }

    internal async Task PutPhotoAsync(Guid id, byte[] photo)
    {
        await using var file = await Services.GetRequiredService<IObjectStore>().StageAsync(photo, default);
        var (added, error) = await WithAsync<UploadService, (Platform.Images.AddedImage? Added, Platform.Errors.ServiceError? Error)>(u =>
            u.StoreAsync(id, file, default)
        );
        added.ShouldNotBeNull(error?.Message);
    }

    internal async Task<Guid> AddAsync(ImageBatch batch, byte[] photo, int side = Dictionaries.Front, DateTimeOffset? time = null)
    {
        var id = await AnnounceAsync(batch, side, time);
        await PutPhotoAsync(id, photo);
        return id;
    }

    internal async Task ComputeAsync(Guid image, string body = "{}")
    {
        var started = await SendAsync("POST", $"{Company}/images/{image}/compute/", Json(body));
        started.Status.ShouldBe(202, started.Text);
    }

    internal async Task DoneAsync(Guid image)
    {
        for (var i = 0; i < 2400; i++)
        {
            var answer = await SendAsync("GET", $"{Company}/images/{image}/compute/");
            if (answer.Status == 200 && answer.Json.GetProperty("status").GetString() is "done" or "failed")
                return;
            await Task.Delay(50);
        }

        throw new TimeoutException("The analysis did not end");
    }

    internal string PathOf(ImageBatch batch, Guid image) =>
        $"{Company}/datasets/{Dataset.Id}/subjects/{Subject.Id}/batches/{batch.Id}/images/{image}";
}
