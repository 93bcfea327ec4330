using System;
using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Tests;

/// <summary>Shapes of which everything is known, as seen from points.</summary>
public class ShapeProbeTests
{
    private static readonly ShapeProbe Probe = new(ViewBox.FromPixels(100, 100), 100, 100, 2);

    private static ImmutableArray<Vec> Square(double from, double to) =>
        [new(from, from), new(to, from), new(to, to), new(from, to), new(from, from)];

    [Theory]
    [InlineData(20, 20, true, 0)]
    [InlineData(50, 50, false, 10)]
    [InlineData(40, 50, true, 0)]
    [InlineData(10, 10, true, 0)]
    [InlineData(10, 50, true, 0)]
    [InlineData(0, 50, false, 10)]
    [InlineData(0, 0, false, 14.142135623730951)]
    [InlineData(95, 95, false, 7.0710678118654755)]
    public void A_polygon_has_holes_and_its_edge_belongs_to_it(double x, double y, bool covers, double distance)
    {
        var facts = Probe.Measure(new PolygonShape([Square(10, 90), Square(40, 60)]), new Vec(x, y));
        (facts.Covers, facts.Length).ShouldBe((covers, null));
        facts.Distance.ShouldBe(distance, 1e-9);
        facts.Area!.Value.ShouldBe(6400 - 400, 1e-9);
    }

    [Fact]
    public void An_island_in_a_hole_counts_and_rings_beside_each_other_add_up()
    {
        var island = Probe.Measure(new PolygonShape([Square(10, 90), Square(20, 80), Square(30, 40)]), new Vec(35, 35));
        (island.Covers, island.Area).ShouldBe((true, 6400 - 3600 + 100));
        var beside = Probe.Measure(new PolygonShape([Square(0, 10), Square(10, 20)]), new Vec(5, 5));
        (beside.Covers, beside.Area).ShouldBe((true, 200), "they touch in a corner");
        Probe.Measure(new PolygonShape([]), new Vec(0, 0)).Distance.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_ray_through_vertices_is_not_counted_twice()
    {
        var diamond = new PolygonShape([
            [new(50, 10), new(90, 50), new(50, 90), new(10, 50)],
        ]);
        Probe.Measure(diamond, new Vec(20, 50)).Covers.ShouldBeTrue();
        Probe.Measure(diamond, new Vec(0, 50)).Covers.ShouldBeFalse();
        Probe.Measure(diamond, new Vec(0, 10)).Covers.ShouldBeFalse();
        Probe.Measure(diamond, new Vec(0, 90)).Covers.ShouldBeFalse();
    }

    [Fact]
    public void Lines_have_a_length_and_dots_an_area_in_pixels_of_the_photo()
    {
        ViewBox.TryParse("0 0 1 1", out var unit).ShouldBeTrue();
        var stretched = new ShapeProbe(unit, 400, 200, 3);
        var line = stretched.Measure(new PolylineShape([new(0, 0), new(.5, 0), new(.5, .5)]), new Vec(210, 50));
        (line.Covers, line.Area).ShouldBe((false, null));
        line.Length!.Value.ShouldBe(300, 1e-9);
        line.Distance.ShouldBe(10, 1e-9);
        stretched.Measure(new PolylineShape([new(.5, .5)]), new Vec(203, 104)).Distance.ShouldBe(5, 1e-9);
        var dot = stretched.Measure(new PointShape(new Vec(.5, .5), 0), new Vec(200, 110));
        (dot.Covers, dot.Distance).ShouldBe((false, 7));
        dot.Area!.Value.ShouldBe(Math.PI * 9, 1e-9);
        stretched.Measure(new PointShape(new Vec(.5, .5), .1), new Vec(239, 100)).Covers.ShouldBeTrue("it is wider than high");
        stretched.Measure(new PointShape(new Vec(.5, .5), .1), new Vec(200, 139)).Covers.ShouldBeFalse();
    }
}
