using System;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Server.Commands.Evaluation;

namespace Cutis.Server.Tests;

/// <summary>The report on a labelled set, as an operator makes it.</summary>
public partial class EvaluateTests : IDisposable
{
    private static readonly string Face = Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg");
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-evaluate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(In("data"), arguments);

    [Fact]
    public async Task A_labelled_set_becomes_a_page_and_figures()
    {
        // Labels that are what the analysis itself finds, drawn on black: all of it is found, and nothing else.
        await RunAsync("analyse", Face, "-o", In("analysed"));
        File.WriteAllBytes(In("black.jpg"), new RgbImage(1900, 1900, new byte[1900 * 1900 * 3]).EncodeJpeg(90));
        await RunAsync("render", In("black.jpg"), In("analysed/results.json"), "-o", In("drawn"));
        File.Copy(Face, In("set/one <b>.jpg"));
        File.Copy(In("drawn/lines.jpg"), In("set/one <b>.lines.jpg"));
        File.Copy(Face, In("set/two.jpg"));
        // Nothing is labelled here, so that all that is found is wrong.
        File.WriteAllText(In("set/two.lines.json"), "[]");
        File.WriteAllText(In("set/two.spots.json"), """[{"x":10,"y":10,"r":3,"kind":"mole"},{"x":30.5,"y":10,"r":2,"kind":"pimple"}]""");
        File.Copy(Face, In("set/unlabelled.jpg"));
        File.WriteAllText(
            In("set/index.csv"),
            "name,tone,age,attributes,subject,grade_lines,source\none <b>,light,old,beard;glasses,ann,1,x\n"
                + "two,light,young,,ann,2,\"a, b\"\nunlabelled,dark,,,,,\n"
        );
        var (code, output) = await RunAsync("evaluate", In("set"), "-o", In("report"));
        code.ShouldBe(0, output);
        output.ShouldContain("3/3");
        output.ShouldContain("unlabelled has no labels");

        using var figures = JsonDocument.Parse(File.ReadAllText(In("report/report.json")));
        var root = figures.RootElement;
        (root.GetProperty("photos").GetInt32(), root.GetProperty("compared").GetInt32()).ShouldBe((3, 2));
        root.GetProperty("mistakes")[0].GetString().ShouldBe("unlabelled has no labels; the photo was left out");
        var targets = root.GetProperty("targets").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        targets.Keys.ShouldBe(["lines", "pigmentation", "acne"]);
        JsonElement Of(string group) =>
            targets["lines"].GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("group").GetString() == group);
        Of("old").GetProperty("recall").GetProperty("value").GetDouble().ShouldBeGreaterThan(.9);
        Of("old").GetProperty("precision").GetProperty("value").GetDouble().ShouldBeGreaterThan(.9);
        Of("young").GetProperty("recall").ValueKind.ShouldBe(JsonValueKind.Null);
        Of("young").GetProperty("precision").GetProperty("value").GetDouble().ShouldBe(0);
        (Of("young").GetProperty("without_any").GetInt32(), Of("beard").GetProperty("photos").GetInt32()).ShouldBe((1, 1));
        targets["lines"].GetProperty("all").GetProperty("precision").GetProperty("value").GetDouble().ShouldBeInRange(.4, .6);
        targets["pigmentation"].GetProperty("all").GetProperty("recall").GetProperty("value").GetDouble().ShouldBe(0);
        targets["lines"].GetProperty("worst")[0].GetProperty("name").GetString().ShouldBe("two");

        var agreement = root.GetProperty("agreement").EnumerateArray().Single();
        (agreement.GetProperty("algorithm").GetString(), agreement.GetProperty("photos").GetInt32()).ShouldBe(("lines", 2));
        var repeated = root.GetProperty("repeatability").EnumerateArray().First(r => r.GetProperty("algorithm").GetString() == "lines");
        (repeated.GetProperty("source").GetString(), repeated.GetProperty("faces").GetInt32()).ShouldBe(("subjects", 1));
        repeated.GetProperty("plus_minus").GetProperty("value").GetDouble().ShouldBe(0, "it is the same file twice");

