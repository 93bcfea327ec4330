using Cutis.Analysis.Bench;

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
        var score = Truth.Of(plan, Detected.In(face.Picture), before, face.PixelsPerMillimetre);
        score.Lines.Recall.ShouldBeGreaterThan(.80, "lines");
        score.Lines.Precision.ShouldBeGreaterThan(.88, "lines");
        score.Red.Recall.ShouldBeGreaterThan(.90, "red");
        score.Red.Precision.ShouldBeGreaterThan(.90, "red");
        score.Brown.Recall.ShouldBeGreaterThan(.75, "brown");
        score.Brown.Precision.ShouldBeGreaterThan(.80, "brown");
        score.Pores.Recall.ShouldBeGreaterThan(.80, "pores");
        score.Pores.Precision.ShouldBeGreaterThan(.75, "pores");
    }
}
