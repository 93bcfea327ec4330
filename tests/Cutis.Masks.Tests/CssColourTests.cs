using Cutis.Masks.Colours;
using Cutis.Masks.Results;

namespace Cutis.Masks.Tests;

/// <summary>Colours as CSS writes them; expected values from CSS Color Module Level 4.</summary>
public class CssColourTests
{
    [Theory]
    [InlineData("#ff007a", 255, 0, 122, null)]
    [InlineData("#F07", 255, 0, 119, null)]
    [InlineData("#f078", 255, 0, 119, 136 / 255.0)]
    [InlineData("#ff007a80", 255, 0, 122, 128 / 255.0)]
    [InlineData("rgb(7,221,67)", 7, 221, 67, null)]
    [InlineData("rgba(7,221,67,.7)", 7, 221, 67, 0.7)]
    [InlineData("rgba(7, 221, 67, 70%)", 7, 221, 67, 0.7)]
    [InlineData("rgb(7 221 67 / 0.7)", 7, 221, 67, 0.7)]
    [InlineData("rgb(100% 0% 50%)", 255, 0, 128, null)]
    [InlineData("RGBA(300,-5,0,2)", 255, 0, 0, 1.0)]
    [InlineData("hsl(120, 100%, 25%)", 0, 128, 0, null)]
    [InlineData("hsl(-240deg 100% 50% / 50%)", 0, 255, 0, 0.5)]
    [InlineData("hsla(210,50%,40%,0.1)", 51, 102, 153, 0.1)]
    [InlineData("rebeccapurple", 102, 51, 153, null)]
    [InlineData(" Red ", 255, 0, 0, null)]
    [InlineData("transparent", 0, 0, 0, 0.0)]
    public void Colours_are_read(string text, byte r, byte g, byte b, double? alpha)
    {
        CssColour.TryParse(text, out var colour).ShouldBeTrue();
        (colour.R, colour.G, colour.B).ShouldBe((r, g, b));
        if (alpha is { } expected)
            colour.Alpha!.Value.ShouldBe(expected, 1e-9);
        else
            colour.Alpha.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("#12345")]
    [InlineData("#ggg")]
    [InlineData("#+12")]
    [InlineData("reddish")]
    [InlineData("rgb(1,2)")]
    [InlineData("rgb(1,2,3,4,5)")]
    [InlineData("rgb(1 2 3 4)")]
    [InlineData("rgb(1,2,x)")]
    [InlineData("rgb(1,2,NaN)")]
    [InlineData("hsl(1,2,3)")]
    [InlineData("url(x)")]
    [InlineData("rgb 1,2,3)")]
    [InlineData(")")]
    public void What_is_no_colour_is_refused(string text) => CssColour.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_fill_is_read_back_from_its_text()
    {
        foreach (var fill in new Fill[] { new SolidFill(1, 2, 3, 0.25), RampFill.Hydration })
        {
            Fill.TryParse(fill.ToString()!, out var again).ShouldBeTrue();
            again.ShouldBe(fill);
        }

        Fill.TryParse("nonsense", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_ramp_runs_through_its_ten_colours()
    {
        RampFill.Hydration.At(0).ShouldBe(((byte)0xc5, (byte)0xc5, (byte)0xa0));
        RampFill.Hydration.At(0.45).ShouldBe(((byte)0xc7, (byte)0xb5, (byte)0x48));
        RampFill.Hydration.At(1).ShouldBe(((byte)0xce, (byte)0x56, (byte)0x63));
    }

    [Theory]
    [InlineData("lines", "deep_lines_mask_restored", "rgba(7,221,67,0.7)")]
    [InlineData("lines", "fine_lines_mask_original", "rgba(255,0,122,0.9)")]
    [InlineData("lines", "line_lines_mask_restored", "rgba(255,0,122,0.9)")]
    [InlineData("lines", "sagging_mask_restored", "rgba(192,223,126,1)")]
    [InlineData("pores", "pores_mask", "rgba(1,11,102,0.5)")]
    [InlineData("pigmentation", "pigmentation_mask_origin", "rgba(42,16,74,0.5)")]
    [InlineData("acne", "acne_mask", "rgba(255,0,0,0.5)")]
    [InlineData("redness", "redness_mask", "rgba(255,80,164,1)")]
    [InlineData("uniformness", "", "rgba(84,160,255,1)")]
    [InlineData("hydration", "dehydration_mask", "hydration-ramp")]
    [InlineData("translucency", "translucency_mask", "rgba(84,255,255,1)")]
    [InlineData("eye_bags", "dark_circles_mask", "rgba(252,255,84,0.5)")]
    [InlineData("facial_hair_attributes", "beard_mask", "rgba(95,214,66,0.7)")]
    [InlineData("my_model", "anything", "rgba(255,0,122,0.5)")]
    public void Default_colours_are_the_decided_ones(string algorithm, string mask, string fill)
    {
        AlgorithmName.TryParse(algorithm, out var name).ShouldBeTrue();
        DefaultFills.For(name, mask).ToString().ShouldBe(fill);
    }
}
