using System.Text;
using System.Text.RegularExpressions;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>Results of our own are written byte for byte as every version wrote them: their masks are stored under a digest.</summary>
public partial class ResultFormTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Assets.Folder, "results.jsonl"));

    [Fact]
    public void A_refusal_has_its_bytes()
    {
        var photo = AnalyserTests.PhotoOf(new RgbImage(200, 300, new byte[200 * 300 * 3]));
        string[] algorithms = [.. Catalogue.Algorithms.Select(a => a.TechName), "hydration"];
        var written = Written(photo, algorithms);
        written.ShouldBe(Lines[..algorithms.Length]);
    }

    [Fact]
    public void An_answer_has_its_bytes_apart_from_what_was_measured()
    {
        var photo = AnalyserTests.PhotoOf(ProceduralFace.Draw(600, Tone.All[0]).Picture);
        var answers = Lines[(Catalogue.Algorithms.Count + 1)..];
        var written = Written(photo, ["quality", "front_face_areas", "skin_tone"]);
        // Another processor may round a measure otherwise in the last place, and so trace an outline with a point more or less.
        written.Select(WithoutNumbers).ShouldBe(answers.Select(WithoutNumbers));
    }

    private static string[] Written(Photo photo, string[] algorithms) =>
        [
            .. Analyser
                .Analyse(photo, new AnalysisOptions { Algorithms = algorithms })
                .Answers.Select(a => Encoding.UTF8.GetString(ResultJson.Write(a.Result))),
        ];

    private static string WithoutNumbers(string line) => Ring().Replace(Number().Replace(line, "#"), "[#,#]");

    [GeneratedRegex(@"\[#,#\](,\[#,#\])+")]
    private static partial Regex Ring();

    [GeneratedRegex(@"(?<=[:,\[ ])-?\d+(\.\d+)?(E[-+]?\d+)?")]
    private static partial Regex Number();
}
