using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>Masks within the limits of results that are as much work as they can be, by name.</summary>
internal sealed class HostileScenes
{
    public const int Width = 640;
    public const int Height = 480;
    private const int Max = 990_000;
    private static readonly ViewBox Pixels = ViewBox.FromPixels(Width, Height);
    private readonly Random _random = new(5);

    private HostileScenes(string name)
    {
        Name = name;
        Masks = Make(name);
        var isConcentric = name.Contains("concentric", StringComparison.Ordinal);
        var thickness = name.Contains("thick line", StringComparison.Ordinal) ? MaskStyle.MaxLineThickness : MaskStyle.DefaultLineThickness;
        Style = new MaskStyle([.. Masks.Select(_ => (Fill)new SolidFill(200, 30, 30, 0.8))], thickness, isConcentric)
        {
            Outline = name.Contains("outline", StringComparison.Ordinal)
                ? new Outline(new SolidFill(20, 200, 90, 0.8), name.Contains("thin", StringComparison.Ordinal) ? 0.001 : 0.05)
                : null,
        };
        Light = name.Contains("spotlight", StringComparison.Ordinal) ? Spotlight.Dim : Spotlight.None;
    }

    public static ImmutableArray<string> Names =>
        [
            "concentric square to 1e7",
            "concentric square to 1e7, view box of 1",
            "concentric square to 6400",
            "concentric star of 330,000 rings",
            "concentric polygon of 990,000 vertices",
            "polygon of 990,000 vertices, outline, spotlight",
            "polygon of 990,000 vertices, thin outline",
            "330,000 triangles, outline",
            "100 masks, outline",
            "1,000,000 dots, outline",
            "1,000,000 dots of radius 1e7",
            "1,000,000 dots of radius 1e7 whose edge is seen",
            "1,000,000 dots of radius 300",
            "star of 330,000 rings",
            "random line of 990,000 points",
            "random thick line of 990,000 points",
            "smooth thick line of 990,000 points",
            "vertical line of 990,000 points",
            "1,000,000 edges in one strip",
            "1,000,000 edges in one pixel",
            "view box of 1e-9",
            "view box of 1e7",
            "heat map of 100,000 levels",
        ];

    public string Name { get; }

    public ImmutableArray<Mask> Masks { get; }

    public MaskStyle Style { get; }

    public Spotlight Light { get; }

    public static HostileScenes Create(string name) => new(name);

    /// <summary>The scene as a picture of the server has it.</summary>
    public Scene Build(CancellationToken stop, int width = Width, int height = Height)
    {
        var scene = SceneBuilder.WithSpotlight(SceneBuilder.Build(Masks, Style, width, height, stop), Light);
        SceneBudget.Check(scene, stop);
        return LegendBox.Over(scene, new Legend("Pores", "72.5"));
    }

    private ImmutableArray<Mask> Make(string name)
    {
        if (name.Contains("square to 6400", StringComparison.Ordinal))
            return [Polygon(Pixels, Square(6400))];
        if (name.Contains("square to 1e7, view box of 1", StringComparison.Ordinal))
            return [Polygon(Box("0 0 1 1"), Square(1e7))];
        if (name.Contains("square to 1e7", StringComparison.Ordinal))
            return [Polygon(Pixels, Square(1e7))];
        if (name.Contains("polygon of 990,000", StringComparison.Ordinal))
            return [Polygon(Pixels, [.. Many(Max, Any)])];
        if (name.Contains("330,000 triangles", StringComparison.Ordinal))
            return [Create(MaskKind.Polygon, Pixels, Many(330_000, () => (Shape)new PolygonShape([Triangle()])))];
        if (name.Contains("star of 330,000", StringComparison.Ordinal))
            return [Polygon(Pixels, [.. Many(330_000, Triangle)])];
        if (name.StartsWith("100 masks", StringComparison.Ordinal))
            return [.. Many(100, () => Polygon(Pixels, [.. Many(9_900, Any)]))];
        if (name.Contains("dots", StringComparison.Ordinal))
            return [Create(MaskKind.Point, Pixels, Many(1_000_000, () => (Shape)Dot(name)))];
        if (name.Contains("line of 990,000", StringComparison.Ordinal))
            return [Create(MaskKind.Polyline, Pixels, [new PolylineShape([.. Line(name)])])];
        if (name.Contains("one strip", StringComparison.Ordinal))
            return [Polygon(Pixels, [.. Many(1_000_000, () => new Vec(_random.NextDouble() * Width, 200 + (_random.NextDouble() * 8)))])];
        if (name.Contains("one pixel", StringComparison.Ordinal))
            return [Polygon(Pixels, [.. Many(1_000_000, () => new Vec(200 + _random.NextDouble(), 200 + _random.NextDouble()))])];
        if (name.Contains("view box", StringComparison.Ordinal))
            return InBox(name.Contains("1e-9", StringComparison.Ordinal) ? Box("0 0 1e-9 1e-9") : Box("0 0 1e7 1e7"));
        return
        [
            Create(MaskKind.HeatMap, Pixels, []) with
            {
                Features =
                [
                    .. Many(
                        100_000,
                        () =>
                            new Feature(
                                [
                                    new PolygonShape([
                                        [.. Many(9, Any)],
                                    ]),
                                ],
                                0.00001
                            )
                    ),
                ],
            },
        ];
    }

