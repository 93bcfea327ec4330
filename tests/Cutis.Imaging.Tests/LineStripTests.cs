using System;
using System.Collections.Immutable;
using Cutis.Imaging.Raster;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>
/// Lines that are drawn from their points, as there are too many: what they look like, and that they leave nothing behind.
/// </summary>
public class LineStripTests
{
    private const int Width = 150;
    private const int Height = 90;
    private static readonly Fill Red = new SolidFill(255, 0, 0, 1);

    // Circles are always drawn from their radii, and with them all lines of their level.
    private static readonly Circle Unseen = new(new Vec(-500, -500), 1, 1, 1);

    [Theory]
    [InlineData(0.7)]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(60)]
    public void Lines_look_as_those_whose_edges_are_kept(double width)
    {
        var random = new Random(4);
        for (var i = 0; i < 60; i++)
        {
            Vec Any() => new((random.NextDouble() * 1.6 * Width) - 40, (random.NextDouble() * 1.6 * Height) - 20);
            // Of one line, level and upright ones included, and a point.
            ImmutableArray<Vec> points = (i % 4) switch
            {
                0 => [Any(), Any()],
                1 =>
                [
                    .. Enumerable
                        .Range(0, 300)
                        .Select(k => new Vec(75 + (k * 0.2 * Math.Cos(k * 0.1)), 45 + (k * 0.2 * Math.Sin(k * 0.1)))),
                ],
                2 => [new(-20, 30.3), new(200, 30.3), new(200, 60), new(70.6, 60), new(70.6, 200)],
                _ => [Any()],
            };
            SceneShape line = new Stroke(points, width);
            Compare([Unseen, line], [line]);
        }
    }

    [Fact]
    public void Circles_look_as_lines_along_the_edges_of_discs()
    {
        foreach (var (radius, width) in new[] { (3.0, 1.0), (20, 2.5), (30, 9), (4, 12), (300, 5) })
        {
            var centre = new Vec(radius > 100 ? -250 : 60.4, 40.7);
            var corners = Enumerable
                .Range(0, 2049)
                .Select(i => centre + (new Vec(Math.Cos(i * Math.PI / 1024), Math.Sin(i * Math.PI / 1024)) * radius));
            Compare([new Circle(centre, radius, radius, width)], [new Stroke([.. corners], width)]);
        }
    }

    [Fact]
    public void Other_shapes_of_the_level_stay_as_they_are()
    {
        ImmutableArray<SceneShape> others =
        [
            new Disc(new Vec(30, 30), 12, 12),
            new Region([
                [new(60, 10), new(140, 20), new(90, 80)],
            ]),
        ];
        Draw([Unseen, .. others]).ShouldBe(Draw(others));
    }

    [Fact]
    public void More_edges_than_are_kept_are_not_kept()
    {
        var random = new Random(2);
        var shapes = Enumerable
            .Range(0, 60_000)
            .Select(_ =>
                (SceneShape)
                    new Stroke([new Vec(random.Next(Width), random.Next(Height)), new Vec(random.Next(Width), random.Next(Height))], 40)
            );
        var table = new ShapeTable(new Layer(Red, Overlap.Union, [new Level(1, [.. shapes])]), Width, Height);
        table.Lines[0].ShouldNotBeNull();
        table.Edges.Length.ShouldBe(0);
        var few = new ShapeTable(new Layer(Red, Overlap.Union, [new Level(1, [new Stroke([new(3, 3), new(50, 50)], 4)])]), Width, Height);
        few.Lines[0].ShouldBeNull();
    }

    // Points of a pixel are 16 by 16: a sixteenth at most, and nothing on average.
    private static void Compare(ImmutableArray<SceneShape> shapes, ImmutableArray<SceneShape> kept)
    {
        var (drawn, expected) = (Draw(shapes), Draw(kept));
        var errors = drawn.Zip(expected, (a, b) => a - b).ToArray();
        errors.Max(Math.Abs).ShouldBeLessThan(0.1f, $"{kept[0]}");
        Math.Abs(errors.Sum()).ShouldBeLessThan(2 + (0.01f * errors.Count(error => error != 0)), $"{kept[0]}");
    }

    private static float[] Draw(ImmutableArray<SceneShape> shapes) =>
        RasteriserTests.Draw(new Layer(Red, Overlap.Union, [new Level(1, shapes)]), Width, Height);
}
