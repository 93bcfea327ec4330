using Cutis.Analysis.Faces;
using Cutis.Analysis.Models;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>
/// How probable a line is at each place of a face, from a small U-Net that was trained on lines that people drew, by
/// <c>bench/skin-model</c>. The mean over the picture and its mirror image.
/// </summary>
/// <param name="Values">Probabilities, 0..1, in the frame of the crop.</param>
/// <param name="ToRestored">Maps pixels of <paramref name="Values"/> to pixels of the restored image.</param>
internal sealed record LineChances(Plane Values, Similarity ToRestored)
{
    public static LineChances Compute(SkinFrame frame)
    {
        var (crop, work) = (frame.Restored.LineCrop, frame.Work);
        float[][] inputs = [crop.Normalised(), crop.Normalised(mirrored: true)];
        var answers = new float[2][];
        work.Each(2, i => answers[i] = ModelFiles.Lines.Run(inputs[i], work.Stop)["line"]);
        var side = crop.Picture.Width / 2;
        var plane = new Plane(side, side);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            plane.Data[(y * side) + x] = (Chance(answers[0][(y * side) + x]) + Chance(answers[1][(y * side) + side - 1 - x])) / 2;
        return new LineChances(plane, new Similarity(2, 0, 0, 0).Then(crop.ToRestored));
    }

    /// <summary>The probability at a place of the restored image.</summary>
    public float At(Vec restored)
    {
        var place = ToRestored.Inverse().Map(restored);
        return Values.At(place.X - .5, place.Y - .5);
    }

    private static float Chance(float logit) => 1 / (1 + MathF.Exp(-logit));
}
