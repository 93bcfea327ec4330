using Cutis.Analysis.Bench;
using Cutis.Imaging.Photos;

namespace Cutis.Analysis.Tests;

/// <summary>The default style on drawn faces of every tone: how its marks stand out from the skin around them.</summary>
public sealed class StyleTests
{
    private const double MinContrast = 3;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_colour_has_a_contrast_of_three_with_the_skin_beside_it(int tone)
    {
        var photo = TruthRun.Painted(1000, Tone.All[tone], 0, 5, 1).Face.Picture.EncodeJpeg(95);
        var marks = StylesRun.Measure(photo, "adaptive", null).ToArray();
        marks.Length.ShouldBeGreaterThan(10, "areas, heat, lines, landmarks");
        // The borders of these lie between skin and other things, of which no colour contrasts with both; their rim does with one.
        string[] between = ["skin_mask_original", "hair_mask_original", "facial_hair_mask_original", "glasses_mask_original"];
        marks.Where(mark => mark.Colour < MinContrast && !between.Contains(mark.Mask)).ShouldBeEmpty($"on the skin of tone {tone}");
    }
}
