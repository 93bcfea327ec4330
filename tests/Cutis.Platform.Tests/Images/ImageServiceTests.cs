using System;
using System.Text;
using Cutis.Platform.Analysis;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Images;

/// <summary>Adding, restoring, finding, listing and erasing images, as any caller does.</summary>
public sealed class ImageServiceTests : PlatformBench
{
    public ImageServiceTests()
    {
        Set(new ImagesOptions { MaxPixels = 10_000 });
        Set(new AnalysisSettings { CompanyQueue = 1 });
    }

    private async Task<(AddedImage? Added, ServiceError? Error)> AddAsync(byte[] file, string name = "i")
    {
        await using var staged = await StageAsync(file);
        return await WithAsync<ImageService, (AddedImage?, ServiceError?)>(images => images.AddAsync(name, staged, default));
    }

    private async Task<(Image? Image, ServiceError? Error)> RestoreAsync(Image image, byte[] file)
    {
        await using var staged = await StageAsync(file);
        return await WithAsync<ImageService, (Image?, ServiceError?)>(images => images.RestoreAsync(image, staged, default));
    }

    private Task<(Image? Image, ServiceError? Error)> FindAsync(string id, Guid? company = null) =>
        WithAsync<ImageService, (Image?, ServiceError?)>(images => images.FindAsync(id, default), company);

    private Task<ServiceError?> EraseAsync(Image image, Guid? company = null) =>
        WithAsync<ImageService, ServiceError?>(images => images.EraseAsync($"{image.Id}", default), company);

    private async Task<string> NamesAsync(ImageQuery query)
    {
        var (count, images) = await WithAsync<ImageService, (int, List<Image>)>(service => service.ListAsync(query, default));
        return $"{count}: {string.Join(' ', images.Select(i => i.Name))}";
    }

    [Fact]
    public async Task A_photo_is_stored_under_its_digest_with_what_is_known_of_it()
    {
        var file = Png(80, 40);
        var (added, error) = await AddAsync(file, "grey");
        error.ShouldBeNull();
        added!.Analysis.ShouldBeNull("the company has not asked for it");
        var digest = DiskObjectStore.Digest(file);
        var (found, _) = await FindAsync($"{added.Image.Id}");
        found!.Original.ShouldBe(new StoredPhoto(digest, "image/png", 80, 40, file.Length));
        (found.Name, found.CompanyId, found.CreatedAt, found.Restored).ShouldBe(("grey", Company, Clock.Now, null));
        (await ObjectsAsync(found)).ShouldBe([$"photos/{digest}"]);
        (await Get<VerifiedObjects>().ReadAsync(ObjectKey.Photo(Company, found.Id, digest), default)).Bytes.ShouldBe(file);
    }

    [Fact]
    public async Task What_is_no_photo_or_too_large_is_refused_and_leaves_nothing()
    {
        (byte[], ErrorKind)[] cases =
        [
            (Encoding.UTF8.GetBytes("no photo"), ErrorKind.UnsupportedFormat),
            (Png(101, 100), ErrorKind.TooLarge),
            (Png(80, 40)[..60], ErrorKind.Invalid),
        ];
        foreach (var (file, kind) in cases)
        {
            var (added, error) = await AddAsync(file);
            added.ShouldBeNull();
            (error!.Kind, error.Field).ShouldBe((kind, "image"));
            error.Message.ShouldNotBeEmpty();
        }

        (await WithAsync<CutisDb, int>(db => db.Images.IgnoreQueryFilters().CountAsync())).ShouldBe(0);
        (await NamesAsync(new ImageQuery("", ImageOrder.Name, 0, 10))).ShouldBe("0: ");
    }

    [Fact]
    public async Task A_restored_photo_takes_the_place_of_the_one_before_whose_object_stays_for_its_URLs()
    {
        var image = await AddImageAsync();
        var (first, second) = (Png(20, 20, 1), Png(30, 30, 2));
        (await RestoreAsync(image, first)).Image!.Restored!.Width.ShouldBe(20);
        (await RestoreAsync(image, second)).Error.ShouldBeNull();
        var (found, _) = await FindAsync($"{image.Id}");
        (found!.Restored!.Digest, found.Restored.IsComputed).ShouldBe((DiskObjectStore.Digest(second), false));
        (await ObjectsAsync(image)).Count.ShouldBe(3);
        var listed = await WithAsync<CutisDb, List<string>>(db => db.SupersededObjects.Select(s => s.Digest).ToListAsync());
        listed.ShouldBe([DiskObjectStore.Digest(first)]);
    }

