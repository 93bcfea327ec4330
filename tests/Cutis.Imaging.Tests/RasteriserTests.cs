using System;
using System.Collections.Immutable;
using Cutis.Imaging.Raster;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>Coverage against counting 16 × 16 points in every pixel.</summary>
public class RasteriserTests
{
    private const int Width = 64;
    private const int Height = 48;
    private static readonly Fill Red = new SolidFill(255, 0, 0, 1);

    public static TheoryData<string> Scenes =>
        [
            "triangle",
            "hole",
            "star",
            "nested",
            "overlapping",
            "abutting",
            "outside",
            "wholly outside",
            "huge",
            "crowded",
            "needle",
            "thin lines",
            "zigzag",
            "thick line",
            "dot line",
            "spiral",
            "small circles",
            "ellipses",
            "mixed",
            "degenerate",
            "random polygon",
        ];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Coverage_is_that_of_a_supersampled_reference(string name)
    {
        var shapes = RasterShapes.Named(name);
        var actual = Draw(new Layer(Red, Overlap.Union, [new Level(1, shapes)]));
        var expected = Reference(shapes);
        var (sum, worst, covered) = (0.0, 0.0, 0);
        for (var i = 0; i < actual.Length; i++)
        {
            var error = Math.Abs(actual[i] - expected[i]);
            worst = Math.Max(worst, error);
            if (expected[i] == 0 && actual[i] == 0)
                continue;
            sum += error;
            covered++;
        }

        worst.ShouldBeLessThan(0.06, name);
        // Over the touched pixels alone most of the difference is the reference's: it knows 256 values, and a shape of few
        // pixels has none but edges.
        if (covered > 100)
            (sum / covered).ShouldBeLessThan(0.0035, name);
        (sum / actual.Length).ShouldBeLessThan(0.002, name);
    }

    [Fact]
    public void Exact_areas_of_simple_shapes()
    {
        var square = Draw(
            new Layer(Red, Overlap.Union, [new Level(1, [RasterShapes.Polygon((1.25, 1.5), (3.5, 1.5), (3.5, 2.75), (1.25, 2.75))])])
        );
        square[(1 * Width) + 1].ShouldBe(0.75f * 0.5f, 1e-6f);
        square[(1 * Width) + 2].ShouldBe(0.5f, 1e-6f);
        square[(2 * Width) + 3].ShouldBe(0.5f * 0.75f, 1e-6f);
        square.Sum().ShouldBe(2.25f * 1.25f, 1e-5f);

        foreach (var radius in new[] { 0.4, 1, 2.5, 6 })
            Draw(new Layer(Red, Overlap.Union, [new Level(1, [new Disc(new Vec(20.3, 20.7), radius, radius)])]))
                .Sum()
                .ShouldBe((float)(Math.PI * radius * radius), 1e-3f);
    }

    [Fact]
    public void Shapes_that_touch_leave_no_seam_and_shapes_that_overlap_no_darker_lens()
    {
        var left = RasterShapes.Polygon((5, 5), (20.37, 5), (20.37, 30), (5, 30));
        var right = RasterShapes.Polygon((20.37, 5), (40, 5), (40, 30), (20.37, 30));
        var row = Draw(new Layer(Red, Overlap.Union, [new Level(0.5, [left, right, new Disc(new Vec(21, 15), 4, 4)])]))
            .AsSpan(15 * Width, Width);
        for (var x = 6; x < 39; x++)
            row[x].ShouldBe(0.5f, 1e-6f);
    }

    [Fact]
    public void Levels_of_a_heat_map_add_up_to_one_and_those_of_a_mask_do_not()
    {
        var levels = ImmutableArray.Create(
            new Level(0.3, [RasterShapes.Polygon((0, 0), (30, 0), (30, 30), (0, 30))]),
            new Level(0.3, [RasterShapes.Polygon((5, 0), (30, 0), (30, 30), (5, 30))]),
            new Level(0.8, [RasterShapes.Polygon((10, 0), (30, 0), (30, 30), (10, 30))])
        );
        var sum = Draw(new Layer(Red, Overlap.Sum, levels)).AsSpan(10 * Width, Width);
        (sum[2], sum[7], sum[20]).ShouldBe((0.3f, 0.6f, 1f));
        var union = Draw(new Layer(Red, Overlap.Union, levels)).AsSpan(10 * Width, Width);
        (union[2], union[7], union[20]).ShouldBe((0.3f, 0.3f, 0.8f));
    }

    [Fact]
    public void Strips_may_be_skipped_and_be_of_any_height_without_changing_a_pixel()
    {
        var layer = new Layer(Red, Overlap.Union, [new Level(1, RasterShapes.Named("mixed"))]);
        var whole = Draw(layer);
        foreach (var rows in new[] { 8, 16, 24, 32 })
            Draw(layer, rows: rows).ShouldBe(whole);
        var rasteriser = new LayerRasteriser(new ShapeTable(layer, Width, Height), Width, Height, 8);
        var row = new float[Width * Height];
        foreach (var strip in new[] { 1, 4, 5, 2 })
        {
            Draw(rasteriser, strip, 8, Width, Height, row);
            row.AsSpan(strip * 8 * Width, 8 * Width).SequenceEqual(whole.AsSpan(strip * 8 * Width, 8 * Width)).ShouldBeTrue($"{strip}");
        }
    }