        var page = File.ReadAllText(In("report/report.html"));
        page.ShouldContain("one &lt;b&gt;");
        page.ShouldNotContain("one <b>");
        page.ShouldNotContain("<script");
        page.ShouldContain("prefers-color-scheme: dark");
        Source().Matches(page).Select(m => m.Groups[1].Value).ShouldAllBe(s => s.StartsWith("data:image/jpeg;base64,") || s[0] == '#');
        var picture = Convert.FromBase64String(Source().Matches(page).First(m => m.Value.StartsWith("src")).Groups[1].Value[23..]);
        Photo.TryOpen(picture, new PhotoLimits(), out var opened, out _).ShouldBeTrue();
        Math.Max(opened!.UprightWidth, opened.UprightHeight).ShouldBe(400);
    }

    [Fact]
    public async Task What_is_wrong_with_a_set_is_named_with_file_and_line()
    {
        File.WriteAllBytes(In("set/a.png"), Photos.GreyPng);
        File.WriteAllBytes(In("set/b.png"), Photos.GreyPng);
        File.WriteAllBytes(In("set/a.lines.png"), Photos.Png(10, 10, 255));
        File.WriteAllText(In("set/b.lines.json"), "[{\"points\": [[1,2],[3,\n oops");
        File.WriteAllText(In("set/b.wrinkles.json"), "[]");
        File.WriteAllText(In("set/index.csv"), "name,grade_lines,grade_wrinkles\na,0,\nb,2,\nb,2,\nc,1,\nd,1\n,1,\n");
        var (code, output) = await RunAsync("evaluate", In("set"), "-o", In("report"));
        code.ShouldBe(1);
        foreach (
            var said in new[]
            {
                "index.csv, line 1: grade_wrinkles names no algorithm; those are ",
                "index.csv, line 2: grade_lines must be a whole number from 1 (best) to 5, not '0'",
                "index.csv, line 4: b stands there twice",
                "index.csv, line 5: there is no photo c.jpg, .jpeg or .png",
                "index.csv, line 6: it has 2 columns and the first line 3",
                "index.csv, line 7: the name is empty",
                "b.wrinkles.json: wrinkles.json is no kind of label; those are labels.png, oval.json, ",
                "a.lines.png is 10 × 10 and the photo 80 × 40",
                "b.lines.json, line 2: it is not JSON",
                "No photo could be compared.",
            }
        )
            output.ShouldContain(said);
        File.Exists(In("report/report.html")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a.labels.png", null, "a.labels.png: pixel (0, 0) has the label 100; 0 to 6 and 255 are known")]
    [InlineData("a.oval.json", "[[1,2]]", "a.oval.json: it does not have the form that docs/analysis.md describes")]
    [InlineData("a.lines.json", "{}", "a.lines.json: it does not have the form that docs/analysis.md describes")]
    [InlineData("a.lines.json", """[{"points":[[1,2]]}]""", "a.lines.json: it does not have the form")]
    [InlineData("a.lines.json", """[{"line":[[1,2],[3,4]]}]""", "a.lines.json: it does not have the form")]
    [InlineData("a.spots.json", """[{"x":1,"y":2,"kind":"mole"}]""", "a.spots.json: it does not have the form")]
    [InlineData("a.spots.json", """[{"x":1,"y":2,"r":1,"kind":"wart"}]""", "a.spots.json: 'wart' is no kind of spot; those are freckle, ")]
    public void A_label_that_cannot_be_used_is_named(string file, string? text, string said)
    {
        File.WriteAllBytes(In("set/a.png"), Photos.GreyPng);
        File.WriteAllBytes(
            In("set/" + file),
            text is null ? Photos.Png(Photos.Width, Photos.Height, 100) : System.Text.Encoding.UTF8.GetBytes(text)
        );
        var photo = LabelledSet.Read(In("set")).Photos.ShouldHaveSingleItem();
        Should.Throw<LabelException>(() => Truth.Read(photo, Photos.Width, Photos.Height)).Message.ShouldContain(said);
    }

    [Fact]
    public async Task A_set_with_nothing_in_it_says_so()
    {
        (await RunAsync("evaluate", In("none/x"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("is not a folder")
        );
        Directory.CreateDirectory(In("empty"));
        (await RunAsync("evaluate", In("empty"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("There is no photo in")
        );
        File.WriteAllBytes(In("bare/a.png"), Photos.GreyPng);
        (await RunAsync("evaluate", In("bare"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("None of the 1 photos in")
        );
        File.WriteAllText(In("bare/index.csv"), "photo,tone\na,light\n");
        (await RunAsync("evaluate", In("bare"))).Output.ShouldContain("there is no column 'name' (found: photo, tone)");
        File.WriteAllText(In("bare/index.csv"), "");
        (await RunAsync("evaluate", In("bare"))).Code.ShouldBe(1);
    }

    [Fact]
    public void Kappa_and_rank_correlation_are_as_computed_by_hand()
    {
        // The squares of what is observed add up to 6, and those that are expected to 30.
        (int, int)[] grades = [(1, 1), (2, 1), (2, 2), (3, 3), (3, 4), (4, 4), (5, 3), (5, 5), (1, 2), (4, 5)];
        Agreement.Kappa(grades)!.Value.ShouldBe(.8, .0001);
        Agreement.Kappa([.. grades.Select(g => (g.Item1, g.Item1))]).ShouldBe(1);
        Agreement.Kappa([(1, 5), (5, 1)]).ShouldBe(-1);
        Agreement.Kappa([(2, 2), (2, 2)]).ShouldBeNull();
        Agreement.RankCorrelation([(1, 10), (2, 30), (3, 20), (4, 40)])!.Value.ShouldBe(.8, 1e-9);
        Agreement.RankCorrelation([(1, 1), (1, 2), (1, 3)]).ShouldBeNull();
    }

    [Fact]
    public void Intervals_hold_the_figure_repeat_and_are_missing_for_few_photos()
    {
        var values = Enumerable.Range(1, 40).Select(i => (double)i).ToArray();
        var figure = Resampling.Of(values, drawn => drawn.Average())!;
        figure.Value.ShouldBe(20.5);
        // The standard error of the mean is 1.85.
        figure.Low!.Value.ShouldBe(20.5 - 3.6, .6);
        figure.High!.Value.ShouldBe(20.5 + 3.6, .6);
        Resampling.Of(values, drawn => drawn.Average()).ShouldBe(figure);
        Resampling.Of(values[..2], drawn => drawn.Average()).ShouldBe(new Figure(1.5, null, null));
        Resampling.Of(values[..0], drawn => drawn.Average()).ShouldBeNull();
        Resampling.Difference(values[20..], values[..20], drawn => drawn.Average())!.Low!.Value.ShouldBeInRange(14, 18);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Source();
}
