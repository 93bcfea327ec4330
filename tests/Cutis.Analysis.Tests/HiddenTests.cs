using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Imaging.Core;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>Faces of which something is hidden.</summary>
public class HiddenTests
{
    private const int Size = 1500;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hair_of_a_beard_is_no_line_and_no_spot_and_areas_under_it_have_no_numbers(int tone)
    {
        var analysis = Analyse(Occlusions.Beard(ProceduralFace.Draw(Size, Tone.All[tone])), "quality", "lines", "pigmentation", "acne");
        Problems(analysis).ShouldContain("face_partly_hidden");
        Metric(analysis, "lines", "face", "lines_number").ShouldNotBeNull().ShouldBeLessThanOrEqualTo(3);
        Metric(analysis, "pigmentation", "face", "number_of_regions").ShouldNotBeNull().ShouldBeLessThanOrEqualTo(2);
        Metric(analysis, "pigmentation", "chin_wide", "pigmentation_score").ShouldBeNull();
        Metric(analysis, "pigmentation", "forehead", "pigmentation_score").ShouldNotBeNull();
        var feedback = analysis.Answers.Single(a => a.TechName == "acne").Result.Feedback;
        feedback.GetProperty("areas_without_skin").EnumerateArray().Select(a => a.GetString()).ShouldContain("chin_wide");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public void A_hand_before_the_face_is_said_even_if_it_has_the_colour_of_the_face(int tone, int hand)
    {
        var analysis = Analyse(
            Occlusions.Hand(ProceduralFace.Draw(Size, Tone.All[tone]), Tone.All[hand]),
            [.. Catalogue.Algorithms.Select(a => a.TechName)]
        );
        Problems(analysis).ShouldContain("face_partly_hidden");
        Metric(analysis, "acne", "face", "number_of_regions").ShouldNotBeNull().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void A_hat_is_told_from_hair_and_from_a_picture_that_ends_above_the_forehead()
    {
        var face = ProceduralFace.Draw(Size, Tone.All[2]);
        Problems(Analyse(face.Picture, "quality")).ShouldNotContain("hat");
        // What lies beyond the edge of the picture is not known.
        var top = (int)face.Points[10].Place.Y - 20;
        Problems(Analyse(Below(face.Picture, top), "quality")).ShouldNotContain("hat");
        var hat = Analyse(Occlusions.Hat(face), "quality");
        Problems(hat).ShouldContain("hat");
        Problems(hat).ShouldNotContain("hand");
        hat.Answers[0].Result.Feedback.GetProperty("tooltip").GetProperty("warn").ToString().ShouldContain("A hat");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_hides_a_clean_or_a_marked_face(int tone)
    {
        foreach (var code in new[] { "face_partly_hidden", "hat", "hand", "glasses" })
            Problems(Analyse(ProceduralFace.Draw(Size, Tone.All[tone]).Picture, "quality")).ShouldNotContain(code);
        Problems(Analyse(TruthRun.Painted(Size, Tone.All[tone], 0, 3, 2).Face.Picture, "quality")).ShouldNotContain("face_partly_hidden");
    }

    private static RgbImage Below(RgbImage picture, int top) =>
        new(picture.Width, picture.Height - top, picture.Data.AsSpan(top * picture.Width * 3).ToArray());

    private static PhotoAnalysis Analyse(RgbImage picture, params string[] algorithms) =>
        Analyser.Analyse(AnalyserTests.PhotoOf(picture), new AnalysisOptions { Workers = 2, Algorithms = algorithms });

    private static string[] Problems(PhotoAnalysis analysis) => [.. analysis.Answers.Single(a => a.TechName == "quality").Result.Problems!];

    private static double? Metric(PhotoAnalysis analysis, string algorithm, string area, string name)
    {
        var found = AnalyserTests.Read(analysis.Answers.Single(a => a.TechName == algorithm)).Areas!.Value.Single(a => a.AreaName == area);
        var value = found.Metrics.Single(m => m.TechName == name).Value;
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
    }
}
