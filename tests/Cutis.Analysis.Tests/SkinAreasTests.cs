using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>What is skin, hair and facial hair, as a result.</summary>
public class SkinAreasTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Skin_is_an_island_with_holes_for_eyes_and_brows_and_a_beard_is_none_of_it(int tone)
    {
        var clean = Result(ProceduralFace.Draw(1000, Tone.All[tone]).Picture);
        Share(clean, "skin_percent").ShouldBeGreaterThan(85);
        Share(clean, "facial_hair_percent").ShouldBe(0);
        Share(clean, "glasses_percent").ShouldBeLessThan(2);
        var skin = Masks(clean, "skin_mask");
        var face = skin.OfType<PolygonShape>().MaxBy(shape => Contours.Area(shape.Rings[0]))!;
        // Two eyes and two brows, or the two of a side as one hole.
        face.Rings.Length.ShouldBeGreaterThanOrEqualTo(3);
        face.Rings.Skip(1).ShouldAllBe(hole => Contours.Area(hole) < Contours.Area(face.Rings[0]) / 10);
        Masks(clean, "hair_mask").ShouldNotBeEmpty();

        var bearded = Result(Occlusions.Beard(ProceduralFace.Draw(1000, Tone.All[tone])));
        Share(bearded, "facial_hair_percent").ShouldBeGreaterThan(10);
        Share(bearded, "skin_percent").ShouldBeLessThan(Share(clean, "skin_percent") - 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Nothing_is_marked_on_a_beard_and_no_area_lies_on_one(int tone)
    {
        var clean = ProceduralFace.Draw(1000, Tone.All[tone]);
        var bearded = Occlusions.Beard(ProceduralFace.Draw(1000, Tone.All[tone]));
        var frame = FrameOf(bearded);
        var areas = new FrontFaceAreas().Find(frame).Masks!.Value;
        areas.Where(mask => mask.IsOnPhotoOnly).Select(mask => mask.Restored).ShouldBe(["left_under_eye_area", "right_under_eye_area"]);
        var shown = MarksRun.Union(frame, areas.SelectMany(mask => mask.Features).SelectMany(feature => feature.Shapes));
        var marks = MarksRun.Of(frame).Select(mark => mark.Pixels).Aggregate((a, b) => a.Or(b));
        var (beard, inAreas, marked) = (0, 0, 0);
        for (var i = 0; i < shown.Data.Length; i++)
        {
            var change = Enumerable.Range(3 * i, 3).Max(k => Math.Abs(bearded.Data[k] - clean.Picture.Data[k]));
            if (change < 12)
                continue;
            (beard, inAreas, marked) = (beard + 1, inAreas + shown.Data[i], marked + marks.Data[i]);
        }

        beard.ShouldBeGreaterThan(5000);
        inAreas.ShouldBeLessThan(beard / 20);
        marked.ShouldBeLessThan(beard / 100);
        // Without a beard the chin is an area.
        FrameOf(clean.Picture).SkinShare("chin").ShouldBeGreaterThan(.8);
    }

    private static SkinFrame FrameOf(RgbImage picture)
    {
        var pyramid = new Pyramid(picture);
        var found = FoundFaces.In(pyramid).All[0];
        return new SkinFrame(RestoredFace.Create(pyramid, found, 400), found, (picture.Width, picture.Height), new Work(2, default));
    }

    [Fact]
    public void Each_island_is_a_polygon_with_its_own_holes_and_an_island_in_a_hole_is_one_of_its_own()
    {
        var plane = new Plane(60, 40);
        Array.Clear(plane.Data);
        Fill(plane, 2, 30, 1);
        Fill(plane, 8, 24, 0);
        Fill(plane, 12, 18, 1);
        for (var y = 5; y < 15; y++)
            plane.Row(y)[40..55].Fill(1);
        var islands = Islands.Trace(plane, .5, 1, .2, 4).Cast<PolygonShape>().ToArray();
        islands.Select(island => island.Rings.Length).ShouldBe([2, 1, 1]);
        Contours.Area(islands[0].Rings[0]).ShouldBe(28 * 28, 20);
        Contours.Area(islands[0].Rings[1]).ShouldBe(16 * 16, 20);
        Contours.Area(islands[1].Rings[0]).ShouldBe(15 * 10, 20);
        Contours.Area(islands[2].Rings[0]).ShouldBe(6 * 6, 10);
        Islands.Trace(plane, .5, 1, .2, 100).Length.ShouldBe(2);
    }

    private static void Fill(Plane plane, int from, int to, float value)
    {
        for (var y = from; y < to; y++)
            plane.Row(y)[from..to].Fill(value);
    }

    private static AlgorithmResult Result(RgbImage picture) =>
        AnalyserTests.Read(
            Analyser
                .Analyse(AnalyserTests.PhotoOf(picture), new AnalysisOptions { Algorithms = ["skin_areas"] })
                .Answers.ShouldHaveSingleItem()
        );

    private static double Share(AlgorithmResult result, string name) =>
        result.Areas!.Value[0].Metrics.Single(m => m.TechName == name).Value.GetDouble();

    private static Shape[] Masks(AlgorithmResult result, string name) =>
        [.. result.MasksRestored!.Masks.Single(m => m.TechName == name).Features.SelectMany(f => f.Shapes)];
}
