using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Imaging;
using Cutis.Masks;

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
        var analysis = Analyse(Beard(tone), "quality", "lines", "pigmentation", "acne");
        Problems(analysis).ShouldContain("face_partly_hidden");
        Metric(analysis, "lines", "face", "lines_number").ShouldNotBeNull().ShouldBeLessThanOrEqualTo(3);
        Metric(analysis, "pigmentation", "face", "number_of_regions").ShouldNotBeNull().ShouldBeLessThanOrEqualTo(2);
        Metric(analysis, "pigmentation", "chin_wide", "pigmentation_score").ShouldBeNull();
        Metric(analysis, "pigmentation", "forehead", "pigmentation_score").ShouldNotBeNull();
        var feedback = JsonDocument.Parse(analysis.Answers.Single(a => a.TechName == "acne").Document).RootElement.GetProperty("feedback");
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
        var analysis = Analyse(Hand(tone, Tone.All[hand]), [.. Catalogue.Algorithms.Select(a => a.TechName)]);
        Problems(analysis).ShouldContain("face_partly_hidden");
        Metric(analysis, "acne", "face", "number_of_regions").ShouldNotBeNull().ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_hides_a_clean_or_a_marked_face(int tone)
    {
        Problems(Analyse(ProceduralFace.Draw(Size, Tone.All[tone]).Picture, "quality")).ShouldNotContain("face_partly_hidden");
        Problems(Analyse(TruthRun.Painted(Size, Tone.All[tone], 0, 3, 2).Face.Picture, "quality")).ShouldNotContain("face_partly_hidden");
    }

    private static PhotoAnalysis Analyse(RgbImage picture, params string[] algorithms) => Analyser.Analyse(AnalyserTests.PhotoOf(picture), new AnalysisOptions { Workers = 2, Algorithms = algorithms });

    private static string[] Problems(PhotoAnalysis analysis) =>
        [.. JsonDocument.Parse(analysis.Answers.Single(a => a.TechName == "quality").Document).RootElement.GetProperty("problems").EnumerateArray().Select(p => p.GetString()!)];

    private static double? Metric(PhotoAnalysis analysis, string algorithm, string area, string name)
    {
        var found = AnalyserTests.Read(analysis.Answers.Single(a => a.TechName == algorithm)).Areas.Single(a => a.AreaName == area);
        var value = found.SubMetrics.Prepend(found.MainMetric!).Single(m => m.TechName == name).Value;
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
    }

    // Four fingers and a palm over mouth and chin, with a dark seam between them.
    private static RgbImage Hand(int tone, Tone skin)
    {
        var picture = ProceduralFace.Draw(Size, Tone.All[tone]).Picture;
        for (var finger = 0; finger < 4; finger++)
        {
            var (x0, x1) = (480 + (finger * 110), 580 + (finger * 110));
            for (var y = 800 + (Math.Abs(finger - 1) * 25); y < Size; y++)
            {
                for (var x = x0; x < x1 + 10; x++)
                {
                    var across = (x - x0) / 100.0;
                    var light = x >= x1 ? .35 : .75 + (.25 * Math.Sin(Math.PI * across));
                    var at = ((y * Size) + x) * 3;
                    (picture.Data[at], picture.Data[at + 1], picture.Data[at + 2]) = ((byte)(255 * skin.R * light), (byte)(255 * skin.G * light), (byte)(255 * skin.B * light));
                }
            }
        }

        return picture;
    }

    // Short dark hairs on chin, jaw and upper lip.
    private static RgbImage Beard(int tone)
    {
        var face = ProceduralFace.Draw(Size, Tone.All[tone]);
        var (picture, random) = (face.Picture, new Random(3));
        var (mouth, chin) = (face.Points[13].Place, face.Points[152].Place);
        var jaw = (chin - mouth).Length;
        for (var hair = 0; hair < 26_000; hair++)
        {
            var (u, v) = ((random.NextDouble() * 2) - 1, random.NextDouble());
            var place = mouth + new Vec(u * 2.2 * jaw, ((v * 1.6) - .3) * jaw);
            var away = place - mouth;
            if (away.Length < .45 * jaw || (away.X * away.X / (4.4 * jaw * jaw)) + (away.Y * away.Y / (1.6 * jaw * jaw)) > 1) continue;
            var angle = (random.NextDouble() * .8) + (Math.PI / 2) - .4;
            for (var t = 0.0; t < 9; t += .5)
            {
                var (x, y) = ((int)(place.X + (t * Math.Cos(angle))), (int)(place.Y + (t * Math.Sin(angle))));
                if ((uint)x >= Size || (uint)y >= Size) continue;
                var at = ((y * Size) + x) * 3;
                (picture.Data[at], picture.Data[at + 1], picture.Data[at + 2]) = (34, 26, 22);
            }
        }

        return picture;
    }
}
