using System;
using System.Text;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Xunit.Abstractions;

namespace Cutis.Imaging.Tests;

/// <summary>What a picture is said to take against what it takes, from its JSON to its file.</summary>
[Collection(MeasuredMemory.Name)]
public class SceneCostTests(ITestOutputHelper output)
{
    private const int Width = 2000;
    private const int Height = 1500;

    [Theory]
    [InlineData("polygons", 300_000, 0, false)]
    [InlineData("polygons", 300_000, 0.02, true)]
    [InlineData("one polygon", 900_000, 0.002, true)]
    [InlineData("dots", 300_000, 0, true)]
    [InlineData("dots", 300_000, 0.01, false)]
    [InlineData("lines", 300_000, 0, false)]
    public void A_picture_takes_no_more_than_was_set_aside(string kind, int vertices, double outline, bool isSpotlight)
    {
        var json = Encoding.UTF8.GetBytes(Json(kind, vertices));
        var style = new MaskStyle([new SolidFill(200, 30, 30, 0.8)], 0.001, false)
        {
            Outline = outline > 0 ? new Outline(new SolidFill(0, 0, 0, 1), outline) : null,
        };
        var spotlight = isSpotlight ? Spotlight.Dim : Spotlight.None;
        var recipe = new Recipe("", Frame.Original, "some masks", style)
        {
            Output = OutputOptions.Default with { Overlay = true, Spotlight = spotlight },
        };
        var estimate = SceneCost.EstimatePicture(recipe, [json.Length], Width, Height, workers: 1);
        var used = Peak(() =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            ResultJson.TryReadMasks(json, out var masks, out _, stop.Token).ShouldBeTrue();
            try
            {
                Overlay.Draw(
                    SceneBuilder.WithSpotlight(SceneBuilder.Build(masks, style, Width, Height, stop.Token), spotlight),
                    OutputOptions.Default,
                    Stream.Null,
                    stop.Token
                );
            }
            catch (OperationCanceledException)
            {
                // What it takes it has by then.
            }
        });
        output.WriteLine(
            $"{kind} {outline} {isSpotlight}: {json.Length >> 20} MiB JSON, {estimate >> 20} MiB set aside, "
                + $"{used >> 20} MiB used: {(double)estimate / used:0.0}"
        );
        used.ShouldBeLessThan((long)(1.2 * estimate));
    }

    // Live memory, as it is found ten times a second.
    private static long Peak(Action act)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (peak, isOver) = (before, false);
        var watch = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                GC.Collect();
                peak = Math.Max(peak, GC.GetTotalMemory(false));
                Thread.Sleep(100);
            }
        });
        watch.Start();
        act();
        Volatile.Write(ref isOver, true);
        watch.Join();
        return peak - before;
    }

    private static string Json(string kind, int vertices)
    {
        var random = new Random(3);
        string Vertex(double x, double y) => FormattableString.Invariant($"[{x:0.0},{y:0.0}]");
        string Near(double x, double y, double reach) => Vertex(x + (reach * random.NextDouble()), y + (reach * random.NextDouble()));
        string Walk(int count, double reach)
        {
            var (x, y) = (random.NextDouble() * Width, random.NextDouble() * Height);
            return string.Join(
                ',',
                Enumerable.Range(0, count).Select(i => kind == "lines" ? Near(x + (3 * i), y, reach) : Near(x, y, reach))
            );
        }

        string Many(int each, double reach) => string.Join(',', Enumerable.Range(0, vertices / each).Select(_ => $"[{Walk(each, reach)}]"));
        var (mask, type, coordinates) = kind switch
        {
            "polygons" => (
                "polygon",
                "MultiPolygon",
                string.Join(',', Enumerable.Range(0, vertices / 30).Select(_ => $"[[{Walk(30, 20)}]]"))
            ),
            "one polygon" => ("polygon", "Polygon", Many(vertices, 1000)),
            "dots" => ("point", "MultiPoint", string.Join(',', Enumerable.Range(0, vertices).Select(_ => Near(0, 0, 1500)))),
            _ => ("polyline", "MultiLineString", Many(100, 2)),
        };
        return "[{\"mask_type\":\""
            + mask
            + "_mask\",\"features\":[{\"geometry\":{\"type\":\""
            + type
            + "\",\"coordinates\":["
            + coordinates
            + "]}}]}]";
    }
}
