using System;
using Cutis.Platform.Analysis;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Retention;

/// <summary>What datasets say of how long they keep things, and what becomes of it.</summary>
public sealed class RetentionTests : PlaceBench
{
    private async Task<int> LookAsync()
    {
        var added = await WithAsync<RetentionSchedule, int>(s => s.AddDueAsync(default));
        await DoAsync(RetentionHandler.Kind);
        return added;
    }

    private Task<int> EndAnalysisAsync(Image image, string state = JobStates.Done) =>
        WithAsync<CutisDb, int>(async db =>
        {
            db.Jobs.Add(
                new Job
                {
                    Id = Guid.NewGuid(),
                    Kind = AnalysisJob.Kind,
                    CompanyId = Company,
                    Subject = AnalysisJob.SubjectOf(image.Id),
                    Payload = AnalysisJob.WritePayload(["pores"]),
                    State = state,
                    CreatedAt = Clock.Now,
                    AvailableAt = Clock.Now + TimeSpan.FromDays(100),
                    FinishedAt = state is JobStates.Done or JobStates.Failed ? Clock.Now : null,
                }
            );
            return await db.SaveChangesAsync();
        });

    [Fact]
    public async Task Photos_go_after_the_days_of_the_dataset_and_results_stay()
    {
        var dataset = await AddDatasetAsync(d => d.ExpireImagesAfterDays = 2);
        var image = await UploadAsync(await AddSubjectAsync(dataset));
        var forever = await UploadAsync(await AddSubjectAsync(await AddDatasetAsync()));
        await PutResultAsync(image);
        RetentionRules.Find(image, dataset, null).ShouldBe(new RetentionTimes(Clock.Now.AddDays(2), null));
        Clock.Now += TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1);
        (await LookAsync()).ShouldBe(0);
        Clock.Now += TimeSpan.FromMilliseconds(1);
        (await LookAsync()).ShouldBe(1);
        var row = await ReadAsync(image);
        (row.PhotosDeletedAt, row.Original.Digest, row.Original.Width).ShouldBe((Clock.Now, "", 80));
        (await ObjectsAsync(image)).ShouldHaveSingleItem().ShouldStartWith("masks/");
        (await WithAsync<CutisDb, int>(db => db.Results.CountAsync())).ShouldBe(1);
        (await Get<ImageStates>().FindAsync(Company, image.Id, default)).ShouldBe(ImageState.WithoutPhotos);
        (await ObjectsAsync(forever)).ShouldNotBeEmpty();
        (await LookAsync()).ShouldBe(0);
        await using var file = await StageAsync(Png(20, 20));
        var (_, error) = await WithAsync<ImageService, (Image?, ServiceError?)>(s => s.RestoreAsync(row, file, default));
        error!.Code.ShouldBe("photos_deleted");
        (await ObjectsAsync(image)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Photos_go_a_quarter_of_an_hour_after_the_last_analysis_has_ended()
    {
        var dataset = await AddDatasetAsync(d => d.CleanImagesAsSoonAsReady = true);
        var subject = await AddSubjectAsync(dataset);
        var (image, idle) = (await UploadAsync(subject), await UploadAsync(subject));
        await EndAnalysisAsync(image);
        var ended = Clock.Now;
        RetentionRules.Find(image, dataset, ended).Photos.ShouldBe(ended.AddMinutes(15));
        Clock.Now = ended.AddMinutes(10);
        await EndAnalysisAsync(image, JobStates.Failed);
        Clock.Now = ended.AddMinutes(20);
        (await LookAsync()).ShouldBe(0, "the second one ended ten minutes ago");
        Clock.Now = ended.AddMinutes(25);
        (await LookAsync()).ShouldBe(1);
        (await ReadAsync(image)).PhotosDeletedAt.ShouldBe(Clock.Now);
        (await ReadAsync(idle)).PhotosDeletedAt.ShouldBeNull("nothing was computed of it");
    }

    [Fact]
    public async Task Photos_stay_while_they_are_to_be_analysed()
    {
        var dataset = await AddDatasetAsync(d => d.ExpireImagesAfterDays = 0);
        var image = await UploadAsync(await AddSubjectAsync(dataset));
        await EndAnalysisAsync(image, JobStates.Queued);
        Clock.Now += TimeSpan.FromHours(1);
        (await LookAsync()).ShouldBe(0);
        await WithAsync<CutisDb, int>(db => db.Jobs.Where(j => j.Kind == AnalysisJob.Kind).ExecuteDeleteAsync());
        (await LookAsync()).ShouldBe(1);
        (await ReadAsync(image)).PhotosDeletedAt.ShouldBe(Clock.Now);
    }

    [Fact]
    public async Task Results_and_what_is_known_of_people_go_after_the_days_of_the_dataset()
    {
        var dataset = await AddDatasetAsync(d => d.ExpireMetadataAfterDays = 3);
        var subject = await AddSubjectAsync(dataset, "Ada", s => (s.Meta, s.BiologicalSexId) = ("{}", 2));
        var image = await UploadAsync(subject, announced: Front with { Meta = "{}" });
        await PutResultAsync(image);
        Clock.Now += TimeSpan.FromDays(3);
        (await LookAsync()).ShouldBe(1);
        (await WithAsync<CutisDb, int>(db => db.Results.CountAsync())).ShouldBe(0);
        (await ObjectsAsync(image)).ShouldHaveSingleItem().ShouldStartWith("photos/");
        var person = await WithAsync<CutisDb, Subject>(db => db.Subjects.SingleAsync());
        (person.Name, person.Meta, person.BiologicalSexId).ShouldBe(("Ada", null, null));
        (await ReadAsync(image)).Meta.ShouldBeNull();
        (await LookAsync()).ShouldBe(0);
        // What comes later is as old as its photo.
        await PutResultAsync(image);
        (await LookAsync()).ShouldBe(1);
        (await WithAsync<CutisDb, int>(db => db.Results.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_setting_that_was_taken_back_before_the_job_ran_deletes_nothing()
    {
        var dataset = await AddDatasetAsync(d => d.ExpireImagesAfterDays = 1);
        var image = await UploadAsync(await AddSubjectAsync(dataset));
        Clock.Now += TimeSpan.FromDays(1);
        (await WithAsync<RetentionSchedule, int>(s => s.AddDueAsync(default))).ShouldBe(1);
        (await WithAsync<RetentionSchedule, int>(s => s.AddDueAsync(default))).ShouldBe(0, "one waits already");
        await WithAsync<CutisDb, int>(db =>
            db.Datasets.ExecuteUpdateAsync(set => set.SetProperty(d => d.ExpireImagesAfterDays, (int?)null))
        );
        await DoAsync(RetentionHandler.Kind);
        (await ReadAsync(image)).PhotosDeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Announcements_whose_URLs_have_all_expired_are_forgotten()
    {
        await AnnounceAsync(await AddSubjectAsync(await AddDatasetAsync()), null, Front);
        Clock.Now += TimeSpan.FromDays(7);
        await LookAsync();
        (await WithAsync<CutisDb, int>(db => db.PendingUploads.CountAsync())).ShouldBe(1);
        Clock.Now += TimeSpan.FromDays(1);
        await LookAsync();
        (await WithAsync<CutisDb, int>(db => db.PendingUploads.CountAsync())).ShouldBe(0);
    }
}
