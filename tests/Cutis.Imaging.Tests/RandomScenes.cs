using System;
using System.Collections.Immutable;
using Cutis.Imaging.Core;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>Masks and styles as they come, by number: the same number always gives the same ones.</summary>
internal sealed class RandomScenes
{
    private readonly Random _random;
    private readonly double _reach;

    /// <param name="seed">The number.</param>
    /// <param name="reach">How far shapes may lie from the middle of the picture, as a multiple of its sides.</param>
    public RandomScenes(int seed, double reach = 0.6)
    {
        (_random, _reach) = (new Random(seed), reach);
        (Width, Height) = (40 + _random.Next(260), 40 + _random.Next(260));
        Masks = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Mask())];
        Style = new MaskStyle(
            [.. Masks.Select(Fill)],
            _random.Next(3) == 0 ? 0.001 : 0.001 + (0.04 * _random.NextDouble()),
            _random.Next(4) == 0
        )
        {
            Outline = _random.Next(3) == 0 ? new Outline(new SolidFill(20, 200, 90, 0.8), 0.04 * _random.NextDouble()) : null,
        };
        Light = (Spotlight)_random.Next(3);
        Legend = _random.Next(4) == 0 ? new Legend("Pores, größte", "72.5") : null;
        Turned = Orientation.FromExif(1 + _random.Next(8));
    }

    public int Width { get; }

    public int Height { get; }

    public ImmutableArray<Mask> Masks { get; }

    public MaskStyle Style { get; }

    public Spotlight Light { get; }

    public Legend? Legend { get; }

    public Orientation Turned { get; }

    /// <summary>The whole scene as a picture of the server has it.</summary>
    public Scene Build(OutputOptions? output = null)
    {
        var scene = SceneBuilder.WithSpotlight(SceneBuilder.Build(Masks, Style, Width, Height), Light);
        scene = OutputSize.Compute(output ?? OutputOptions.Default, Width, Height).Place(scene);
        return Legend is { } legend ? LegendBox.Over(scene, legend) : scene;
    }

    private Mask Mask()
    {
        var kind = (MaskKind)_random.Next(4);
        var (width, height) = _random.Next(2) == 0 ? (Width, Height) : (700, 500);
        var box = ViewBox.FromPixels(width, height);
        var features = Enumerable
            .Range(0, 1 + _random.Next(4))
            .Select(_ => new Feature(
                [.. Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => Shape(kind, width, height))],
                kind == MaskKind.HeatMap ? 0.3 : Math.Round(_random.NextDouble(), 2)
            ));
        return new Mask(kind, "", "", null, box, [.. features])
        {
            Grid =
                kind == MaskKind.HeatMap && _random.Next(3) == 0
                    ? new HeatGrid(9, 7, [.. Enumerable.Range(0, 63).Select(_ => Math.Max(0, (float)_random.NextDouble() - 0.3f))], null)
                    : null,
        };
    }

    private Shape Shape(MaskKind kind, int width, int height)
    {
        Vec Any() =>
            new((0.5 + (_reach * (1 - (2 * _random.NextDouble())))) * width, (0.5 + (_reach * (1 - (2 * _random.NextDouble())))) * height);
        var size = Math.Min(width, height);
        switch (kind)
        {
            case MaskKind.Point:
                return new PointShape(Any(), _random.Next(4) == 0 ? 0 : _random.NextDouble() * 0.12 * size);
            case MaskKind.Polyline:
                return new PolylineShape([.. Walk(Any(), 0.08 * size, 1 + _random.Next(30))]);
            default:
                return new PolygonShape(
                    _random.Next(3) switch
                    {
                        0 =>
                        [
                            [.. Enumerable.Range(0, 3 + _random.Next(9)).Select(_ => Any())],
                        ],
                        // Whole numbers, where roundings show.
                        1 =>
                        [
                            [
                                .. Enumerable
                                    .Range(0, 4 + _random.Next(9))
                                    .Select(_ => Any())
                                    .Select(p => new Vec(Math.Round(p.X), Math.Round(p.Y))),
                            ],
                        ],
                        _ => [Ring(Any(), 0.3 * size), Ring(Any(), 0.1 * size), Ring(Any(), 0.05 * size)],
                    }
                );
        }
    }

    private ImmutableArray<Vec> Ring(Vec middle, double radius)
    {
        var count = 5 + _random.Next(60);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var (r, angle) = (radius * (0.7 + (0.3 * _random.NextDouble())), 2 * Math.PI * i / count);
                    return new Vec(Math.Round(middle.X + (r * Math.Cos(angle)), 3), Math.Round(middle.Y + (r * Math.Sin(angle)), 3));
                }),
        ];
    }

    private IEnumerable<Vec> Walk(Vec at, double step, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return at;
            at += new Vec((_random.NextDouble() - 0.4) * step, (_random.NextDouble() - 0.5) * step);
        }
    }

    private Fill Fill(Mask mask) =>
        _random.Next(3) switch
        {
            0 when mask.Kind == MaskKind.HeatMap => RampFill.Hydration,
            1 when mask.Kind == MaskKind.HeatMap => ScaleFill.Create(ScaleFill.DefaultName)!,
            _ => new SolidFill(
                (byte)_random.Next(256),
                (byte)_random.Next(256),
                (byte)_random.Next(256),
                0.3 + (0.7 * _random.NextDouble())
            ),
        };
}
