using System;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Platform.Uploads;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Uploads;

/// <summary>Announced photos that come, come twice, or come too late; and what is computed of batches.</summary>
public sealed class UploadServiceTests : PlaceBench
{
    public UploadServiceTests() => Set(new AnalysisSettings { CompanyQueue = 2 });

    private async Task<string[]> QueuedAsync(Image image)
    {
        var subject = AnalysisJob.SubjectOf(image.Id);
        var job = await WithAsync<CutisDb, Job?>(db => db.Jobs.FirstOrDefaultAsync(j => j.Subject == subject), image.CompanyId);
        return job is null ? [] : [.. AnalysisJob.Read(job).Algorithms];
    }

    private Task<(BatchComputation? Computation, ServiceError? Error)> ComputeAsync(ImageBatch batch) =>
        WithAsync<BatchCompute, (BatchComputation?, ServiceError?)>(c => c.StartAsync(batch, default), batch.CompanyId);

    private Task<DatasetApplication> AttachAsync(Dataset dataset, params string[] names) =>
        WithAsync<ApplicationService, DatasetApplication>(s => s.AttachAsync(dataset, Application.Metrics2, [.. names], null, default));

    [Fact]
    public async Task An_announced_photo_becomes_the_image_of_the_same_id_with_all_that_was_said_of_it()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var taken = new DateTimeOffset(2023, 2, 11, 3, 20, 5, TimeSpan.Zero);
        var said = new Announcement(Dictionaries.Left, Dictionaries.RegularLight, "left.jpg", taken, """{"k":[1]}""");
        var (uploads, _) = await AnnounceAsync(subject, null, Front, said);
        uploads!.Count.ShouldBe(2);
        uploads[0].BatchId.ShouldBe(uploads[1].BatchId);
        (await StoreAsync(uploads[1].Id, Png(80, 40))).Error.ShouldBeNull();
        var image = await WithAsync<CutisDb, Image>(db => db.Images.SingleAsync());
        (image.Id, image.Name, image.SideId, image.LightId).ShouldBe((uploads[1].Id, "left.jpg", Dictionaries.Left, 1));
        (image.CreationTime, image.CreatedAt, image.Meta).ShouldBe((taken, Clock.Now, """{"k":[1]}"""));
        (image.DatasetId, image.SubjectId, image.BatchId).ShouldBe((subject.DatasetId, subject.Id, uploads[0].BatchId));
        var left = await WithAsync<CutisDb, Guid>(db => db.PendingUploads.Select(p => p.Id).SingleAsync());
        left.ShouldBe(uploads[0].Id);
    }

    [Fact]
    public async Task The_same_photo_again_changes_nothing_and_another_one_is_refused()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var image = await UploadAsync(subject);
        var (again, _) = await StoreAsync(image.Id, Png(80, 40));
        again!.Image.Id.ShouldBe(image.Id);
        var (other, error) = await StoreAsync(image.Id, Png(80, 40, 7));
        (other, error!.Kind, error.Code).ShouldBe((null, ErrorKind.Conflict, "already_uploaded"));
        (await ObjectsAsync(image)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_two_photos_that_come_at_once_one_is_taken()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var (uploads, _) = await AnnounceAsync(subject, null, Front);
        var id = uploads![0].Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => StoreAsync(id, Png(80, 40, (byte)(i % 3))))));
        var taken = answers.Where(a => a.Added is not null).Select(a => a.Added!.Image.Original.Digest).Distinct().ShouldHaveSingleItem();
        answers.Where(a => a.Added is null).ShouldAllBe(a => a.Error!.Kind == ErrorKind.Conflict);
        var image = await WithAsync<CutisDb, Image>(db => db.Images.SingleAsync());
        image.Original.Digest.ShouldBe(taken);
        (await ObjectsAsync(image)).ShouldContain($"photos/{taken}");
    }

    [Fact]
    public async Task What_is_no_photo_leaves_the_announcement()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var (uploads, _) = await AnnounceAsync(subject, null, Front);
        (await StoreAsync(uploads![0].Id, [1, 2, 3])).Error!.Kind.ShouldBe(ErrorKind.UnsupportedFormat);
        (await StoreAsync(uploads[0].Id, Png(80, 40))).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Enabled_algorithms_decide_what_is_computed()
    {
        var dataset = await AddDatasetAsync();
        var subject = await AddSubjectAsync(dataset);
        var plain = await UploadAsync(subject);
        (await QueuedAsync(plain)).ShouldBeEmpty("nobody has asked");
        var all = Get<PluginFolder>().Default;
        var batch = await WithAsync<CutisDb, ImageBatch>(db => db.Batches.SingleAsync());
        (await ComputeAsync(batch)).Computation!.Algorithms.ShouldBe(all, "no application is attached");
        await AttachAsync(dataset, "pores", "lines");
        var second = await UploadAsync(subject);
        batch = await WithAsync<CutisDb, ImageBatch>(db => db.Batches.SingleAsync(b => b.Id == second.BatchId));
        var (computation, _) = await ComputeAsync(batch);
        computation!.Images.ShouldBe([second.Id]);
        (await QueuedAsync(second)).ShouldBe(["pores", "lines"]);
        await AttachAsync(dataset);
        (await WithAsync<DatasetAlgorithms, string[]>(async a => [.. await a.ListAsync(dataset.Id, default)])).ShouldBe(all);
    }

    [Fact]
    public async Task A_photo_that_comes_after_its_batch_was_to_be_computed_is_computed()
    {
        var dataset = await AddDatasetAsync();
        await AttachAsync(dataset, "pores");
        var subject = await AddSubjectAsync(dataset);
        var batch = await AddBatchAsync(subject);
        (await ComputeAsync(batch)).Computation!.Images.ShouldBeEmpty();
        (await QueuedAsync(await UploadAsync(subject, batch))).ShouldBe(["pores"]);
    }

    [Fact]
    public async Task A_batch_is_queued_whole_or_not_at_all()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var batch = await AddBatchAsync(subject);
        var images = new[] { await UploadAsync(subject, batch), await UploadAsync(subject, batch), await UploadAsync(subject, batch) };
        (await ComputeAsync(batch)).Error!.Kind.ShouldBe(ErrorKind.TooMany);
        foreach (var image in images)
            (await QueuedAsync(image)).ShouldBeEmpty();
        (await WithAsync<CutisDb, ImageBatch>(db => db.Batches.SingleAsync())).ComputeAskedAt.ShouldBeNull();
    }

    [Fact]
    public async Task An_upload_that_nobody_follows_up_is_computed_or_not_taken()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var taken = new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var batch = await AddBatchAsync(subject, taken);
        async Task<(AddedImage?, ServiceError?)> AddAsync()
        {
            await using var file = await StageAsync(Png(80, 40));
            return await WithAsync<BatchCompute, (AddedImage?, ServiceError?)>(c => c.AddAsync(batch, Front, file, default));
        }

        for (var i = 0; i < 2; i++)
        {
            var (added, _) = await AddAsync();
            added!.Image.CreationTime.ShouldBe(taken);
            (await QueuedAsync(added.Image)).ShouldNotBeEmpty();
        }

        var (none, error) = await AddAsync();
        (none, error!.Kind).ShouldBe((null, ErrorKind.TooMany));
        (await WithAsync<CutisDb, int>(db => db.Images.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public void Numbers_of_algorithms_are_different_and_stay_the_same()
    {
        var versions = AlgorithmVersions.All(Get<PluginFolder>());
        versions.Select(v => v.Id).Distinct().Count().ShouldBe(versions.Count);
        versions.ShouldAllBe(v => v.Id > 0);
        AlgorithmVersions.IdOf("pores", 1).ShouldBe(AlgorithmVersions.IdOf("pores", 1));
        versions.Single(v => v.TechName == "skin_tone").FamilyTechName.ShouldBe("selfie_v2.skintone-classification");
    }
}
