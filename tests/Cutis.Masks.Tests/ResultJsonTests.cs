using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using FsCheck;
using FsCheck.Fluent;

namespace Cutis.Masks.Tests;

/// <summary>The codec of results loses nothing: what is read is written as it was.</summary>
public class ResultJsonTests
{
    private const string Metric =
        """{"name":"n","units":null,"value":73,"tech_name":"Redness_score","widget_meta":"""
        + """null,"widget_type":"bad_good_line","widget_show":true}""";

    /// <summary>A result with every documented key, and keys that are none at every level.</summary>
    private const string Full =
        """{"revision":"master-1","later":{"a":[1,"""
        + """2.50]},"image_type":"selfie","area_results":[{"side":3,"area_name":"face","main_metric":"""
        + Metric
        + ""","sub_metrics":[{"trend":[1],"value":"Light","name":"","tech_name":"t","widget_type":null,"widget_meta":"""
        + """{"min":0},"units":"%"}]}]"""
        + ""","algorithm_family_tech_name":"selfie_v2.redness","algorithm_tech_name":"redness","masks_restored":[]"""
        + ""","masks_original":[{"z":1,"type":"FeatureCollection","mask_type":"point_mask","features":[{"type":"feature","score":0.5"""
        + ""","geometry":{"crs":null,"type":"MultiPoint","coordinates":[[1.250,2],"""
        + """[3,4,0.5]]},"properties":{"kind":"x","intensity":0.10}}]"""
        + ""","view_box":"0 0 9 9"}],"problems":["blurred"],"error":null,"feedback":{"overlay":"Good","n":1e2}}""";

    [Theory]
    [InlineData(Full)]
    [InlineData("""{"algorithm_tech_name":"acne"}""")]
    [InlineData("""{"algorithm_tech_name":"acne","error":"Not full face","area_results":[]}""")]
    [InlineData(
        """{"area_results":null,"masks_original":null,"algorithm_tech_name":"acne","masks_restored":null,"problems":"""
            + """null,"feedback":null,"revision":null}"""
    )]
    [InlineData(
        """{"algorithm_tech_name":"acne","area_results":[{"area_name":"a"},"""
            + """{"sub_metrics":null,"area_name":"b","main_metric":null},{"area_name":"c","sub_metrics":[]}]}"""
    )]
    [InlineData("""{"algorithm_tech_name":"acne","":1,"MASKS_ORIGINAL":false,"\u00E9\u003C":"\uD83D\uDE00"}""")]
    public void What_was_read_is_written_as_it_was(string json) => Text(Read(json)).ShouldBe(json);

    [Fact]
    public void Only_white_space_and_needless_escapes_are_lost()
    {
        var spaced = JsonNode.Parse(Full)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Text(Read(spaced)).ShouldBe(Full);
        Text(Read("""{"algorithm_tech_name":"a\u0063ne","error":"\u0041ä"}"""))
            .ShouldBe("""{"algorithm_tech_name":"acne","error":"A\u00E4"}""");
        Text(Read("""{"algorithm_tech_name":"acne","error":"first","x":1,"error":"last","x":2}"""))
            .ShouldBe("""{"algorithm_tech_name":"acne","error":"last","x":1,"x":2}""");
    }

