using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Photos;
using Cutis.Platform.Rendering;

namespace Cutis.Platform.Tests.Rendering;

/// <summary>What is taken for light, so that it may have the last permit: a small JSON alone does not make a picture cheap.</summary>
public class PictureCostTests
{
    private static readonly AdmissionLimits Limits = new(3, 1L << 30, 100, 100, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

    private static bool IsLight(MaskStyle style, long json)
    {
        using var png = new MemoryStream(PlatformBench.Png(400, 300));
        PhotoHeader.TryRead(png, new Imaging.Core.PhotoLimits(), out var header, out _).ShouldBeTrue();
        var photo = new PhotoFile(png.Length, header, null) { IsOpen = true };
        var recipe = new Recipe("p", Frame.Original, "m", style);
        return PictureCost.Estimate(Guid.NewGuid(), photo, [json], recipe, Limits).IsLight;
    }

    [Fact]
    public void Nested_lines_are_never_light_and_wide_outlines_only_for_a_few_shapes()
    {
        var plain = new MaskStyle([new SolidFill(1, 2, 3, 1)], 0.001, false);
        var outlined = plain with { Outline = new Outline(new SolidFill(1, 2, 3, 1), 0.05) };
        IsLight(plain, 1 << 20).ShouldBeTrue();
        IsLight(plain with { ConcentricLines = true }, 1 << 10).ShouldBeFalse("a kilobyte of overlapping squares takes seconds");
        IsLight(outlined, 100 << 10).ShouldBeTrue();
        IsLight(outlined, 900 << 10).ShouldBeFalse();
    }
}
