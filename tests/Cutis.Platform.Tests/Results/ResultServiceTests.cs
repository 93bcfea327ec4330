using System;
using System.Text;
using Cutis.Masks.Results;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Results;

/// <summary>Storing, listing, reading and deleting results, as any caller does.</summary>
public sealed class ResultServiceTests : PlatformBench
{
    private const string Masks =
        """[{"mask_type":"point_mask","tech_name":"m","view_box":"0 0 80 40","features":"""
        + """[{"geometry":{"type":"MultiPoint","coordinates":[[1.250,2,3]]}}],"type":"FeatureCollection"}]""";

    private static string Result(string name, string masks = Masks, int value = 7) =>
        $$"""{"algorithm_tech_name":"{{name}}","area_results":[{"area_name":"face","main_metric":{"value":{{value}}"""
        + ""","widget_type":null,"name":"N","tech_name":"n"},"sub_metrics":null}],"masks_restored":null"""
        + $$""","masks_original":{{masks}},"own":[1.0]}""";

    private static AlgorithmName Name(string text) => AlgorithmName.TryParse(text, out var name) ? name : throw new ArgumentException(text);

    private Task<(Result? Result, ServiceError? Error)> PutAsync(Image image, string algorithm, string result) =>
        WithAsync<ResultIntake, (Result?, ServiceError?)>(intake =>
            intake.PutAsync(image, Name(algorithm), Encoding.UTF8.GetBytes(result), default)
        );

    private async Task<(string? Text, ServiceError? Error)> ReadAsync(Image image, string algorithm, Guid? company = null)
    {
        var (document, error) = await WithAsync<ResultService, (ResultDocument?, ServiceError?)>(
            results => results.OpenAsync(image, algorithm, default),
            company
        );
        if (document is null)
            return (null, error);
        using (document)
        {
            var text = new MemoryStream();
            await document.WriteAsync(text, default);
            text.Length.ShouldBe(document.Length);
            return (Encoding.UTF8.GetString(text.ToArray()), null);
        }
    }

    private Task<ServiceError?> DeleteAsync(Image image, string algorithm) =>
        WithAsync<ResultService, ServiceError?>(results => results.DeleteAsync(image, algorithm, default));

    [Fact]
    public async Task A_result_comes_back_to_the_byte_and_its_masks_lie_under_their_digest()
    {
        var image = await AddImageAsync();
        var (stored, error) = await PutAsync(image, "freckles", Result("freckles"));
        error.ShouldBeNull();
        (await ReadAsync(image, "freckles")).Text.ShouldBe(Result("freckles"));
        stored!.MasksOriginal!.Digest.ShouldBe(DiskObjectStore.Digest(Encoding.UTF8.GetBytes(Masks)));
        (await ObjectsAsync(image)).ShouldContain($"masks/{stored.MasksOriginal.Digest}.json");
        (stored.MasksRestored, stored.MainMetric!.Value).ShouldBe((null, "7"));
    }

