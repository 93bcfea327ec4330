using System;
using System.Text;
using System.Xml.Linq;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>SVG of a scene, drawn by two renderers that we did not write, against our own pixels.</summary>
public class SvgTests
{
    private const int Width = 240;
    private const int Height = 180;

    // What docs/pictures.md publishes: the mean difference of a channel, and how many pixels in a thousand differ by more than 48.
    private const double MaxMean = 0.8;
    private const double MaxFar = 4;

    public static TheoryData<string> Kinds =>
        ["areas", "levels", "lines", "dots", "heat", "grid", "dim", "grey", "outline", "legend", "looks", "rows"];

    private static Scene Make(string kind)
    {
        Region Blob(double x, double y, double r) =>
            new([
                [
                    .. Enumerable
                        .Range(0, 40)
                        .Select(i => new Vec(
                            x + (r * (1 + (0.2 * Math.Sin(i * 0.9))) * Math.Cos(i * Math.PI / 20)),
                            y + (r * Math.Sin(i * Math.PI / 20))
                        )),
                ],
            ]);
        Region Hole() =>
            new([
                [new(20, 20), new(100, 30), new(90, 120), new(25, 110)],
                [new(45, 50), new(75, 55), new(60, 90)],
            ]);
        var fill = new SolidFill(200, 20, 120, 0.6);
        var areas = new Layer(fill, Overlap.Union, [new Level(1, [Hole(), Blob(150, 80, 40), Blob(180, 110, 35)])]);
        return kind switch
        {
            "areas" => Of(areas),
            "levels" => Of(new Layer(fill, Overlap.Union, [new Level(0.8, [Blob(120, 90, 50)]), new Level(0.35, [Blob(150, 100, 50)])])),
            "lines" => Of(
                new Layer(
                    fill,
                    Overlap.Union,
                    [
                        new Level(
                            1,
                            [
                                new Stroke([new(10, 10), new(120, 60), new(60, 120), new(230, 170)], 5),
                                new Stroke([new(200, 20), new(20, 160)], 1),
                                new Stroke([new(220, 40)], 9),
                            ]
                        ),
                    ]
                )
            ),
            "dots" => Of(
                new Layer(
                    fill,
                    Overlap.Union,
                    [
                        new Level(
                            0.9,
                            [
                                .. Enumerable
                                    .Range(0, 120)
                                    .Select(i => new Disc(new Vec(5 + (i * 37 % 230), 5 + (i * 53 % 170)), 1.5 + (i % 5), 1.5 + (i % 4))),
                            ]
                        ),
                    ]
                )
            ),
            "heat" => Of(
                new Layer(RampFill.Hydration, Overlap.Sum, [new Level(0.4, [Blob(110, 90, 60)]), new Level(0.4, [Blob(130, 90, 40)])])
            ),
            "grid" => Of(
                new Layer(ScaleFill.Create("viridis")!, Overlap.Sum, [])
                {
                    Field = new HeatField(3, 2, [0, 0.5f, 1, 0.2f, 0, 0.7f], new(0, 0), new(Width, 0), new(0, Height)),
                }
            ),
            "dim" => SceneBuilder.WithSpotlight(Of(areas), Spotlight.Dim),
            "grey" => SceneBuilder.WithSpotlight(Of(areas), Spotlight.Grey),
            "outline" => Of(
                areas,
                new Layer(
                    new SolidFill(255, 255, 255, 1),
                    Overlap.Union,
                    [new Level(1, [new Stroke([.. Blob(150, 80, 40).Rings[0], Blob(150, 80, 40).Rings[0][0]], 2)])]
                )
            ),
            "looks" => SceneBuilder.Build([.. Looked.Select(look => look.Mask)], LookedStyle, Width, Height),
            "rows" => LegendRows.Over(
                Of(areas),
                [new LegendRow(null, "Lines", "72"), .. Looked.Select((look, i) => new LegendRow(i, look.Mask.Name, "7"))],
                [.. Looked.Select(look => new LegendSwatch(look.Mask.Kind, look.Fill, look.Look, null, false))]
            ),
            _ => LegendBox.Over(Of(areas), new Legend("Pores <Score> & Übergröße", "72")),
        };

        static Scene Of(params Layer[] layers) => new(Width, Height, [.. layers]);
    }

