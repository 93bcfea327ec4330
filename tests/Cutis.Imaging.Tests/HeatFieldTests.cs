using System;
using System.Collections.Immutable;
using Cutis.Imaging.Core;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Heat maps that come as numbers on a grid.</summary>
public class HeatFieldTests
{
    private static Layer Heat(int width, int height, float[] values, int pictureWidth, int pictureHeight, Fill? fill = null) =>
        new(fill ?? Red, Overlap.Sum, [])
        {
            Field = new HeatField(width, height, [.. values], new Vec(0, 0), new Vec(pictureWidth, 0), new Vec(0, pictureHeight)),
        };

    [Fact]
    public void Values_hold_at_the_middles_of_cells_and_are_interpolated_between()
    {
        float[] values = [0, 0.5f, 1, 0.25f, 0, 0, 0.75f, 1];
        var picture = RasteriserTests.Draw(Heat(4, 2, values, 80, 40), 80, 40);
        foreach (var (x, y) in new[] { (9, 9), (30, 9), (47, 12), (20, 20), (79, 0), (0, 39), (60, 21) })
        {
            var (u, v) = (Math.Clamp(((x + 0.5) / 20) - 0.5, 0, 3), Math.Clamp(((y + 0.5) / 20) - 0.5, 0, 1));
            var (left, top) = (Math.Min((int)u, 2), 0);
            double Value(int column, int row) => values[(row * 4) + column];
            var upper = Value(left, top) + ((u - left) * (Value(left + 1, top) - Value(left, top)));
            var lower = Value(left, 1) + ((u - left) * (Value(left + 1, 1) - Value(left, 1)));
            ((double)picture[(y * 80) + x]).ShouldBe(upper + (v * (lower - upper)), 1e-5, $"{x},{y}");
        }
    }

    [Fact]
    public void A_grid_of_one_value_leaves_no_seam_and_one_of_zeros_no_trace()
    {
        RasteriserTests
            .Draw(Heat(7, 5, [.. Enumerable.Repeat(0.4f, 35)], 64, 48), 64, 48)
            .ShouldAllBe(value => Math.Abs(value - 0.4f) < 1e-6f);
        var jpeg = Pictures.Jpeg(96, 64);
        Pictures.Djpeg(Draw(jpeg, Heat(7, 5, new float[35], 96, 64))).Samples.ShouldBe(Pictures.Djpeg(jpeg).Samples);
        // A cell that is hot touches its neighbours only.
        var values = new float[35];
        values[17] = 1;
        var picture = RasteriserTests.Draw(Heat(7, 5, values, 70, 50), 70, 50);
        for (var i = 0; i < picture.Length; i++)
            if (Math.Abs((i % 70) + 0.5 - 35) > 10 || Math.Abs((i / 70) + 0.5 - 25) > 10)
                picture[i].ShouldBe(0);
    }

    [Fact]
    public void Features_add_to_the_grid()
    {
        var layer = Heat(1, 1, [0.3f], 64, 48) with
        {
            Levels =
            [
                new Level(
                    0.5,
                    [
                        new Region([
                            [new(0, 0), new(32, 0), new(32, 48), new(0, 48)],
                        ]),
                    ]
                ),
            ],
        };
        var picture = RasteriserTests.Draw(layer, 64, 48);
        (picture[10], picture[50]).ShouldBe((0.8f, 0.3f));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_grid_turns_with_the_photo(int orientation)
    {
        var turned = Orientation.FromExif(orientation);
        var (width, height) = turned.SwapsSides ? (48, 64) : (64, 48);
        var scene = new Scene(width, height, [Heat(2, 2, [1, 0, 0, 0], width, height)]);
        var upright = RasteriserTests.Draw(scene.Layers[0], width, height);
        var stored = RasteriserTests.Draw(turned.ToStored(scene).Layers[0], 64, 48);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = turned.ToStored(new Vec(x + 0.5, y + 0.5), 64, 48);
                stored[((int)at.Y * 64) + (int)at.X].ShouldBe(upright[(y * width) + x], 1e-5f);
            }
        }
    }

    [Fact]
    public void Colours_follow_the_scale_on_png_and_jpeg()
    {
        var scale = new ScaleFill([0x0000ff, 0xffffff, 0xff0000], 1);
        foreach (
            var (at, colour) in new (double, (byte, byte, byte))[] { (0, (0, 0, 255)), (0.5, (255, 255, 255)), (0.75, (255, 128, 128)) }
        )
            scale.At(at).ShouldBe(colour);
        float[] values = [.. Enumerable.Range(0, 16).Select(i => 0.5f + (i / 30f))];
        var layer = Heat(16, 1, values, 128, 32, scale);
        foreach (
            var file in new[]
            {
                PngOf(128, 32, Flat(128, 32, 90, 90, 90)),
                Tools.Run("cjpeg", ["-quality", "98", "-sample", "1x1"], Pictures.Ppm(128, 32, Flat(128, 32, 90, 90, 90))),
            }
        )
        {
            var drawn = Pixels(Draw(file, layer));
            foreach (var x in new[] { 4, 36, 68, 124 })
            {
                var value = (double)values[x / 8];
                var (r, g, b) = scale.At(value);
                int Mix(int colour) => (int)Math.Round((value * colour) + ((1 - value) * 90));
                At(drawn, 128, x, 16).ShouldBeCloseTo((Mix(r), Mix(g), Mix(b)), 6, $"{x}");
            }
        }
    }

    [Fact]
    public void Every_named_scale_gets_steadily_brighter()
    {
        foreach (var name in ScaleFill.Names)
        {
            var scale = ScaleFill.Create(name)!;
            double Brightness(double at) => scale.At(at) is var (r, g, b) ? (0.2126 * r) + (0.7152 * g) + (0.0722 * b) : 0;
            for (var i = 1; i <= 20; i++)
                Brightness(i / 20.0).ShouldBeGreaterThan(Brightness((i - 1) / 20.0), name);
            Fill.TryParse(scale.ToString(), out var again).ShouldBeTrue();
            again.ShouldBe(scale);
        }
    }
}
