using System;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Datasets;

/// <summary>Datasets, subjects and applications, as any caller uses them.</summary>
public sealed class DatasetServiceTests : PlaceBench
{
    private async Task<string> NamesAsync(ListQuery query, Guid? company = null)
    {
        var (count, datasets) = await WithAsync<DatasetService, (int, List<Dataset>)>(s => s.ListAsync(query, default), company);
        return $"{count}: {string.Join(' ', datasets.Select(d => d.Name))}";
    }

    [Fact]
    public async Task Datasets_are_listed_by_what_is_asked_and_belong_to_their_company()
    {
        foreach (var name in new[] { "b_1", "a%2", "c\\3" })
        {
            Clock.Now += TimeSpan.FromSeconds(1);
            await WithAsync<DatasetService, Dataset>(s => s.AddAsync(name, _ => { }, default));
        }

        var foreign = await AddDatasetAsync(company: Stranger);
        (await NamesAsync(new ListQuery("", ListOrder.NewestFirst, 0, 10))).ShouldBe("3: c\\3 a%2 b_1");
        (await NamesAsync(new ListQuery("", ListOrder.OldestFirst, 1, 1))).ShouldBe("3: a%2");
        (await NamesAsync(new ListQuery("", ListOrder.Name, 0, 10))).ShouldBe("3: a%2 b_1 c\\3");
        (await NamesAsync(new ListQuery("", ListOrder.NameDescending, 0, 1))).ShouldBe("3: c\\3");
        foreach (var (search, found) in new[] { ("%", "a%2"), ("_", "b_1"), ("\\", "c\\3") })
            (await NamesAsync(new ListQuery(search, ListOrder.Name, 0, 10))).ShouldBe($"1: {found}");
        var (none, error) = await WithAsync<DatasetService, (Dataset?, ServiceError?)>(s => s.FindAsync($"{foreign.Id}", default));
        (none, error!.Kind).ShouldBe((null, ErrorKind.NotFound));
    }

    [Fact]
    public async Task A_change_is_of_what_was_given_alone()
    {
        var dataset = await AddDatasetAsync(d => (d.ExpireImagesAfterDays, d.CustomBranding) = (3, 7));
        var (changed, _) = await WithAsync<DatasetService, (Dataset?, ServiceError?)>(s =>
            s.ChangeAsync($"{dataset.Id}", d => d.ExpireImagesAfterDays = null, default)
        );
        (changed!.ExpireImagesAfterDays, changed.CustomBranding, changed.Name).ShouldBe((null, 7, "d"));
        var (read, _) = await WithAsync<DatasetService, (Dataset?, ServiceError?)>(s => s.FindAsync($"{dataset.Id}", default));
        (read!.ExpireImagesAfterDays, read.CustomBranding).ShouldBe((null, 7));
    }

    [Fact]
    public async Task Subjects_are_found_in_their_dataset_and_a_change_counts_as_new_metadata()
    {
        var (dataset, other) = (await AddDatasetAsync(), await AddDatasetAsync());
        var subject = await AddSubjectAsync(dataset, "Ada", s => s.Meta = """{"a":1}""");
        var (found, _) = await WithAsync<SubjectService, (Subject?, ServiceError?)>(s => s.FindAsync(dataset, $"{subject.Id}", default));
        (found!.Name, found.Meta).ShouldBe(("Ada", """{"a":1}"""));
        var (none, error) = await WithAsync<SubjectService, (Subject?, ServiceError?)>(s => s.FindAsync(other, $"{subject.Id}", default));
        (none, error!.Kind).ShouldBe((null, ErrorKind.NotFound));
        Clock.Now += TimeSpan.FromDays(2);
        var changed = await WithAsync<SubjectService, Subject>(s =>
            s.ChangeAsync(found, x => x.BirthDate = new DateOnly(1815, 12, 10), default)
        );
        (changed.BirthDate, changed.Meta, changed.MetadataAt).ShouldBe((new DateOnly(1815, 12, 10), """{"a":1}""", Clock.Now));
        var cleared = await WithAsync<SubjectService, Subject>(s => s.ClearAsync(changed, default));
        (cleared.BirthDate, cleared.Meta, cleared.Name).ShouldBe((null, null, "Ada"));
    }

    [Fact]
    public async Task An_application_keeps_its_run_when_it_is_attached_again()
    {
        var dataset = await AddDatasetAsync();
        Task<DatasetApplication> AttachAsync(params string[]? names) =>
            WithAsync<ApplicationService, DatasetApplication>(s =>
                s.AttachAsync(dataset, Application.Metrics2, names is null ? null : [.. names], null, default)
            );
        var first = await AttachAsync("pores", "lines");
        var again = await AttachAsync(null);
        (again.RunId, again.AlgorithmsFlags).ShouldBe((first.RunId, "{}"));
        again.EnabledAlgorithms.ShouldBe(["pores", "lines"]);
        (await AttachAsync("acne")).EnabledAlgorithms.ShouldBe(["acne"]);
        var runs = await WithAsync<ApplicationService, List<DatasetApplication>>(s => s.ListAsync([dataset.Id], default));
        runs.ShouldHaveSingleItem().RunId.ShouldBe(first.RunId);
    }

    [Fact]
    public void Applications_are_found_under_the_ids_that_clients_know()
    {
        Application.Find(new Guid("8b5b3acc-480b-4412-8d2c-ebe6ab4384d7"))!.Name.ShouldBe("Face Skin Metrics 2.0");
        Application.Find("face_skin_metrics_3")!.Name.ShouldBe("Face Skin Metrics 3.0");
        Application.All.Select(a => a.Id).Distinct().Count().ShouldBe(Application.All.Count);
    }
}
