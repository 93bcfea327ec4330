using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Dimmed twins: scaled copies of a scan, from which even opacities are copied.</summary>
public class ScaledScanTests
{
    public static TheoryData<string> SamplingNames => [.. CompressedScenes.Samplings];

    [Theory]
    [MemberData(nameof(SamplingNames))]
    public void A_picture_is_the_same_bytes_with_a_dimmed_twin_and_without(string sampling)
    {
        foreach (var mode in CompressedScenes.JpegModes)
        {
            var jpeg = Pictures.Jpeg(331, 197, ["-sample", sampling, .. mode]);
            var used = Open(jpeg);
            foreach (var colour in new[] { Red, new SolidFill(0, 0, 0, Red.Alpha), new SolidFill(255, 255, 255, Red.Alpha) })
            {
                var layers = new[] { Box(20.5, 10.2, 250, 160, colour), Box(300, 0, 31, 197, colour) };
                // The first picture of an opacity is drawn without a twin, all others with one.
                var scenes = new[] { new Scene(331, 197, [layers[0]]), new Scene(331, 197, [.. layers]) };
                foreach (var scene in scenes)
                {
                    var (alone, again) = (new MemoryStream(), new MemoryStream());
                    Open(jpeg).Draw(scene, alone);
                    used.Draw(scene, again);
                    again.ToArray().ShouldBe(alone.ToArray(), $"{string.Join(' ', mode)} {colour}");
                }
            }
        }
    }

    [Fact]
    public void A_twin_is_made_for_the_second_picture_of_an_opacity_and_only_as_large_as_it_may_be()
    {
        var image = JpegReader.Read(Pictures.Portrait, new PhotoLimits());
        var canonical = IndexedScan.Build(image, default)!;
        var shelf = new ScaledScanCache(canonical);
        var (half, third, tenth) = (CoefficientScale.Create(.5f), CoefficientScale.Create(.3f), CoefficientScale.Create(.1f));
        foreach (var scale in new[] { half, third, tenth })
            shelf.For(scale).ShouldBeNull();
        var twin = shelf.For(half).ShouldNotBeNull();
        var bits = new BitWriter();
        for (var row = 0; row < image.Frame.McusHigh; row++)
            twin.Row(row, bits).ShouldNotBeNull().ShouldBeSameAs(twin.Row(row, bits));
        shelf.For(half).ShouldBeSameAs(twin);
        // Two are kept; the one asked for longest ago goes.
        shelf.For(third).ShouldNotBeNull();
        shelf.For(tenth).ShouldNotBeNull();
        shelf.For(half).ShouldNotBeSameAs(twin);
        var small = new ScaledScan(image.Frame, canonical.Tables, half, capacity: 2000);
        Enumerable.Range(0, image.Frame.McusHigh).Count(row => small.Row(row, bits) is not null).ShouldBeInRange(1, 3);
        Open(Pictures.Portrait)
            .MemoryBytes.ShouldBe(canonical.MemoryBytes + shelf.Capacity + image.Frame.Components.Sum(c => 2L * c.Coefficients.Length));
    }
}