    // A mask of each kind in the adaptive style.
    private static readonly (Mask Mask, Fill Fill, MaskLook Look)[] Looked =
    [
        .. Enum.GetValues<MaskKind>()
            .Select(
                (kind, i) =>
                {
                    Shape shape = kind switch
                    {
                        MaskKind.Polyline => new PolylineShape([new(20, 100), new(120, 140), new(200, 110)]),
                        MaskKind.Point => new PointShape(new(180, 60), 8),
                        _ => new PolygonShape([
                            [new(20 + (90 * i / 3), 20), new(90 + (90 * i / 3), 30), new(70 + (90 * i / 3), 90)],
                        ]),
                    };
                    var mask = new Mask(kind, kind.ToString(), "m", null, null, [new Feature([shape], 0.8)]);
                    AlgorithmName.TryParse("my.model", out var name).ShouldBeTrue();
                    var scale = MarkScale.Create(null, Width);
                    var (fill, look) = AdaptiveStyle.Create(name, "m", i, kind, new Ground(0.3, 0.4, 0.5), false, scale);
                    return (mask, fill, look);
                }
            ),
    ];

    private static readonly MaskStyle LookedStyle = new([.. Looked.Select(look => look.Fill)], 0.001, false)
    {
        Looks = [.. Looked.Select(look => look.Look)],
    };

    private static byte[] Svg(Scene scene, Photo? photo)
    {
        var file = new MemoryStream();
        SvgPicture.Write(scene, photo, file);
        return file.ToArray();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_renderers_show_what_we_draw(string kind)
    {
        var png = PngOf(Width, Height, Pictures.Rgb(Width, Height));
        var scene = Make(kind);
        var svg = Svg(scene, Open(png));
        var ours = Pixels(Draw(png, [.. scene.Layers]));
        using var folder = Tools.Folder();
        var path = folder.File("m.svg", svg);
        var page = folder.File(
            "m.html",
            Encoding.UTF8.GetBytes($"<!doctype html><style>body{{margin:0}}img{{display:block}}</style><img src='file://{path}'>")
        );
        Tools.Run(
            "chromium",
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                $"--window-size={Width},{Height + 100}",
                "--allow-file-access-from-files",
                "--virtual-time-budget=20000",
                $"--user-data-dir={folder.Path}/profile",
                $"--screenshot={folder.Path}/c.png",
                $"file://{page}",
            ]
        );
        var browser = Pnm.Read(
            Tools.Run("convert", [$"{folder.Path}/c.png", "-crop", $"{Width}x{Height}+0+0", "+repage", "-depth", "8", "ppm:-"])
        ).Rgb;
        ShouldBeNear(browser, ours, $"{kind} in Chromium");
        ShouldBeNear(Pixels(Tools.Run("rsvg-convert", [path])), ours, $"{kind} in librsvg");
    }

    private static void ShouldBeNear(byte[] theirs, byte[] ours, string what)
    {
        theirs.Length.ShouldBe(ours.Length, what);
        var (sum, far) = (0.0, 0);
        for (var i = 0; i < ours.Length; i++)
        {
            sum += Math.Abs(theirs[i] - ours[i]);
            if (Math.Abs(theirs[i] - ours[i]) > 48)
                far++;
        }

        (sum / ours.Length).ShouldBeLessThan(MaxMean, what);
        (1000.0 * far / ours.Length).ShouldBeLessThan(MaxFar, what);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_plain_xml_that_refers_to_nothing_outside(string kind)
    {
        var svg = XDocument.Parse(Encoding.UTF8.GetString(Svg(Make(kind), null)));
        string[] plain = ["svg", "g", "path", "ellipse", "rect", "mask", "image", "filter", "feColorMatrix"];
        foreach (var element in svg.Descendants())
        {
            plain.ShouldContain(element.Name.LocalName);
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            {
                attribute.Name.LocalName.ShouldNotStartWith("on");
                if (attribute.Name.LocalName == "href")
                    attribute.Value.ShouldStartWith("data:image/");
                else
                    attribute.Value.ShouldNotContain(":");
            }
        }
    }
}
