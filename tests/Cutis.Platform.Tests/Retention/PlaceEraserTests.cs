using System;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Retention;

/// <summary>Erasing datasets, subjects and batches: hidden at once, gone with the job.</summary>
public sealed class PlaceEraserTests : PlaceBench
{
    private Task<ServiceError?> EraseAsync(params Subject[] subjects) =>
        WithAsync<PlaceEraser, ServiceError?>(e => e.EraseAsync(subjects, default));

    private async Task<ErrorKind?> StateAsync(Image image) =>
        (await WithAsync<ImageService, (Image?, ServiceError? Error)>(s => s.FindAsync(image.Id, default))).Error?.Kind;

    [Fact]
    public async Task Of_an_erased_subject_nothing_is_shown_at_once_and_nothing_is_left_once_the_job_is_done()
    {
        var dataset = await AddDatasetAsync();
        var (gone, stays) = (await AddSubjectAsync(dataset, "Ada", s => s.Meta = "1"), await AddSubjectAsync(dataset, "Grace"));
        var (image, other) = (await UploadAsync(gone), await UploadAsync(stays));
        await PutResultAsync(image);
        var pending = (await AnnounceAsync(gone, null, Front)).Uploads![0];
        (await EraseAsync(gone)).ShouldBeNull();

        (await StateAsync(image)).ShouldBe(ErrorKind.Erased);
        (await Get<ImageStates>().FindAsync(Company, image.Id, default)).ShouldBe(ImageState.Erased);
        var row = await WithAsync<CutisDb, Subject>(db => db.Subjects.SingleAsync(s => s.Id == gone.Id));
        (row.Name, row.Meta, row.ErasedAt).ShouldBe(("", null, Clock.Now));
        (await StoreAsync(pending.Id, Png(80, 40))).Error.ShouldNotBeNull();
        (await AnnounceAsync(gone, null, Front)).Error!.Kind.ShouldBe(ErrorKind.Erased);

        await DoAsync(ErasureHandler.Kind);
        (await ObjectsAsync(image)).ShouldBeEmpty();
        var left = await ReadAsync(image);
        (left.Name, left.Original.Digest, left.Faces).ShouldBe(("", "", null));
        (await WithAsync<CutisDb, int>(db => db.Results.CountAsync())).ShouldBe(0);
        (await EraseAsync(gone))!.Kind.ShouldBe(ErrorKind.Erased);
        (await StateAsync(other)).ShouldBeNull("the other subject is untouched");
        (await ObjectsAsync(other)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_photo_that_comes_while_its_subject_is_erased_is_not_kept()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var batch = await AddBatchAsync(subject);
        (await EraseAsync(subject)).ShouldBeNull();
        await using var file = await StageAsync(Png(80, 40));
        var asked = new NewImage("late") { Place = new ImagePlace(subject.DatasetId, subject.Id, batch.Id, 1, 1) };
        var (added, error) = await WithAsync<ImageService, (AddedImage?, ServiceError?)>(s => s.AddAsync(asked, file, default));
        (added, error!.Kind).ShouldBe((null, ErrorKind.Erased));
        var objects = new List<StoredObject>();
        await foreach (var stored in Get<IObjectStore>().ListAsync(ObjectKey.Image(Company, asked.Id), default))
            objects.Add(stored);
        objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dataset_takes_everything_along_and_an_erasure_that_was_interrupted_is_finished()
    {
        var dataset = await AddDatasetAsync();
        var images = new List<Image>();
        for (var i = 0; i < 3; i++)
        {
            images.Add(await UploadAsync(await AddSubjectAsync(dataset)));
            await PutResultAsync(images[^1]);
        }

        (await WithAsync<PlaceEraser, ServiceError?>(e => e.EraseAsync(dataset, default))).ShouldBeNull();
        foreach (var image in images)
            (await StateAsync(image)).ShouldBe(ErrorKind.Erased);
        var (none, error) = await WithAsync<DatasetService, (Dataset?, ServiceError?)>(s => s.FindAsync($"{dataset.Id}", default));
        (none, error!.Kind).ShouldBe((null, ErrorKind.Erased));
        (
            await WithAsync<SubjectService, (Subject?, ServiceError?)>(s => s.AddAsync(dataset, null, "late", _ => { }, default))
        ).Item2!.Kind.ShouldBe(ErrorKind.Erased);
        // One was purged before the worker died.
        await WithAsync<ImageEraser, int>(async e =>
        {
            await e.PurgeAsync(Company, images[0].Id, default);
            return 0;
        });
        await DoAsync(ErasureHandler.Kind);
        foreach (var image in images)
            (await ObjectsAsync(image)).ShouldBeEmpty();
        (await WithAsync<CutisDb, int>(db => db.Results.CountAsync())).ShouldBe(0);
        (await WithAsync<CutisDb, int>(db => db.Images.CountAsync(i => i.Name != ""))).ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_is_erased_alone()
    {
        var subject = await AddSubjectAsync(await AddDatasetAsync());
        var (first, second) = (await AddBatchAsync(subject), await AddBatchAsync(subject));
        var (gone, stays) = (await UploadAsync(subject, first), await UploadAsync(subject, second));
        (await WithAsync<PlaceEraser, ServiceError?>(e => e.EraseAsync(first, default))).ShouldBeNull();
        await DoAsync(ErasureHandler.Kind);
        ((await StateAsync(gone)), (await StateAsync(stays))).ShouldBe((ErrorKind.Erased, null));
        var (count, _) = await WithAsync<BatchService, (int, List<ImageBatch>)>(b =>
            b.ListAsync(subject, new ListQuery("", ListOrder.NewestFirst, 0, 10), default)
        );
        count.ShouldBe(1);
    }

    [Fact]
    public void Payloads_keep_their_keys()
    {
        var id = new Guid("00000000-0000-4000-8000-000000000001");
        ErasedPlace.Dataset(id).Write().ShouldBe($$"""{"dataset":"{{id}}"}""");
        ErasedPlace.Subjects([id]).Write().ShouldBe($$"""{"subjects":["{{id}}"]}""");
        ErasedPlace.Batch(id).Write().ShouldBe($$"""{"batch":"{{id}}"}""");
        (ErasureHandler.Kind, RetentionHandler.Kind).ShouldBe(("erasure", "retention"));
    }
}
