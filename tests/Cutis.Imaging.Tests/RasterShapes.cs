using System;
using System.Collections.Immutable;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>Shapes on a picture of 64 × 48 that a rasteriser may get wrong, by a name.</summary>
internal static class RasterShapes
{
    private const int Width = 64;
    private const int Height = 48;

    public static Region Polygon(params (double X, double Y)[] points) =>
        new([
            [.. points.Select(p => new Vec(p.X, p.Y))],
        ]);

    public static Stroke Line(double width, params (double X, double Y)[] points) => new([.. points.Select(p => new Vec(p.X, p.Y))], width);

    public static ImmutableArray<SceneShape> Named(string name)
    {
        var random = new Random(7);
        double X() => random.NextDouble() * Width;
        double Y() => random.NextDouble() * Height;
        switch (name)
        {
            case "triangle":
                return [Polygon((3.3, 2.1), (60.7, 20.9), (10.2, 45.5))];
            case "hole":
                return
                [
                    new Region([
                        [.. Ring(30, 24, 20, 40)],
                        [.. Ring(33, 22, 9, 7)],
                    ]),
                ];
            case "star":
                return
                [
                    new Region([
                        [.. Enumerable.Range(0, 5).Select(i => At(32, 24, 22, i * 4 * Math.PI / 5))],
                    ]),
                ];
            case "nested":
                return
                [
                    new Region([
                        [.. Ring(30, 24, 21, 30)],
                        [.. Ring(30, 24, 15, 30)],
                        [.. Ring(30, 24, 8, 30)],
                    ]),
                ];
            case "overlapping":
                return [Polygon((5, 5), (40, 12), (30, 40)), Polygon((20, 3), (50, 30), (9, 33)), new Disc(new Vec(40, 25), 9, 9)];
            case "abutting":
                return [Polygon((5, 5), (30.3, 8), (28.7, 40)), Polygon((30.3, 8), (50, 30), (28.7, 40))];
            case "outside":
                return [Polygon((-20, -10), (30, 20), (-15, 60)), new Disc(new Vec(64, 48), 10, 10), Line(5, (-9, 40), (80, 44))];
            case "wholly outside":
                return [Polygon((-20, -10), (-3, 20), (-15, 60)), new Disc(new Vec(90, 20), 10, 10), Line(3, (0, -9), (60, -5))];
            case "huge":
                return [Polygon((-1e7, -1e7), (1e7, -1e7 + 13), (12, 1e7))];
            case "crowded":
                return [.. Enumerable.Range(0, 400).Select(_ => new Disc(new Vec(X(), Y()), 0.5 + random.NextDouble(), 0.7))];
            case "needle":
                return [Polygon((2, 3), (62, 3.4), (2, 3.3)), Polygon((10, 10), (10.2, 45), (10.3, 10))];
            case "thin lines":
                return
                [
                    .. new[] { 0.5, 1, 2, 4, 8 }.Select((w, i) => Line(w, (3 + i, 5 + (9 * i)), (30, 2 + (8.5 * i)), (61, 7 + (9 * i)))),
                ];
            case "zigzag":
                return [Line(2.5, [.. Enumerable.Range(0, 20).Select(i => (3.0 + (3 * i), i % 2 == 0 ? 8.0 : 40))])];
            case "spiral":
                return
                [
                    .. new[] { 1.0, 2, 5 }.Select(w =>
                        Line(
                            w,
                            [
                                .. Enumerable
                                    .Range(0, 120)
                                    .Select(i =>
                                        (
                                            32 + ((2 + (i * 0.16)) * Math.Cos((i * 0.11) + w)),
                                            24 + ((2 + (i * 0.16)) * Math.Sin((i * 0.11) + w))
                                        )
                                    ),
                            ]
                        )
                    ),
                ];
            case "thick line":
                return [Line(14, (12, 12), (40, 30), (14, 33))];
            case "dot line":
                return [Line(6, (20, 20)), Line(6, (40, 20), (40, 20))];
            case "small circles":
                return [.. Enumerable.Range(0, 30).Select(i => new Disc(new Vec(X(), Y()), 0.4 + (i * 0.19), 0.4 + (i * 0.19)))];
            case "ellipses":
                return [new Disc(new Vec(20, 20), 15, 4), new Disc(new Vec(45.5, 28.2), 3.3, 17)];
            case "mixed":
                return
                [
                    Polygon((5, 5), (40, 12), (30, 40)),
                    Line(1.5, (2, 40), (50, 3), (55, 44)),
                    .. Enumerable.Range(0, 20).Select(_ => new Disc(new Vec(X(), Y()), 1.7, 1.7)),
                ];
            case "degenerate":
                return
                [
                    Polygon((5, 5)),
                    Polygon((5, 5), (9, 9)),
                    Polygon((5, 5), (9, 5), (20, 5)),
                    new Region([]),
                    new Region([
                        [],
                    ]),
                    Line(2),
                ];
            default:
                return
                [
                    new Region([
                        [.. Enumerable.Range(0, 30).Select(_ => new Vec(X(), Y()))],
                    ]),
                ];
        }
    }

    public static Vec At(double x, double y, double r, double angle) => new(x + (r * Math.Sin(angle)), y - (r * Math.Cos(angle)));

    public static IEnumerable<Vec> Ring(double x, double y, double r, int n) =>
        Enumerable.Range(0, n).Select(i => At(x, y, r * (1 + (0.15 * (i % 2))), i * 2 * Math.PI / n));
}