    [Fact]
    public async Task A_large_result_that_has_come_as_a_file_is_stored_alike()
    {
        var image = await AddImageAsync();
        var points = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"[{i % 80},{i % 40},1]"));
        var result = Result("freckles", Masks.Replace("[1.250,2,3]", points, StringComparison.Ordinal));
        await using var staged = await StageAsync(Encoding.UTF8.GetBytes(result));
        var (stored, error) = await WithAsync<ResultIntake, (Result?, ServiceError?)>(intake =>
            intake.PutAsync(image, Name("freckles"), staged, default)
        );
        error.ShouldBeNull();
        stored!.MasksOriginal!.Masks.Single().Shapes.ShouldBe(20_000);
        (await ReadAsync(image, "freckles")).Text.ShouldBe(result);
    }

    [Theory]
    [InlineData("x", "result", "Is not JSON.")]
    [InlineData("[]", "result", "must be an object")]
    [InlineData("""{"algorithm_tech_name":"acne"}""", "algorithm_tech_name", "must name the same algorithm")]
    [InlineData("""{"algorithm_tech_name":"freckles","masks_original":[{"mask_type":"none"}]}""", "masks_original[0].mask_type", "none")]
    public async Task What_is_wrong_with_a_result_is_told_with_its_field_and_nothing_is_stored(string result, string field, string words)
    {
        var image = await AddImageAsync();
        var (stored, error) = await PutAsync(image, "freckles", result);
        stored.ShouldBeNull();
        error!.Kind.ShouldBe(ErrorKind.Invalid);
        error.Fields!.Keys.ShouldContain(field, string.Join(' ', error.Fields.Keys));
        error.Fields[field].ShouldContain(m => m.Contains(words, StringComparison.Ordinal), string.Join(' ', error.Fields[field]));
        (await ReadAsync(image, "freckles")).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await ObjectsAsync(image)).Count.ShouldBe(1, "the photo");
    }

    [Fact]
    public async Task A_result_takes_the_place_of_the_one_before_whose_masks_stay_for_their_URLs()
    {
        var image = await AddImageAsync();
        var (first, _) = await PutAsync(image, "freckles", Result("freckles"));
        var second = Result("freckles", Masks.Replace("1.250", "9", StringComparison.Ordinal));
        await PutAsync(image, "freckles", second);
        (await ReadAsync(image, "freckles")).Text.ShouldBe(second);
        var listed = await WithAsync<CutisDb, List<string>>(db => db.SupersededObjects.Select(s => s.Digest).ToListAsync());
        listed.ShouldBe([first!.MasksOriginal!.Digest]);
        (await ObjectsAsync(image)).Count(path => path.StartsWith("masks/", StringComparison.Ordinal)).ShouldBe(2);
        // Needed again, it is off the list.
        await PutAsync(image, "freckles", Result("freckles"));
        listed = await WithAsync<CutisDb, List<string>>(db => db.SupersededObjects.Select(s => s.Digest).ToListAsync());
        listed.ShouldNotContain(first.MasksOriginal.Digest);
    }

    [Fact]
    public async Task Results_are_listed_by_name_and_seen_by_their_company_alone()
    {
        var image = await AddImageAsync();
        foreach (var name in new[] { "pores", "acne" })
            await PutAsync(image, name, Result(name));
        var own = await WithAsync<ResultService, List<ResultSummary>>(results => results.ListAsync(image, default));
        own.ConvertAll(r => r.Algorithm).ShouldBe(["acne", "pores"]);
        (await WithAsync<ResultService, List<ResultSummary>>(results => results.ListAsync(image, default), Stranger)).ShouldBeEmpty();
        (await ReadAsync(image, "acne", Stranger)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task A_result_is_deleted_once_and_names_that_cannot_be_are_not_there()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne", Result("acne"));
        (await DeleteAsync(image, "acne")).ShouldBeNull();
        foreach (var name in new[] { "acne", "", "no name", "../acne" })
        {
            (await DeleteAsync(image, name))!.Kind.ShouldBe(ErrorKind.NotFound, name);
            (await ReadAsync(image, name)).Error!.Kind.ShouldBe(ErrorKind.NotFound, name);
        }
    }

    [Fact]
    public async Task An_erased_image_takes_no_result_and_keeps_none()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne", Result("acne"));
        await WithAsync<ImageService, ServiceError?>(images => images.EraseAsync($"{image.Id}", default));
        (await PutAsync(image, "acne", Result("acne"))).Error!.Kind.ShouldBe(ErrorKind.Erased);
        (await DeleteAsync(image, "acne"))!.Kind.ShouldBe(ErrorKind.Erased);
        (await ObjectsAsync(image)).ShouldBeEmpty();
        (await WithAsync<CutisDb, int>(db => db.Results.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_result_whose_masks_are_lost_says_so()
    {
        var image = await AddImageAsync();
        var (stored, _) = await PutAsync(image, "acne", Result("acne"));
        await Get<IObjectStore>().DeleteAsync(ObjectKey.Masks(Company, image.Id, stored!.MasksOriginal!.Digest));
        (await ReadAsync(image, "acne")).Error!.Kind.ShouldBe(ErrorKind.Damaged);
    }
}
