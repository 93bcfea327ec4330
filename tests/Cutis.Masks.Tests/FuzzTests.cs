using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using FsCheck;
using FsCheck.Fluent;

namespace Cutis.Masks.Tests;

/// <summary>Whatever JSON comes, a result is read or refused with mistakes. CUTIS_FUZZ_SECONDS makes it run longer.</summary>
public class FuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("CUTIS_FUZZ_SECONDS") ?? "3", CultureInfo.InvariantCulture)
    );

    private const string Seed = """
        {"algorithm_tech_name":"pores","image_type":"selfie",
        "area_results":[{"area_name":"face",
        "main_metric":{"value":1,"widget_type":"numeric","name":"n","tech_name":"t","widget_meta":null},
        "sub_metrics":[]}],"masks_original":[{"mask_type":"heatmap_mask","view_box":"0 0 10 10",
        "fill":"rgba(1,2,3,.4)","features":[{"type":"Feature",
        "geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9]],[[2,1],[3,1],[3,2]]]]},
        "properties":{"intensity":0.5}},{"geometry":{"type":"GeometryCollection",
        "geometries":[{"type":"MultiPoint","coordinates":[[1,2],[3,4,5]]},
        {"type":"LineString","coordinates":[[1,2],[3,4]]}]}}]}],"masks_restored":null}
        """;

    [Fact]
    public void The_mask_parser_survives_mutated_results()
    {
        string[] pieces =
        [
            "null",
            "[]",
            "{}",
            "1e308",
            "-1",
            "\"\"",
            "[[[[[]]]]]",
            "\"x\"",
            "1e7",
            "true",
            ",",
            "[",
            "}",
            "\"type\":",
            "\"Point\"",
            "\"\\u0000\"",
        ];
        var random = new System.Random(Environment.TickCount);
        var clock = Stopwatch.StartNew();
        for (var read = 0; clock.Elapsed < Budget || read < 20; )
        {
            var text = Seed;
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var at = random.Next(text.Length);
                var end = Math.Min(text.Length, at + random.Next(12));
                text = text[..at] + (random.Next(3) == 0 ? "" : pieces[random.Next(pieces.Length)]) + text[end..];
            }

            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(text);
            }
            catch (JsonException)
            {
                continue;
            }

            using (document)
            {
                read++;
                var good = ResultJson.TryRead(document.RootElement, out var result, out var mistakes);
                (good == mistakes.IsEmpty).ShouldBeTrue(text);
                if (good && result!.MasksOriginal is { Masks: var masks })
                    SceneBuilder.Build(masks, new MaskStyle([.. masks.Select(_ => (Fill)new SolidFill(1, 2, 3, 1))], 0.001, true), 40, 30);
            }
        }
    }

    [Fact]
    public void Any_text_is_a_colour_a_box_and_a_name_or_not_but_never_an_exception()
    {
        Prop.ForAll<string?>(text =>
            {
                _ = CssColour.TryParse(text ?? "", out _);
                _ = CssColour.TryParse($"rgb({text})", out _);
                _ = ViewBox.TryParse(text ?? "", out _);
                _ = AlgorithmName.TryParse(text ?? "", out _);
                return true;
            })
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_solid_fill_survives_its_text() =>
        Prop.ForAll<byte, byte, byte>(
                (r, g, b) =>
                    Fill.TryParse(new SolidFill(r, g, b, r / 255.0).ToString(), out var fill)
                    && fill.At(1) == (r, g, b)
                    && Math.Abs(fill.Alpha - (r / 255.0)) < 1e-6
            )
            .QuickCheckThrowOnFailure();
}