    [Fact]
    public void Every_canonical_result_is_written_as_it_was() =>
        Prop.ForAll<int>(seed =>
            {
                var json = RandomResult.Create(new System.Random(seed));
                return Text(Read(json)) == json && Joined(Read(json)) == json;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_that_are_not_known_are_had_by_their_name()
    {
        var result = Read(Full);
        result.Keys.Other("later").GetProperty("a").GetArrayLength().ShouldBe(2);
        result.Areas!.Value[0].Keys.Other("side").GetInt32().ShouldBe(3);
        result.Areas.Value[0].SubMetrics!.Value[0].Keys.Other("trend").GetArrayLength().ShouldBe(1);
        result.Keys.Other("revision").ValueKind.ShouldBe(JsonValueKind.Undefined, "it is documented");
        (result.Revision, result.ImageType, result.MainArea!.MainMetric!.WidgetShow).ShouldBe(("master-1", "selfie", true));
        result.MainArea.SubMetrics!.Value[0].Units.GetString().ShouldBe("%");
        result.MainArea.SubMetrics.Value[0].WidgetMeta.GetProperty("min").GetInt32().ShouldBe(0);
        result.Problems!.Value.ShouldBe(["blurred"]);
        result.Feedback.GetProperty("overlay").GetString().ShouldBe("Good");
    }

    [Fact]
    public void A_result_does_not_need_its_document()
    {
        AlgorithmResult? result;
        using (var document = JsonDocument.Parse(Full))
            ResultJson.TryRead(document.RootElement, out result, out _).ShouldBeTrue();
        Text(result!).ShouldBe(Full);
    }

    [Fact]
    public void What_is_changed_is_written_in_its_place_and_what_is_new_at_the_end()
    {
        var result = Read("""{"masks_restored":[],"x":1,"algorithm_tech_name":"acne"}""");
        Text(result with { MasksRestored = null }).ShouldBe("""{"masks_restored":null,"x":1,"algorithm_tech_name":"acne"}""");
        var masks = MaskSet.Create([
            new Mask(MaskKind.Point, "N", "t", null, ViewBox.FromPixels(4, 3), [new Feature([new PointShape(new Vec(1, 2), 3)], .5)]),
        ]);
        Text(result with { MasksOriginal = masks, Revision = "2" })
            .ShouldBe(
                """{"masks_restored":[],"x":1,"algorithm_tech_name":"acne","revision":"2","masks_original":[{"mask_type":"point_mask","""
                    + """
                    "features":[{"geometry":{"type":"MultiPoint","coordinates":[[1,2,3]]},"properties":{"intensity":0.5},"type":"Feature"}],
                    """
                    + """
                    "view_box":"0 0 4 3","name":"N","tech_name":"t","type":"FeatureCollection"}]}
                    """
            );
    }

    [Theory]
    [InlineData(
        """{"masks_original":[],"a":1,"algorithm_tech_name":"acne","masks_restored":[]}""",
        """{"masks_original":null,"a":1,"algorithm_tech_name":"acne","masks_restored":null}"""
    )]
    [InlineData(
        """{"masks_original":null,"algorithm_tech_name":"acne","a":1}""",
        """{"masks_original":null,"algorithm_tech_name":"acne","a":1,"masks_restored":false}"""
    )]
    [InlineData("""{"algorithm_tech_name":"acne"}""", """{"algorithm_tech_name":"acne","masks_restored":false,"masks_original":false}""")]
    public void An_envelope_knows_where_its_masks_stood(string json, string envelope)
    {
        ResultEnvelope.Write(Read(json)).ShouldBe(envelope);
        Joined(Read(json)).ShouldBe(json);
    }

    [Fact]
    public void An_envelope_of_before_ends_with_its_masks() =>
        Joined("""{"algorithm_tech_name":"acne","feedback":{"masks_original":null}}""", "null", "[1]")
            .ShouldBe("""{"algorithm_tech_name":"acne","feedback":{"masks_original":null},"masks_restored":null,"masks_original":[1]}""");

    [Fact]
    public void Masks_of_our_own_are_read_as_they_were()
    {
        Shape[] shapes =
        [
            new PolygonShape([
                [new Vec(0, 0), new Vec(9, 0), new Vec(9, 9.25)],
                [],
            ]),
            new PolylineShape([new Vec(-1, 2), new Vec(3, 4)]),
            new PointShape(new Vec(5, 6), .5),
        ];
        foreach (var kind in Enum.GetValues<MaskKind>())
        {
            var set = MaskSet.Create([
                new Mask(
                    kind,
                    "N ä",
                    "t",
                    new CssColour(1, 2, 3, .5),
                    Box("0 0 9 9.5"),
                    [new Feature([.. shapes], .25), .. shapes.Select(shape => new Feature([shape, shape], 1)), new Feature([], 1)]
                )
                {
                    Grid = kind == MaskKind.HeatMap ? new HeatGrid(2, 1, [0, .75f], ScaleFill.Create("magma")) : null,
                },
            ]);
            ResultJson.TryReadMasks(set.Json, out var masks, out var mistakes).ShouldBeTrue(string.Join("; ", mistakes));
            MaskSet.Create(masks).Json.ToArray().ShouldBe(set.Json.ToArray());
            masks[0].Features.Select(feature => feature.Shapes.Length).ShouldBe([3, 2, 2, 2, 0]);
            (masks[0].Fill, masks[0].Box, masks[0].Grid?.Values[1]).ShouldBe(
                (set.Masks[0].Fill, set.Masks[0].Box, set.Masks[0].Grid?.Values[1])
            );
        }
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("7", "")]
    [InlineData("""{"algorithm_tech_name":"a","revision":[]}""", "revision")]
    [InlineData("""{"algorithm_tech_name":"a","area_results":{}}""", "area_results")]
    [InlineData("""{"algorithm_tech_name":"a","area_results":[{"area_name":"f","sub_metrics":7}]}""", "area_results[0].sub_metrics")]
    [InlineData("""{"algorithm_tech_name":"a","problems":[null]}""", "problems[0]")]
    [InlineData("""{"algorithm_tech_name":"a","problems":"x"}""", "problems")]
    [InlineData("""{"algorithm_tech_name":"a","feedback":[]}""", "feedback")]
    [InlineData("""{"algorithm_tech_name":"a","masks_original":false}""", "masks_original")]
    [InlineData(
        """{"algorithm_tech_name":"a","masks_original":[{"mask_type":"point_mask","features":[],"side":1}]}""",
        "masks_original[0].side"
    )]
    [InlineData("""{"algorithm_tech_name":"a","algorithm_family_tech_name":1}""", "algorithm_family_tech_name")]
    public void A_value_that_cannot_be_is_refused_by_its_place(string json, string path)
    {
        ResultJson.TryRead(Encoding.UTF8.GetBytes(json), out var result, out var mistakes).ShouldBeFalse();
        result.ShouldBeNull();
        mistakes.Single().Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("{KEYS}", "", true)]
    [InlineData("""{"algorithm_tech_name":"a","area_results":[{"area_name":"f",KEYS}]}""", "area_results[0]", false)]
    [InlineData(
        """{"algorithm_tech_name":"a","area_results":[{"area_name":"f","main_metric":{"name":"","tech_name":"","value":1,KEYS}}]}""",
        "area_results[0].main_metric",
        false
    )]
    [InlineData(
        """{"algorithm_tech_name":"a","masks_original":[{"mask_type":"point_mask","features":[],KEYS}]}""",
        "masks_original[0]",
        false
    )]
    [InlineData(
        """{"algorithm_tech_name":"a","masks_original":[{"mask_type":"point_mask","features":[{"geometry":null,KEYS}]}]}""",
        "masks_original[0].features[0]",
        false
    )]
    public void Keys_that_are_not_known_are_a_hundred_at_most(string json, string path, bool isRoot)
    {
        string Of(int count) =>
            json.Replace(
                "KEYS",
                string.Join(
                    ',',
                    Enumerable.Range(0, count).Select(i => $"\"k{i}\":{i}").Concat(isRoot ? ["\"algorithm_tech_name\":\"a\""] : [])
                )
            );
        Text(Read(Of(100))).ShouldBe(Of(100));
        ResultJson.TryRead(Encoding.UTF8.GetBytes(Of(101)), out _, out var mistakes).ShouldBeFalse();
        mistakes.Single().ShouldBe(new ValidationError(path, "has more than 100 keys besides those of the documented form"));
    }

    [Fact]
    public void Keys_that_are_not_known_take_little_memory()
    {
        // As many as a result may have: what is small is read without being admitted.
        var metric =
            """{"name":"","tech_name":"","value":"""
            + $$"""1,{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"{(char)('a' + (i % 26))}\":1"))}}}""";
        var json = Encoding.UTF8.GetBytes(
            """{"algorithm_tech_name":"a","area_results":"""
                + $$"""[{"area_name":"f","sub_metrics":[{{string.Join(',', Enumerable.Repeat(metric, 90))}}]}]}"""
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        ResultJson.TryRead(json, out var result, out _).ShouldBeTrue();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(SceneCost.EstimateReading(json.Length));
        GC.KeepAlive(result);
    }

    private static ViewBox Box(string text) => ViewBox.TryParse(text, out var box) ? box : throw new FormatException(text);

    private static AlgorithmResult Read(string json)
    {
        ResultJson.TryRead(Encoding.UTF8.GetBytes(json), out var result, out var mistakes).ShouldBeTrue(string.Join("; ", mistakes));
        return result!;
    }

    private static string Text(AlgorithmResult result) => Encoding.UTF8.GetString(ResultJson.Write(result));

    private static string Joined(AlgorithmResult result)
    {
        string Masks(MaskSet? set) => set is null ? "null" : Encoding.UTF8.GetString(set.Json.Span);
        return Joined(ResultEnvelope.Write(result), Masks(result.MasksRestored), Masks(result.MasksOriginal));
    }

    private static string Joined(string envelope, string restored, string original) =>
        string.Concat(
            ResultEnvelope
                .Split(envelope)
                .Select(part =>
                    Encoding.UTF8.GetString(part.Text.Span)
                    + part.MaskKey switch
                    {
                        ResultEnvelope.Restored => restored,
                        ResultEnvelope.Original => original,
                        _ => "",
                    }
                )
        );
}
