using System;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;

namespace Cutis.Analysis.Tests;

/// <summary>What small faces and turned heads are measured for, and what is said of the rest.</summary>
public class GateTests
{
    private static readonly string[] Every = [.. Catalogue.Algorithms.Select(a => a.TechName)];

    /// <summary>A drawn head, seen flatter than it is: the mesh sees it turned farther than it would any that is drawn.</summary>
    [Theory]
    [InlineData(.5, 1, "left", 21)]
    [InlineData(-.5, 1, "right", 21)]
    [InlineData(.9, .5, "left", 38)]
    public void A_turned_head_is_measured_on_the_side_that_faces_the_camera(double yaw, double height, string far, double minYaw)
    {
        var near = far == "left" ? "right" : "left";
        var turned = Analyse(Flattened(TruthRun.Painted(1800, Tone.All[0], yaw, 3, 1).Face.Picture, height));
        Math.Abs(turned.Faces[0].Pose.Yaw).ShouldBeInRange(minYaw, 45);
        foreach (var answer in turned.Answers.Where(a => a.TechName is not ("facial_landmarks" or "skin_tone")))
        {
            // Flattened by half, the face has fewer pixels.
            if (height < 1 && answer.Refusal is { Reason: "resolution" })
                continue;
            answer.Refusal.ShouldBeNull(answer.TechName);
            var result = AnalyserTests.Read(answer);
            foreach (var area in result.Areas!.Value.Where(area => area.MainMetric is not null))
            {
                var main = area.MainMetric!.Value.ValueKind;
                if (area.AreaName == "face" || area.AreaName.StartsWith(near + "_cheek", StringComparison.Ordinal))
                    main.ShouldBe(JsonValueKind.Number, $"{answer.TechName} {area.AreaName}");
                if (area.AreaName.StartsWith(far, StringComparison.Ordinal))
                {
                    main.ShouldBe(JsonValueKind.Null, $"{answer.TechName} {area.AreaName}");
                    area.SubMetrics!.Value.ShouldAllBe(m => m.Value.ValueKind == JsonValueKind.Null, $"{answer.TechName} {area.AreaName}");
                    AnalyserTests.HiddenAreas(answer).ShouldContain(area.AreaName);
                }
            }
        }
    }

    [Fact]
    public void A_head_that_is_turned_too_far_is_refused_with_an_angle_above_the_limit()
    {
        Requirements.Turned(new Pose(45, -20, 90)).ShouldBeNull();
        Requirements.Turned(new Pose(45.1, 0, 0))!.Message.ShouldBe("The head is turned by 46° to the side; at most 45° are allowed.");
        Requirements.Turned(new Pose(0, -20.4, 0))!.Message.ShouldBe("The head is turned by 21° up; at most 20° are allowed.");
        Requirements.Turned(new Pose(-60, 3, 0))!.Reason.ShouldBe("pose");
    }

    /// <summary>
    /// Each algorithm answers from its own resolution on, and the number in the refusal is never the one that is asked for.
    /// </summary>
    [Theory]
    [InlineData(160)]
    [InlineData(260)]
    [InlineData(330)]
    [InlineData(430)]
    [InlineData(520)]
    [InlineData(900)]
    public void A_small_face_gets_the_algorithms_that_it_allows(int size)
    {
        var analysis = Analyse(ProceduralFace.Draw(size, Tone.All[1]).Picture);
        var unit = analysis.Restored!.PixelsPerMillimetre;
        foreach (var (answer, gate) in analysis.Answers.Zip(Catalogue.All.Select(a => a.Gate.PixelsPerMillimetre)))
        {
            (answer.Refusal?.Reason).ShouldBe(unit < gate ? "resolution" : null, $"{answer.TechName} at {unit}");
            if (answer.Refusal is { } refusal)
                refusal.Message.ShouldNotContain($"has {gate:0.0} pixels");
        }
    }

    private static PhotoAnalysis Analyse(RgbImage picture) =>
        Analyser.Analyse(AnalyserTests.PhotoOf(picture), new AnalysisOptions { Algorithms = Every, Workers = 2 });

    private static RgbImage Flattened(RgbImage picture, double height)
    {
        var (rows, data) = ((int)(picture.Height * height), new byte[picture.Width * (int)(picture.Height * height) * 3]);
        for (var y = 0; y < rows; y++)
            picture.Data.AsSpan((int)(y / height) * picture.Width * 3, picture.Width * 3).CopyTo(data.AsSpan(y * picture.Width * 3));
        return new RgbImage(picture.Width, rows, data);
    }
}
