using System;
using System.Text;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Photos;
using Cutis.Platform.Rendering;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;

namespace Cutis.Platform.Tests.Rendering;

/// <summary>What each entry of a masks request is answered, and that its URL is a picture.</summary>
public sealed class MaskPlannerTests : PlatformBench
{
    private const string Root = "https://x.test";
    private const string Dot =
        """[{"mask_type":"point_mask","tech_name":"m","view_box":"0 0 80 40","features":"""
        + """[{"geometry":{"type":"MultiPoint","coordinates":[[40,20,9]]}}]}]""";

    private async Task PutAsync(Image image, string name, string original = Dot, string restored = "null", string rest = "")
    {
        var result =
            $$"""{"algorithm_tech_name":"{{name}}","area_results":[{"area_name":"face","main_metric":"""
            + """{"value":72,"widget_type":"numeric","name":"N","tech_name":"n"},"sub_metrics":[{"value":"a","widget_type":null"""
            + $$""","name":"S","tech_name":"s"}]}],"masks_original":{{original}},"masks_restored":{{restored}}{{rest}}}""";
        AlgorithmName.TryParse(name, out var parsed).ShouldBeTrue();
        var (_, error) = await WithAsync<ResultIntake, (Result?, ServiceError?)>(
            intake => intake.PutAsync(image, parsed, Encoding.UTF8.GetBytes(result), default),
            image.CompanyId
        );
        error.ShouldBeNull(error?.Message);
    }

    private static MaskOptions Ask(string name, OutputFields? picture = null, bool metrics = true) =>
        new(
            name,
            AlgorithmName.TryParse(name, out var parsed) ? parsed : null,
            FillOverride.None,
            MaskStyle.DefaultLineThickness,
            metrics,
            metrics,
            false,
            picture ?? OutputFields.None
        );

    private Task<(IReadOnlyList<MaskAnswer> Answers, ServiceError? Error)> PlanAsync(
        Image image,
        Frame frame,
        bool combine,
        params MaskOptions[] masks
    ) =>
        WithAsync<MaskPlanner, (IReadOnlyList<MaskAnswer>, ServiceError?)>(
            planner => planner.PlanAsync(Root, image, new MaskRequest(image.Id, frame, [.. masks], combine), default),
            image.CompanyId
        );

    private async Task<IReadOnlyList<MaskAnswer>> AnswersAsync(Image image, Frame frame, params MaskOptions[] masks)
    {
        var (answers, error) = await PlanAsync(image, frame, false, masks);
        error.ShouldBeNull();
        answers.Select(a => a.AlgorithmTechName).ShouldBe(masks.Select(m => m.RequestedName), "in the order asked");
        return answers;
    }

    private async Task<string?> CodeAsync(Image image, MaskOptions asked, Frame frame = Frame.Original)
    {
        var answer = (await AnswersAsync(image, frame, asked)).Single();
        (answer.MaskedImageUrl is null).ShouldBe(answer.Feedback.ErrorCode is not null);
        (answer.Error is null).ShouldBe(answer.Feedback.ErrorCode is null);
        return answer.Feedback.ErrorCode;
    }

    private async Task<Image> RestoredAsync()
    {
        var image = await AddImageAsync();
        await using var staged = await StageAsync(Png(60, 30));
        return (await WithAsync<ImageService, (Image? Image, ServiceError?)>(images => images.RestoreAsync(image, staged, default))).Image!;
    }

