using System.Collections.Immutable;
using Cutis.Imaging.Raster;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>
/// Buffers are shared by pictures of one width: whatever was drawn before, or begun and ended, the next picture is exact.
/// </summary>
public class NoTraceTests
{
    // A width of its own, so that these pictures share buffers with each other alone.
    private const int Width = 203;
    private const int Height = 131;
    private const int Rounds = 300;
    private static readonly Fill Red = new SolidFill(255, 0, 0, 1);

    [Fact]
    public void A_clean_picture_after_any_other_is_exact()
    {
        // All on one thread, which is given the same buffers again.
        var random = new Random(17);
        var clean = Clean();
        var expected = OnFreshBuffers(clean);
        for (var i = 0; i < Rounds; i++)
        {
            RasteriserTests.Draw(Hostile(random), Width, Height);
            RasteriserTests.Draw(clean, Width, Height).ShouldBe(expected, $"round {i}");
        }
    }

    [Fact]
    public void A_clean_picture_after_one_that_was_ended_anywhere_is_exact()
    {
        var random = new Random(18);
        var clean = Clean();
        var expected = OnFreshBuffers(clean);
        var ended = 0;
        for (var i = 0; i < Rounds; i++)
        {
            using var stop = new CancellationTokenSource();
            var layer = Hostile(random);
            using (var rasteriser = new LayerRasteriser(new ShapeTable(layer, Width, Height, null, stop.Token), Width, Height, 16))
            {
                try
                {
                    // Some strips, then the end, at a place that differs each time.
                    var strips = random.Next(9);
                    for (var strip = 0; strip < strips; strip++)
                        rasteriser.Draw(strip);
                    using var timer = new Timer(
                        _ => stop.Cancel(),
                        null,
                        TimeSpan.FromMicroseconds(random.Next(300)),
                        Timeout.InfiniteTimeSpan
                    );
                    if (random.Next(2) == 0)
                        stop.Cancel();
                    for (var strip = strips; strip < 9; strip++)
                        rasteriser.Draw(strip);
                }
                catch (OperationCanceledException)
                {
                    ended++;
                }
            }

            RasteriserTests.Draw(clean, Width, Height).ShouldBe(expected, $"round {i}");
        }

        ended.ShouldBeGreaterThan(Rounds / 10, "most are ended on the way");
    }

    // The first picture of this width has new buffers, and those of other heights of strips have buffers of their own.
    private static float[] OnFreshBuffers(Layer layer)
    {
        var drawn = RasteriserTests.Draw(layer, Width, Height);
        foreach (var rows in new[] { 8, 24, 32 })
            RasteriserTests.Draw(layer, Width, Height, rows).ShouldBe(drawn);
        return drawn;
    }

    private static Layer Clean() =>
        new(
            Red,
            Overlap.Union,
            [
                new Level(
                    0.4,
                    [new Disc(new Vec(30.5, 40.2), 9, 9), new Disc(new Vec(150, 90), 70, 60), new Stroke([new(5, 120), new(190, 3)], 1.5)]
                ),
                new Level(
                    0.9,
                    [
                        new Region([
                            [new(60, 20), new(180, 30), new(100, 120)],
                            [new(90, 40), new(120, 45), new(100, 80)],
                        ]),
                    ]
                ),
            ]
        );

    private static Layer Hostile(Random random)
    {
        var count = random.Next(3) == 0 ? 2000 : 1 + random.Next(60);
        var levels = Enumerable
            .Range(0, 1 + random.Next(4))
            .Select(k => new Level(0.2 * (k + 1), [.. Enumerable.Range(0, count).Select(_ => Any(random))]));
        return new Layer(Red, (Overlap)random.Next(2), [.. levels]) { Inverse = random.Next(4) == 0 };
    }

    private static SceneShape Any(Random random)
    {
        // Near, far, and across the edges of the picture.
        var reach = random.Next(6) switch
        {
            0 => 1e7,
            1 => 5,
            2 => 1.0,
            _ => 1.3,
        };
        Vec At() => new(Width * (0.5 + (reach * (random.NextDouble() - 0.5))), Height * (0.5 + (reach * (random.NextDouble() - 0.5))));
        var size = Math.Pow(10, (3 * random.NextDouble()) - 1);
        return random.Next(8) switch
        {
            0 => new Disc(At(), size, size * random.NextDouble()),
            1 => new Disc(At(), 1e7 * random.NextDouble(), 1e7),
            2 => new Stroke([.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => At())], Math.Min(size, 60)),
            3 => new Region([
                [.. Enumerable.Range(0, 3 + random.Next(30)).Select(_ => At())],
                [.. Enumerable.Range(0, 3).Select(_ => At())],
            ]),
            4 when random.Next(200) == 0 => new Circle(At(), size, size, random.NextDouble() * 20),
            5 => new Disc(new Vec(random.Next(Width), Height - 0.2), size, size),
            // Whole and half pixels, where roundings show.
            _ => new Region([
                [.. Enumerable.Range(0, 4).Select(_ => new Vec(random.Next(2 * Width) / 2.0, random.Next(2 * Height) / 2.0))],
            ]),
        };
    }
}
