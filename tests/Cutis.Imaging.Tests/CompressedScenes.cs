using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>JPEGs of many kinds, marks to draw on them, and what must stay as it was.</summary>
internal static class CompressedScenes
{
    public static readonly string[] Samplings = ["1x1", "2x1", "1x2", "2x2", "4x1", "2x2,2x1,1x1", "1x1,2x2,2x2", "3x1"];

    public static readonly string[][] JpegModes =
    [
        [],
        ["-optimize"],
        ["-restart", "1"],
        ["-restart", "3B"],
        ["-progressive"],
        ["-quality", "100"],
        ["-quality", "20"],
    ];

    public static Layer[] Create(string kind, int width, int height) =>
        kind switch
        {
            "none" => [],
            "box" => [Box(width * 0.3, height * 0.2, width * 0.5, height * 0.4)],
            "last pixel" => [Box(width - 1, height - 1, 1, 1)],
            "dots" =>
            [
                new Layer(
                    new SolidFill(0, 40, 255, 0.6),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 9).Select(i => new Disc(new Vec((i * 37 % width) + 0.3, i * 23 % height), 1.2, 1.2))]
                        ),
                    ]
                ),
            ],
            // Two colours on the same blocks, and several on those of the third.
            "layers" =>
            [
                new Layer(
                    new SolidFill(0, 40, 255, 0.6),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 60).Select(i => new Disc(new Vec((i * 37 % width) + 0.3, i * 23 % height), 5.2, 3.1))]
                        ),
                    ]
                ),
                new Layer(
                    new SolidFill(255, 220, 0, 0.4),
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [.. Enumerable.Range(0, 60).Select(i => new Disc(new Vec((i * 37 % width) + 4.3, i * 23 % height), 4.4, 4.4))]
                        ),
                    ]
                ),
                new Layer(
                    RampFill.Hydration,
                    Overlap.Sum,
                    [
                        new Level(0.4, [Region(width * 0.2, height * 0.2, width * 0.3)]),
                        new Level(0.5, [Region(width * 0.3, height * 0.3, width * 0.1)]),
                    ]
                ),
            ],
            _ =>
            [
                new Layer(
                    RampFill.Hydration,
                    Overlap.Sum,
                    [
                        new Level(0.4, [Region(width * 0.1, height * 0.1, width * 0.7)]),
                        new Level(0.5, [Region(width * 0.3, height * 0.3, width * 0.3)]),
                    ]
                ),
                Box(width * 0.5, 0, width * 0.2, height, new SolidFill(0, 255, 0, 0.3)),
            ],
        };

    private static Region Region(double x, double y, double size) =>
        new([
            [new(x, y), new(x + size, y), new(x + size, y + (size / 2)), new(x, y + size)],
        ]);
}