    [Fact]
    public async Task Each_entry_has_an_answer_of_its_own()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne");
        await PutAsync(image, "quality", "null");
        await PutAsync(image, "pores", "null", rest: ",\"error\":\"No face detected\"");
        await PutAsync(await AddImageAsync(), "my.model");
        await PutAsync(await AddImageAsync(company: Stranger), "their.model");
        string?[] expected =
        [
            null,
            "no_mask",
            "analysis_failed",
            "not_computed",
            "not_computed",
            "unknown_algorithm",
            "unknown_algorithm",
            "unknown_algorithm",
        ];
        var names = new[] { "acne", "quality", "pores", "lines", "my.model", "their.model", "nobody.s", "no name" };
        var answers = await AnswersAsync(image, Frame.Original, [.. names.Select(name => Ask(name))]);
        answers.Select(a => a.Feedback.ErrorCode).ShouldBe(expected);
        answers[2].Error.ShouldBe("No face detected");
        answers[1].MainMetric!.Value.ShouldBe("72", "what has no mask has its metrics");
        answers[1].SubMetrics!.Single().Value.ShouldBe("\"a\"");
        answers[3].MainMetric.ShouldBeNull();
    }

    [Fact]
    public async Task An_image_without_a_restored_photo_says_so_whatever_masks_its_results_have()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne");
        await PutAsync(image, "pores", Dot, Dot);
        await PutAsync(image, "quality", "null");
        foreach (var name in new[] { "acne", "pores", "quality" })
            (await CodeAsync(image, Ask(name), Frame.Restored)).ShouldBe("no_restored_image", name);
        (await CodeAsync(image, Ask("lines"), Frame.Restored)).ShouldBe("not_computed");
    }

    [Fact]
    public async Task A_result_without_masks_of_the_photo_that_is_asked_for_says_of_which()
    {
        var image = await RestoredAsync();
        await PutAsync(image, "acne");
        await PutAsync(image, "pores", "null", Dot);
        await PutAsync(image, "quality", "null");
        (await AnswersAsync(image, Frame.Restored, Ask("acne"), Ask("pores"), Ask("quality")))
            .Select(a => a.Error)
            .ShouldBe(["The algorithm has no mask for the restored photo", null, "The algorithm has no mask"]);
        (await AnswersAsync(image, Frame.Original, Ask("pores")))
            .Single()
            .Error.ShouldBe("The algorithm has no mask for the original photo");
    }

    [Fact]
    public async Task Masks_that_are_lost_and_faces_that_are_not_known_are_errors_of_their_entry()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne");
        await PutAsync(image, "pores", Dot.Replace("40,20", "41,20", StringComparison.Ordinal));
        var toFace = new OutputFields(OutputOptions.Default, CropTarget.Face, false, null);
        (await CodeAsync(image, Ask("acne", toFace))).ShouldBe("no_face");
        foreach (var path in (await ObjectsAsync(image)).Where(p => p.StartsWith("masks/", StringComparison.Ordinal)).Take(1))
            await Get<IObjectStore>().DeleteAsync(ObjectKey.Masks(Company, image.Id, path[6..^5]));
        (await AnswersAsync(image, Frame.Original, Ask("acne"), Ask("pores")))
            .Select(a => a.Feedback.ErrorCode)
            .Order(StringComparer.Ordinal)
            .ShouldBe([null, "mask_invalid"]);
    }

    [Fact]
    public async Task The_URL_of_an_entry_is_signed_says_when_it_ends_and_is_the_same_when_asked_again()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne");
        var answer = (await AnswersAsync(image, Frame.Original, Ask("acne", metrics: false))).Single();
        (answer.MainMetric, answer.SubMetrics).ShouldBe((null, null), "not asked for");
        (answer.Feedback.Width, answer.Feedback.Height, answer.Feedback.Shapes).ShouldBe((80, 40, 1));
        var url = new Uri(answer.MaskedImageUrl!);
        url.GetLeftPart(UriPartial.Authority).ShouldBe(Root);
        var query = url.Query[1..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        Get<UrlSigner>()
            .Verify(url.AbsolutePath, query["expires"], query["kid"], query["signature"])
            .ShouldBe(answer.Feedback.ExpiresAt!.Value);
        answer.Feedback.ExpiresAt.Value.ShouldBeGreaterThan(Clock.Now);
        (await AnswersAsync(image, Frame.Original, Ask("acne"))).Single().MaskedImageUrl.ShouldBe(answer.MaskedImageUrl);
    }

    [Fact]
    public async Task Masks_on_one_picture_share_a_URL()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne");
        await PutAsync(image, "pores");
        var (answers, error) = await PlanAsync(image, Frame.Original, true, Ask("acne"), Ask("quality"), Ask("pores"));
        error.ShouldBeNull();
        answers.Select(a => a.Feedback.ErrorCode).ShouldBe([null, "not_computed", null]);
        answers[0].MaskedImageUrl.ShouldNotBeNull();
        answers[2].MaskedImageUrl.ShouldBe(answers[0].MaskedImageUrl);
    }

    [Fact]
    public async Task A_recipe_is_drawn_once_and_what_is_missing_is_an_error()
    {
        var image = await AddImageAsync();
        await PutAsync(image, "acne");
        var masks = await WithAsync<ResultService, List<ResultSummary>>(results => results.ListAsync(image, default));
        var recipe = new Recipe(
            image.Original.Digest,
            Frame.Original,
            masks.Single().MasksOriginal!.Digest,
            new MaskStyle([new SolidFill(255, 0, 0, 1)], 0.002, false)
        );
        var first = await Get<Renderer>().GetAsync(Company, image.Id, recipe, new PictureStream(), default);
        (first.Error, first.MediaType, first.Content!.IsWhole).ShouldBe((null, "image/png", true));
        var again = await Get<Renderer>().GetAsync(Company, image.Id, recipe, new PictureStream(), default);
        again.Content.ShouldBeSameAs(first.Content);
        var lost = await Get<Renderer>()
            .GetAsync(Company, image.Id, recipe with { MasksDigest = new string('0', 64) }, new PictureStream(), default);
        lost.Error!.Kind.ShouldBe(ErrorKind.Damaged);
        lost = await Get<Renderer>().GetAsync(Stranger, image.Id, recipe, new PictureStream(), default);
        lost.Error!.Kind.ShouldBe(ErrorKind.Damaged, "of another company there is nothing");
    }
}