    [Fact]
    public void What_was_drawn_before_leaves_no_trace()
    {
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            Vec At() => new((random.NextDouble() * 1.4 * Width) - 10, (random.NextDouble() * 1.4 * Height) - 10);
            SceneShape Any() =>
                random.Next(4) switch
                {
                    0 => new Disc(At(), random.NextDouble() * 9, random.NextDouble() * 9),
                    1 => new Stroke([.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => At())], 0.3 + (random.NextDouble() * 6)),
                    2 => new Region([
                        [.. Enumerable.Range(0, 3 + random.Next(9)).Select(_ => At())],
                    ]),
                    // Whole and half pixels, where roundings show.
                    _ => new Region([
                        [.. Enumerable.Range(0, 4).Select(_ => new Vec(random.Next(2 * Width) / 2.0, random.Next(2 * Height) / 2.0))],
                    ]),
                };
            Draw(
                new Layer(
                    Red,
                    Overlap.Union,
                    [
                        .. Enumerable
                            .Range(0, 1 + random.Next(3))
                            .Select(k => new Level(0.3 * (k + 1), [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => Any())])),
                    ]
                )
            );
            Draw(new Layer(Red, Overlap.Union, [new Level(1, [new Disc(new Vec(-50, -50), 1, 1)])])).ShouldAllBe(value => value == 0);
            var full = Draw(new Layer(Red, Overlap.Union, [new Level(1, [new Disc(new Vec(32.5, 24.5), 0.5, 0.5)])]));
            (full.Count(value => value > 0), (double)full.Sum()).ShouldSatisfyAllConditions(
                drawn => drawn.Item1.ShouldBeLessThan(10),
                drawn => drawn.Item2.ShouldBe(Math.PI / 4, 0.01)
            );
        }
    }

    [Theory]
    [InlineData(173)]
    [InlineData(45)]
    [InlineData(1)]
    public void Dots_across_the_bottom_of_a_picture_leave_no_trace_on_the_next_one(int height)
    {
        // Of a width of its own, and of a height that is not one of strips.
        const int width = 61;
        for (var i = 0; i < 40; i++)
        {
            var dot = new Disc(new Vec(30, height - 0.2), 0.2 + (0.6 * i), 0.1 + (0.4 * (i % 7)));
            foreach (var left in new[] { 0, 20, 28, 36, 52 })
            {
                // A narrow shape and one with edges far apart are summed in different ways.
                foreach (var wide in new[] { 0.5, width - left })
                {
                    Draw(new Layer(Red, Overlap.Union, [new Level(1, [dot])]), width, height);
                    var right = left + wide;
                    var next = new Layer(
                        Red,
                        Overlap.Union,
                        [new Level(1, [RasterShapes.Polygon((left, 0), (right, 0), (right, 192), (left, 192))])]
                    );
                    Draw(next, width, 192).Sum().ShouldBe((float)(wide * 192), 1e-2f, $"{dot} {left} {wide}");
                }
            }
        }
    }

    [Fact]
    public void Hundreds_of_thousands_of_thick_segments_in_the_same_rows_take_bounded_time_and_memory()
    {
        var random = new Random(3);
        var zigzag = new Stroke(
            [.. Enumerable.Range(0, 300_000).Select(_ => new Vec(random.NextDouble() * Width, random.NextDouble() * Height))],
            6
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        Draw(new Layer(Red, Overlap.Union, [new Level(1, [zigzag])])).AsSpan(20 * Width, Width).ToArray().ShouldAllBe(v => v > 0.99f);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2000L << 20);
    }

    internal static float[] Draw(Layer layer, int width = Width, int height = Height, int rows = 16)
    {
        using var rasteriser = new LayerRasteriser(new ShapeTable(layer, width, height), width, height, rows);
        var picture = new float[width * height];
        for (var strip = 0; strip * rows < height; strip++)
            Draw(rasteriser, strip, rows, width, height, picture);
        return picture;
    }

    private static void Draw(LayerRasteriser rasteriser, int strip, int rows, int width, int height, float[] picture)
    {
        rasteriser.Draw(strip);
        for (var y = strip * rows; y < Math.Min(height, (strip + 1) * rows); y++)
        {
            for (var x = 0; x < width; x++)
                picture[(y * width) + x] = rasteriser.OpacityAt(x, y % rows);
        }
    }

    private static double[] Reference(ImmutableArray<SceneShape> shapes)
    {
        const int n = 16;
        var counts = new double[Width * Height];
        for (var y = 0; y < Height * n; y++)
        {
            for (var x = 0; x < Width * n; x++)
            {
                var p = new Vec((x + 0.5) / n, (y + 0.5) / n);
                if (shapes.Any(shape => IsInside(shape, p)))
                    counts[(y / n * Width) + (x / n)] += 1.0 / (n * n);
            }
        }

        return counts;
    }

    private static bool IsInside(SceneShape shape, Vec p) =>
        shape switch
        {
            Disc d => Math.Pow((p.X - d.Centre.X) / d.RadiusX, 2) + Math.Pow((p.Y - d.Centre.Y) / d.RadiusY, 2) <= 1,
            Stroke s => Enumerable
                .Range(0, s.Points.Length)
                .Any(i => Distance(p, s.Points[Math.Max(0, i - 1)], s.Points[i]) <= s.Width / 2),
            Region r => r.Rings.Sum(ring => Crossings(ring, p)) % 2 == 1,
            _ => false,
        };

    private static int Crossings(ImmutableArray<Vec> ring, Vec p)
    {
        var count = 0;
        for (var i = 0; i < ring.Length; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
            if (a.Y <= p.Y != b.Y <= p.Y && p.X < a.X + ((p.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X)))
                count++;
        }

        return count;
    }

    private static double Distance(Vec p, Vec a, Vec b)
    {
        var ab = b - a;
        var t = ab.Length == 0 ? 0 : Math.Clamp((((p.X - a.X) * ab.X) + ((p.Y - a.Y) * ab.Y)) / (ab.Length * ab.Length), 0, 1);
        return (p - (a + (ab * t))).Length;
    }
}
