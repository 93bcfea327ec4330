using System;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Tests;

/// <summary>Painted truth, for every tone: the figures of docs/analysis.md may not get worse unnoticed.</summary>
public class TruthTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lines_spots_and_pores_are_found_on_every_tone(int tone)
    {
        var before = Detected.In(ProceduralFace.Draw(2000, Tone.All[tone], seed: 1).Picture);
        before.Lines.Count.ShouldBeLessThanOrEqualTo(3);
        before.Spots.Count.ShouldBeLessThanOrEqualTo(4);
        before.Pores.Count.ShouldBeLessThanOrEqualTo(20);
        var (face, plan) = TruthRun.Painted(2000, Tone.All[tone], 0, 1, 1);
        var score = Truth.Create(plan, Detected.In(face.Picture), before, face.PixelsPerMillimetre);
        score.Lines.Recall.ShouldBeGreaterThan(.80, "lines");
        score.Lines.Precision.ShouldBeGreaterThan(.88, "lines");
        score.Red.Recall.ShouldBeGreaterThan(.90, "red");
        score.Red.Precision.ShouldBeGreaterThan(.90, "red");
        score.Brown.Recall.ShouldBeGreaterThan(.75, "brown");
        score.Brown.Precision.ShouldBeGreaterThan(.80, "brown");
        score.Pores.Recall.ShouldBeGreaterThan(.80, "pores");
        score.Pores.Precision.ShouldBeGreaterThan(.75, "pores");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shading_is_no_brown_spot_and_a_mole_is_one_even_if_it_is_nearly_black(int tone)
    {
        Marked(tone, radius: 2.5, edge: .3, density: .3, [1, 1, 1]).ShouldBeLessThanOrEqualTo(1);
        Marked(tone, radius: 1.5, edge: .125, density: 1.6, [.82, .98, 1.05]).ShouldBeInRange(4, 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Clusters_of_strong_spots_are_no_beard(int tone)
    {
        var (face, plan) = TruthRun.Painted(2000, Tone.All[tone], 0, 2, 2);
        var score = Truth.Create(plan, Detected.In(face.Picture), new Detected([], [], []), face.PixelsPerMillimetre);
        score.Red.Recall.ShouldBeGreaterThan(.95, "red");
        score.Brown.Recall.ShouldBeGreaterThan(.95, "brown");
    }

    // Brown spots found on a face with four discs of that colour.
    private static int Marked(int tone, double radius, double edge, double density, double[] colour)
    {
        var face = ProceduralFace.Draw(
            2000,
            Tone.All[tone],
            seed: 1,
            paint: (drawn, pixels) =>
            {
                var unit = drawn.PixelsPerMillimetre;
                foreach (var area in new[] { "right_cheek", "left_cheek" })
                {
                    var outline = Array.ConvertAll(AreaShapes.Areas[area], i => drawn.Points[i].Place);
                    var middle = new Vec(outline.Average(p => p.X), outline.Average(p => p.Y));
                    foreach (var below in new[] { 0, 12 * unit })
                        Painting.Disc(pixels, 2000, middle + new Vec(0, below), radius * unit, edge * unit, colour, density);
                }
            }
        );
        return Detected.In(face.Picture).Spots.Count(spot => !spot.Red);
    }
}
