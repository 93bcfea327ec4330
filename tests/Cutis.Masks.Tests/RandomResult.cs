using System;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cutis.Masks.Tests;

/// <summary>Results without a mistake, with documented keys and others in any order.</summary>
internal static class RandomResult
{
    private static readonly string[] Names = ["a", "ä", "type", "<b>", "", "\U0001F600", "face", "value2"];

    /// <summary>A result without white space.</summary>
    public static string Create(Random random) =>
        Any(
                random,
                ("algorithm_tech_name", () => "redness"),
                ("revision", () => Text(random)),
                ("image_type", () => Text(random)),
                ("area_results", () => List(random, Area)),
                ("masks_restored", () => List(random, Mask)),
                ("masks_original", () => List(random, Mask)),
                ("problems", () => random.Next(3) == 0 ? null : new JsonArray("x", "y")),
                ("error", () => Text(random)),
                ("feedback", () => random.Next(2) == 0 ? null : new JsonObject { ["a"] = Free(random, 0) })
            )
            .ToJsonString();

    private static JsonObject Area(Random random) =>
        Any(
            random,
            ("area_name", () => Names[random.Next(Names.Length)]),
            ("main_metric", () => random.Next(3) == 0 ? null : Metric(random)),
            ("sub_metrics", () => List(random, Metric))
        );

    private static JsonObject Metric(Random random) =>
        Any(
            random,
            ("name", () => Names[random.Next(Names.Length)]),
            ("tech_name", () => "t"),
            (
                "value",
                () =>
                    random.Next(3) switch
                    {
                        0 => null,
                        1 => Number(random),
                        _ => Text(random),
                    }
            ),
            ("widget_type", () => Text(random)),
            ("widget_meta", () => Free(random, 0)),
            (
                "widget_show",
                () =>
                    random.Next(3) switch
                    {
                        0 => null,
                        1 => true,
                        _ => false,
                    }
            ),
            ("units", () => Free(random, 0))
        );

    private static JsonObject Mask(Random random) =>
        Any(
            random,
            ("mask_type", () => "point_mask"),
            ("features", () => new JsonArray(Feature(random))),
            ("name", () => Text(random)),
            ("side", () => Text(random))
        );

    private static JsonObject Feature(Random random) =>
        Any(
            random,
            ("geometry", () => JsonNode.Parse($$"""{"type":"MultiPoint","coordinates":[[{{Number(random).ToJsonString()}},1.50]]}""")),
            ("properties", () => random.Next(2) == 0 ? null : Any(random, ("intensity", () => .5)))
        );

    // Required keys are there always: they come first of those given.
    private static JsonObject Any(Random random, params (string Key, Func<JsonNode?> Value)[] known)
    {
        string[] required =
        [
            "algorithm_tech_name",
            "area_name",
            "name",
            "tech_name",
            "value",
            "mask_type",
            "features",
            "geometry",
            "intensity",
        ];
        var keys = known.Where(key => required.Contains(key.Key) || random.Next(3) > 0).ToList();
        for (var i = random.Next(4); i > 0; i--)
            keys.Add(($"{Names[random.Next(Names.Length)]}{i}*", () => Free(random, 0)));
        var result = new JsonObject();
        foreach (var (key, value) in keys.OrderBy(_ => random.Next()))
            result.Add(key, value());
        return result;
    }

    private static JsonArray? List(Random random, Func<Random, JsonObject> item) =>
        random.Next(4) == 0 ? null : new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => (JsonNode?)item(random))]);

    private static JsonNode? Text(Random random) => random.Next(3) == 0 ? null : Names[random.Next(Names.Length)];

    // As it is written counts: 1.50 stays 1.50.
    private static JsonNode Number(Random random) =>
        JsonNode.Parse(new[] { "0", "-0.0", "1.50", "1e2", "12345.678", "-7", "1E-3" }[random.Next(7)])!;

    private static JsonNode? Free(Random random, int depth) =>
        random.Next(depth > 3 ? 4 : 6) switch
        {
            0 => null,
            1 => Number(random),
            2 => Text(random),
            3 => random.Next(2) == 0,
            4 => new JsonArray(Free(random, depth + 1), Free(random, depth + 1)),
            _ => new JsonObject { ["masks_original"] = Free(random, depth + 1), ["z"] = Free(random, depth + 1) },
        };
}