    // In a box of its own, all of these are huge or tiny.
    private ImmutableArray<Mask> InBox(ViewBox box) =>
        [
            Create(
                MaskKind.Polygon,
                box,
                [
                    new PolygonShape([
                        [.. Many(100_000, Any)],
                    ]),
                ]
            ),
            Create(MaskKind.Polyline, box, [new PolylineShape([.. Many(300_000, Any)])]),
            Create(MaskKind.Point, box, Many(300_000, () => (Shape)new PointShape(Any(), 1000 * _random.NextDouble()))),
        ];

    private Vec Any() => new(_random.NextDouble() * Width, _random.NextDouble() * Height);

    private ImmutableArray<Vec> Triangle()
    {
        var at = Any();
        return [at, new(at.X + 5, at.Y + _random.NextDouble()), new(at.X + _random.NextDouble(), at.Y + 5)];
    }

    private PointShape Dot(string name) =>
        name switch
        {
            _ when name.Contains("edge is seen", StringComparison.Ordinal) => new PointShape(Any() + new Vec(1e7, 0), 1e7),
            _ when name.Contains("1e7", StringComparison.Ordinal) => new PointShape(Any(), 1e7),
            _ when name.Contains("300", StringComparison.Ordinal) => new PointShape(Any(), 300),
            _ => new PointShape(Any(), 0),
        };

    private IEnumerable<Vec> Line(string name)
    {
        if (name.Contains("random", StringComparison.Ordinal))
            return Many(Max, Any);
        if (name.Contains("vertical", StringComparison.Ordinal))
            return Enumerable.Range(0, Max).Select(i => new Vec(300 + (20 * _random.NextDouble()), i % 2 * Height));
        return Enumerable.Range(0, Max).Select(i => new Vec(320 + (200 * Math.Cos(i * 6e-6)), 240 + (200 * Math.Sin(i * 9e-6))));
    }

    private static IEnumerable<T> Many<T>(int count, Func<T> make) => Enumerable.Range(0, count).Select(_ => make());

    private static ImmutableArray<Vec> Square(double reach) =>
        [new(-reach, -reach), new(reach, -reach), new(reach, reach), new(-reach, reach)];

    private static Mask Polygon(ViewBox box, params ImmutableArray<ImmutableArray<Vec>> rings) =>
        Create(MaskKind.Polygon, box, [new PolygonShape(rings)]);

    private static Mask Polygon(ViewBox box, ImmutableArray<Vec> ring) => Polygon(box, [ring]);

    private static Mask Create(MaskKind kind, ViewBox box, IEnumerable<Shape> shapes) =>
        new(kind, "", "", null, box, [new Feature([.. shapes], 1)]);

    private static ViewBox Box(string text) => ViewBox.TryParse(text, out var box) ? box : throw new ArgumentException(text, nameof(text));
}
