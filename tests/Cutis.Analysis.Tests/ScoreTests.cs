using System;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Models;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>Scores fall as measures rise, come from the committed table, and have their uncertainty beside them.</summary>
public partial class ScoreTests
{
    private static readonly JsonElement Numbers = JsonDocument.Parse(ModelFiles.Read("skin/scores.json")).RootElement;

    [Fact]
    public void A_curve_goes_through_its_anchors_and_falls_strictly_without_a_bend_at_the_last()
    {
        var curve = new ScoreCurve([(2, 90), (5, 60)]);
        (curve.Score(-1), curve.Score(0), curve.Score(1), curve.Score(2), curve.Score(3.5), curve.Score(5)).ShouldBe(
            (100, 100, 95, 90, 75, 60)
        );
        curve.Score(5.01).ShouldBe(59.9, .001);
        curve.Score(1000).ShouldBeInRange(0, 1e-9);
        for (var x = 0.0; x < 40; x += .1)
            curve.Score(x + .1).ShouldBeLessThan(curve.Score(x));
        foreach (var bad in new (double, double)[][] { [], [(0, 90)], [(2, 100)], [(2, 90), (2, 80)], [(2, 90), (3, 90)], [(2, 0)] })
            Should.Throw<ArgumentException>(() => new ScoreCurve(bad));
    }

    [Fact]
    public void Every_score_falls_from_100_as_its_measure_rises()
    {
        foreach (var measure in Numbers.GetProperty("curves").EnumerateObject().Concat(Numbers.GetProperty("decays").EnumerateObject()))
        {
            Scoring.Score(measure.Name, 0).ShouldBe(100, measure.Name);
            for (var x = 0.0; x < 60; x += .05)
                Scoring.Score(measure.Name, x + .05).ShouldBeInRange(0, Scoring.Score(measure.Name, x), measure.Name);
            Scoring.Score(measure.Name, 1e6).ShouldBe(0, measure.Name);
        }
    }

    /// <summary>The numbers of the program are those of the table, which <c>bench/analysis scores</c> writes in one run.</summary>
    [Fact]
    public void The_numbers_are_those_of_the_committed_table()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Cutis.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        var rows = File.ReadLines(Path.Combine(folder, "docs/analysis-scores.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .ToArray();
        double[][] Pairs(JsonElement list) => [.. list.EnumerateArray().Select(p => (double[])[p[0].GetDouble(), p[1].GetDouble()])];
        foreach (var curve in Numbers.GetProperty("curves").EnumerateObject())
        {
            var row = rows.Single(r => r[0] == $"`{curve.Name}`");
            double[] written = [.. Number().Matches(row[3]).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
            written.ShouldBe(Pairs(curve.Value.GetProperty("anchors")).SelectMany(p => p).ToArray(), curve.Name);
        }

        foreach (var score in Numbers.GetProperty("uncertainty").EnumerateObject())
        {
            foreach (var (of, name) in new[] { ("face", "the face"), ("area", "an area") })
            {
                var row = rows.Single(r => r.Length == 5 && r[0] == $"`{score.Name}`" && r[1] == name);
                double[] written = [.. row[2..].Select(cell => double.Parse(Number().Match(cell).Value, CultureInfo.InvariantCulture))];
                written.ShouldBe(Pairs(score.Value.GetProperty(of)).Select(p => p[1]).ToArray(), score.Name);
            }
        }

        Numbers.GetProperty("uncertainty").EnumerateObject().Count().ShouldBe(7);
    }

    [Fact]
    public void Each_main_score_has_its_uncertainty_beside_it_and_none_where_it_has_no_value()
    {
        var turned = Analyser.Analyse(
            AnalyserTests.PhotoOf(TruthRun.Painted(1800, Tone.All[0], .5, 3, 1).Face.Picture),
            new AnalysisOptions { Algorithms = ["quality", "lines", "redness", "uniformness", "eye_area_condition", "acne"], Workers = 2 }
        );
        var (values, nulls) = (0, 0);
        foreach (var area in turned.Answers.SelectMany(a => AnalyserTests.Read(a).Areas!.Value))
        {
            var main = area.MainMetric!;
            var beside = area.SubMetrics!.Value.SingleOrDefault(m => m.TechName == main.TechName + "_uncertainty");
            if (main.TechName == "image_quality_score")
            {
                beside.ShouldBeNull();
                continue;
            }

            beside.ShouldNotBeNull(main.TechName);
            (beside.WidgetType, beside.Units.GetString()).ShouldBe(("numeric", "points"));
            beside.Value.ValueKind.ShouldBe(main.Value.ValueKind, $"{main.TechName} {area.AreaName}");
            if (beside.Value.ValueKind == JsonValueKind.Null)
            {
                nulls++;
                continue;
            }

            values++;
            beside.Value.GetDouble().ShouldBe(Scoring.Uncertainty(main.TechName, main.Value.GetDouble(), area.AreaName == "face")!.Value);
            beside.Value.GetDouble().ShouldBeInRange(1, 60);
        }

        (values, nulls).ShouldSatisfyAllConditions(n => n.values.ShouldBeGreaterThan(10), n => n.nulls.ShouldBeGreaterThan(3));
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
