using System;
using Cutis.Masks.Results;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Jobs;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;

namespace Cutis.Platform.Tests;

/// <summary>A bench with datasets, subjects and batches.</summary>
public abstract class PlaceBench : PlatformBench
{
    internal static readonly Announcement Front = new(Dictionaries.Front, Dictionaries.RegularLight, "front.jpg", null, null);

    internal Task<Dataset> AddDatasetAsync(Action<Dataset>? change = null, Guid? company = null) =>
        WithAsync<DatasetService, Dataset>(datasets => datasets.AddAsync("d", change ?? (_ => { }), default), company);

    internal async Task<Subject> AddSubjectAsync(Dataset dataset, string name = "s", Action<Subject>? change = null)
    {
        var (subject, error) = await WithAsync<SubjectService, (Subject?, ServiceError?)>(
            subjects => subjects.AddAsync(dataset, null, name, change ?? (_ => { }), default),
            dataset.CompanyId
        );
        subject.ShouldNotBeNull(error?.Message);
        return subject;
    }

    internal async Task<ImageBatch> AddBatchAsync(Subject subject, DateTimeOffset? creationTime = null)
    {
        var (batch, error) = await WithAsync<BatchService, (ImageBatch?, ServiceError?)>(
            batches => batches.AddAsync(subject, creationTime, default),
            subject.CompanyId
        );
        batch.ShouldNotBeNull(error?.Message);
        return batch;
    }

    internal Task<(IReadOnlyList<PendingUpload>? Uploads, ServiceError? Error)> AnnounceAsync(
        Subject subject,
        ImageBatch? batch,
        params Announcement[] photos
    ) =>
        WithAsync<UploadService, (IReadOnlyList<PendingUpload>?, ServiceError?)>(
            uploads => uploads.AnnounceAsync(subject, batch, photos, default),
            subject.CompanyId
        );

    internal async Task<(AddedImage? Added, ServiceError? Error)> StoreAsync(Guid id, byte[] photo, Guid? company = null)
    {
        await using var file = await StageAsync(photo);
        return await WithAsync<UploadService, (AddedImage?, ServiceError?)>(uploads => uploads.StoreAsync(id, file, default), company);
    }

    /// <summary>An image of a subject, uploaded as it was announced.</summary>
    internal async Task<Image> UploadAsync(Subject subject, ImageBatch? batch = null, byte[]? photo = null, Announcement? announced = null)
    {
        var (uploads, error) = await AnnounceAsync(subject, batch, announced ?? Front);
        uploads.ShouldNotBeNull(error?.Message);
        (var added, error) = await StoreAsync(uploads[0].Id, photo ?? Png(80, 40), subject.CompanyId);
        added.ShouldNotBeNull(error?.Message);
        return added.Image;
    }

    internal async Task PutResultAsync(Image image, string algorithm = "pores")
    {
        AlgorithmName.TryParse(algorithm, out var name).ShouldBeTrue();
        var json = $$$"""
            {
              "algorithm_tech_name": "{{{algorithm}}}", "image_type": "selfie", "area_results": [],
              "masks_original": [
                {
                  "mask_type": "point_mask", "view_box": "0 0 80 40", "name": "m", "tech_name": "m", "type": "FeatureCollection",
                  "features": [
                    {"type": "feature", "geometry": {"type": "MultiPoint", "coordinates": [[5, 6, 2]]}, "properties": {"intensity": 1}}
                  ]
                }
              ]
            }
            """;
        ResultJson
            .TryRead(System.Text.Encoding.UTF8.GetBytes(json), out var result, out var errors, default)
            .ShouldBeTrue($"{errors.FirstOrDefault()}");
        (await WithAsync<ResultStore, Result?>(store => store.PutAsync(image, name, result!, default), image.CompanyId)).ShouldNotBeNull();
    }

    internal async Task<Image> ReadAsync(Image image) =>
        (await WithAsync<CutisDb, Image?>(async db => await db.Images.FindAsync(image.Id), image.CompanyId))!;

    /// <summary>Does all jobs of a kind that wait.</summary>
    internal async Task DoAsync(string kind)
    {
        var known = Get<IEnumerable<JobKind>>().Single(k => k.Name == kind);
        while (await Get<JobRunner>().TryOneAsync(known, default)) { }
    }
}