    [Fact]
    public async Task A_photo_for_an_image_that_was_erased_meanwhile_is_not_kept()
    {
        var image = await AddImageAsync();
        (await EraseAsync(image)).ShouldBeNull();
        (await RestoreAsync(image, Png(20, 20))).Error!.Kind.ShouldBe(ErrorKind.Erased);
        (await ObjectsAsync(image)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_is_found_by_its_company_alone()
    {
        var image = await AddImageAsync();
        (await FindAsync($"{image.Id}")).Image!.Id.ShouldBe(image.Id);
        foreach (var id in new[] { "", "x", $"{Guid.NewGuid()}", $"{image.Id:N}", $"{{{image.Id}}}" })
            (await FindAsync(id)).Error!.Kind.ShouldBe(ErrorKind.NotFound, id);
        (await FindAsync($"{image.Id}", Stranger)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await EraseAsync(image, Stranger))!.Kind.ShouldBe(ErrorKind.NotFound);
        (await FindAsync($"{image.Id}")).Error.ShouldBeNull("a stranger erases nothing");
    }

    [Fact]
    public async Task Erasing_leaves_a_row_that_says_so_and_nothing_else()
    {
        var image = await AddImageAsync(name: "Ada Lovelace.jpg");
        await RestoreAsync(image, Png(20, 20));
        (await EraseAsync(image)).ShouldBeNull();
        (await FindAsync($"{image.Id}")).Error!.Kind.ShouldBe(ErrorKind.Erased);
        (await EraseAsync(image))!.Kind.ShouldBe(ErrorKind.Erased);
        (await ObjectsAsync(image)).ShouldBeEmpty();
        var row = await WithAsync<CutisDb, Image>(db => db.Images.SingleAsync());
        (row.Name, row.Restored, row.ErasedAt).ShouldBe(("", null, Clock.Now));
        row.Original.ShouldBe(new StoredPhoto("", "", 0, 0, 0), "a digest would tell a known photo");
        (await Get<ImageStates>().FindAsync(Company, image.Id, default)).ShouldBe(ImageState.Erased);
    }

    [Fact]
    public async Task Images_are_listed_in_the_order_that_is_asked_for_and_searched_by_what_is_written()
    {
        foreach (var name in new[] { "b_1", "a%2", "c\\3", "B" })
        {
            Clock.Now += TimeSpan.FromSeconds(1);
            await AddImageAsync(name: name);
        }

        await AddImageAsync(name: "a stranger's", company: Stranger);
        (await NamesAsync(new ImageQuery("", ImageOrder.NewestFirst, 0, 10))).ShouldBe("4: B c\\3 a%2 b_1");
        (await NamesAsync(new ImageQuery("", ImageOrder.OldestFirst, 1, 2))).ShouldBe("4: a%2 c\\3");
        (await NamesAsync(new ImageQuery("", ImageOrder.Name, 0, 10))).ShouldBe("4: B a%2 b_1 c\\3");
        (await NamesAsync(new ImageQuery("", ImageOrder.NameDescending, 0, 1))).ShouldBe("4: c\\3");
        // Characters that mean something to the database mean themselves.
        foreach (var (search, found) in new[] { ("%", "a%2"), ("_", "b_1"), ("\\", "c\\3") })
            (await NamesAsync(new ImageQuery(search, ImageOrder.Name, 0, 10))).ShouldBe($"1: {found}");
    }

    [Fact]
    public async Task An_upload_is_queued_for_analysis_where_the_company_wants_it_and_stored_also_when_the_queue_is_full()
    {
        await WithAsync<CutisDb, int>(db =>
            db.Companies.Where(c => c.Id == Company).ExecuteUpdateAsync(set => set.SetProperty(c => c.AnalyseUploads, true))
        );
        var (first, _) = await AddAsync(Png(10, 10));
        first!.Analysis.ShouldBe(UploadAnalysis.Queued);
        var job = await WithAsync<CutisDb, Job>(db => db.Jobs.SingleAsync());
        (job.Kind, job.Subject, job.State).ShouldBe((AnalysisJob.Kind, $"{first.Image.Id}", JobStates.Queued));
        var (second, _) = await AddAsync(Png(10, 11));
        second!.Analysis.ShouldBe(UploadAnalysis.QueueFull);
        (await FindAsync($"{second.Image.Id}")).Error.ShouldBeNull();
        await AddImageAsync(company: Stranger);
        (await WithAsync<CutisDb, int>(db => db.Jobs.IgnoreQueryFilters().CountAsync())).ShouldBe(1);
    }
}
