using System.Collections.Immutable;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>Small masks whose shapes lie over one another on a picture of twelve megapixels: drawn soon, or refused with numbers.</summary>
[Collection(MeasuredMemory.Name)]
public class CrowdedSceneTests
{
    private const int Width = 4000;
    private const int Height = 3000;

    // Of a core: two or three are needed, and were twenty and more. Other processes may have the cores meanwhile.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Random _random = new(5);

    [Fact]
    public void Concentric_lines_of_forty_nested_squares_are_drawn_soon() => IsDrawnSoon(Nested(40), concentric: true);

    [Fact]
    public void Concentric_lines_of_three_hundred_needles_are_drawn_soon() => IsDrawnSoon(Many(300, Needle), concentric: true);

    [Fact]
    public void Thick_outlines_of_twenty_thousand_overlapping_quads_are_drawn_soon() =>
        IsDrawnSoon(Many(20_000, Quad), concentric: false, outline: 0.05);

    [Fact]
    public void Ten_masks_of_random_vertices_are_drawn_soon() =>
        IsDrawnSoon([.. Enumerable.Range(0, 10).Select(_ => Polygon(Ring(9_900)))], concentric: false, outline: 0.05, 640, 480);

    [Theory]
    [InlineData("line_samples", 400)]
    public void Concentric_lines_that_take_long_to_find_are_refused(string field, int squares) =>
        Should.Throw<SceneTooLargeException>(() => Build(Nested(squares), concentric: true)).Field.ShouldBe(field);

    [Fact]
    public void Areas_with_too_many_pixels_on_their_edges_are_refused()
    {
        var scene = Build([Polygon(Ring(200_000))], concentric: false);
        var refused = Should.Throw<SceneTooLargeException>(() => SceneBudget.Check(scene));
        (refused.Field, refused.Limit).ShouldBe(("edge_pixels", SceneLimits.MaxEdgePixels));
        // Those far from the picture cost nothing.
        var outside = Build([Polygon([.. Ring(200_000).Select(p => new Vec(p.X + 110, p.Y))])], concentric: false);
        SceneBudget.Check(outside);
    }

    [Fact]
    public void Too_many_areas_of_the_size_of_the_picture_are_refused()
    {
        SceneBudget.Check(Build(Many(1_400, Quarter), concentric: false));
        var scene = Build(Many(1_400, () => Square(0)), concentric: false);
        Should.Throw<SceneTooLargeException>(() => SceneBudget.Check(scene)).Field.ShouldBe("area_pixels");

        ImmutableArray<Vec> Quarter() => [new(0, 0), new(50, 0), new(50, 50), new(0, 50)];
    }

    private static void IsDrawnSoon(
        ImmutableArray<Mask> masks,
        bool concentric,
        double? outline = null,
        int width = Width,
        int height = Height
    )
    {
        var before = Environment.CpuUsage.TotalTime;
        using var stop = new CancellationTokenSource(Patience);
        var scene = Build(masks, concentric, outline, width, height, stop.Token);
        SceneBudget.Check(scene, stop.Token);
        Overlay.Draw(scene, OutputOptions.Default, Stream.Null, stop.Token);
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(Limit);
    }

    private static Scene Build(
        ImmutableArray<Mask> masks,
        bool concentric,
        double? outline = null,
        int width = Width,
        int height = Height,
        CancellationToken stop = default
    )
    {
        var style = new MaskStyle([.. masks.Select(_ => (Fill)new SolidFill(200, 30, 30, 0.8))], 0.001, concentric)
        {
            Outline = outline is { } thick ? new Outline(new SolidFill(20, 200, 90, 0.8), thick) : null,
        };
        return SceneBuilder.Build(masks, style, width, height, stop);
    }

    private static Mask Polygon(params ImmutableArray<Vec>[] rings) =>
        new(
            MaskKind.Polygon,
            "",
            "",
            null,
            ViewBox.FromPixels(100, 100),
            [new Feature([.. rings.Select(ring => (Shape)new PolygonShape([ring]))], 1)]
        );

    private static ImmutableArray<Mask> Nested(int count) =>
        [Polygon([.. Enumerable.Range(0, count).Select(k => Square(k * 40.0 / count))])];

    private static ImmutableArray<Mask> Many(int count, Func<ImmutableArray<Vec>> make) =>
        [Polygon([.. Enumerable.Range(0, count).Select(_ => make())])];

    private static ImmutableArray<Vec> Square(double k) => [new(k, k), new(100, k), new(100 - k, 100), new(k, 100)];

    private ImmutableArray<Vec> Ring(int count) => [.. Enumerable.Range(0, count).Select(_ => Any(100))];

    private ImmutableArray<Vec> Needle()
    {
        var (a, b) = (Any(100), Any(100));
        return [a, b, new(b.X + 1, b.Y + 1)];
    }

    private ImmutableArray<Vec> Quad()
    {
        var at = Any(90);
        return [at, new(at.X + 10, at.Y + _random.NextDouble()), new(at.X + 10, at.Y + 10), new(at.X, at.Y + 10)];
    }

    private Vec Any(double within) => new(_random.NextDouble() * within, _random.NextDouble() * within);
}
