using System;
using System.Collections.Immutable;
using Cutis.Platform.Analysis;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Analysis;

/// <summary>An analysis from being asked for to its results, without HTTP.</summary>
public sealed class AnalysisServiceTests : PlatformBench
{
    public AnalysisServiceTests() => Set(new AnalysisSettings { CompanyQueue = 2, Queue = 3 });

    private Task<(AnalysisState? State, ServiceError? Error)> StartAsync(Image image, params ImmutableArray<string> names) =>
        WithAsync<AnalysisService, (AnalysisState?, ServiceError?)>(
            analyses => analyses.StartAsync(image, names, default),
            image.CompanyId
        );

    private Task<(AnalysisState? State, ServiceError? Error)> FindAsync(Image image, Guid? company = null) =>
        WithAsync<AnalysisService, (AnalysisState?, ServiceError?)>(analyses => analyses.FindAsync(image, default), company);

    private Task<bool> WorkAsync() => Get<JobRunner>().TryOneAsync(Get<JobKind>(), default);

    [Fact]
    public async Task An_image_that_was_never_analysed_has_no_analysis()
    {
        var image = await AddImageAsync();
        (await FindAsync(image)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await StartAsync(image, "lines")).State!.Job.State.ShouldBe(JobStates.Queued);
        (await FindAsync(image)).State!.Job.Algorithms.ShouldBe(["lines"]);
        (await FindAsync(image, Stranger)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task A_photo_without_a_face_is_done_and_each_algorithm_says_why()
    {
        var image = await AddImageAsync(Png(200, 200));
        await StartAsync(image, "lines", "pores");
        (await WorkAsync()).ShouldBeTrue();
        var (state, _) = await FindAsync(image);
        (state!.Job.State, state.Job.Error, state.Job.Attempts, state.Faces!.Count).ShouldBe((JobStates.Done, null, 1, 0));
        state.Job.Steps.ShouldContain("stored");
        state.Results.OrderBy(r => r.Key).Select(r => r.Value).ShouldBe(["No face detected", "No face detected"]);
        (await WorkAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task The_newest_analysis_is_the_one_that_is_shown()
    {
        var image = await AddImageAsync(Png(200, 200));
        await StartAsync(image, "lines");
        await WorkAsync();
        Clock.Now += TimeSpan.FromSeconds(1);
        var (again, _) = await StartAsync(image, "pores");
        (await FindAsync(image)).State!.Job.Id.ShouldBe(again!.Job.Id);
    }

    [Fact]
    public async Task A_photo_that_is_lost_or_damaged_fails_with_a_reason_and_without_another_attempt()
    {
        var (lost, damaged) = (await AddImageAsync(), await AddImageAsync(Png(30, 30)));
        await StartAsync(lost, "lines");
        await Get<IObjectStore>().DeleteAsync(ObjectKey.Photo(Company, lost.Id, lost.Original.Digest));
        await WorkAsync();
        await StartAsync(damaged, "lines");
        await DamageAsync(damaged);
        await WorkAsync();
        foreach (var (image, words) in new[] { (lost, "The stored photo is missing"), (damaged, "The stored photo is damaged") })
        {
            var job = (await FindAsync(image)).State!.Job;
            (job.State, job.Error, job.Attempts).ShouldBe((JobStates.Failed, words, 1));
        }
    }

    [Fact]
    public async Task Of_an_image_that_is_erased_no_analysis_stays()
    {
        var (image, other) = (await AddImageAsync(), await AddImageAsync());
        await StartAsync(image, "lines");
        await WorkAsync();
        await StartAsync(image, "pores");
        await StartAsync(other, "lines");
        await WithAsync<ImageService, ServiceError?>(images => images.EraseAsync($"{image.Id}", default));
        (await FindAsync(image)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await FindAsync(other)).State!.Job.State.ShouldBe(JobStates.Queued, "it is another's");
        (await ObjectsAsync(image)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_queue_says_whose_it_is_and_when_to_come_back()
    {
        for (var i = 0; i < 2; i++)
            (await StartAsync(await AddImageAsync(), "lines")).Error.ShouldBeNull();
        var own = (await StartAsync(await AddImageAsync(), "lines")).Error!;
        (own.Kind, own.RetryAfter).ShouldBe((ErrorKind.TooMany, TimeSpan.FromSeconds(10)));
        own.Message.ShouldContain("at most 2 of a company");
        (await StartAsync(await AddImageAsync(company: Stranger), "lines")).Error.ShouldBeNull();
        var all = (await StartAsync(await AddImageAsync(company: Stranger), "lines")).Error!;
        (all.Kind, all.RetryAfter).ShouldBe((ErrorKind.Busy, TimeSpan.FromSeconds(10)));
    }

    // Other bytes of the same length, as a disk leaves them that has lost some.
    private async Task DamageAsync(Image image)
    {
        var file = Path.Combine(
            Get<Cutis.Platform.Installations.InstallationFolder>().Objects,
            ObjectKey.Photo(Company, image.Id, image.Original.Digest).Path
        );
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }
}
