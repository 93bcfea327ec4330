using Cutis.Masks.Colours;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>One small picture per feature, compared exactly.</summary>
public class GoldenTests
{
    private const string View = "\"view_box\":\"0 0 40 30\"";

    public static TheoryData<string, string, string> Masks =>
        new()
        {
            {
                "polygon-hole",
                """
                    [{"mask_type":"polygon_mask",VIEW,"fill":"#00c853",
                    "features":[{"geometry":{"type":"MultiPolygon",
                    "coordinates":[[[[4,3],[36,6],[30,27],[6,24]],[[14,10],[24,10],[20,20]]]]}}]}]
                    """,
                ""
            },
            {
                "polygons-overlap",
                """
                    [{"mask_type":"polygon_mask",VIEW,"fill":"rgba(255,0,0,.5)",
                    "features":[{"geometry":{"type":"MultiPolygon",
                    "coordinates":[[[[3,3],[24,3],[24,20],[3,20]]],[[[14,10],[36,10],[36,27],[14,27]]]]}}]}]
                    """,
                ""
            },
            {
                "polygons-intensity",
                """
                    [{"mask_type":"polygon_mask",VIEW,"fill":"#f0f",
                    "features":[{"geometry":{"type":"Polygon","coordinates":[[[3,3],[24,3],[24,20],[3,20]]]},
                    "properties":{"intensity":0.4}},{"geometry":{"type":"Polygon",
                    "coordinates":[[[14,10],[36,10],[36,27],[14,27]]]},"properties":{"intensity":0.8}}]}]
                    """,
                ""
            },
            {
                "polyline",
                """
                    [{"mask_type":"polyline_mask",VIEW,
                    "features":[{"geometry":{"type":"MultiLineString",
                    "coordinates":[[[3,5],[20,8],[37,4]],[[5,25],[20,12],[36,25]]]}}]}]
                    """,
                "thick"
            },
            {
                "points",
                """
                    [{"mask_type":"point_mask",VIEW,"fill":"gold",
                    "features":[{"geometry":{"type":"MultiPoint",
                    "coordinates":[[8,8],[16,8,1],[26,9,3],[12,22,5.5],[30,22,0.7]]}}]}]
                    """,
                ""
            },
            {
                "heat-map",
                """
                    [{"mask_type":"heatmap_mask",VIEW,"fill":"rgba(255,80,164,1)",
                    "features":[{"geometry":{"type":"MultiPolygon",
                    "coordinates":[[[[2,2],[38,2],[38,28],[2,28]]]]},"properties":{"intensity":0.2}},
                    {"geometry":{"type":"MultiPolygon","coordinates":[[[[8,6],[32,6],[32,24],[8,24]]]]},
                    "properties":{"intensity":0.3}},{"geometry":{"type":"MultiPolygon",
                    "coordinates":[[[[15,10],[25,10],[20,20]]]]},"properties":{"intensity":0.5}}]}]
                    """,
                ""
            },
            {
                "hydration-ramp",
                """
                    [{"mask_type":"heatmap_mask",VIEW,
                    "features":[{"geometry":{"type":"Polygon","coordinates":[[[2,2],[38,2],[38,28],[2,28]]]},
                    "properties":{"intensity":0.35}},
                    {"geometry":{"type":"Polygon","coordinates":[[[8,6],[32,6],[32,24],[8,24]]]},
                    "properties":{"intensity":0.35}},
                    {"geometry":{"type":"Polygon","coordinates":[[[15,10],[25,10],[20,20]]]},
                    "properties":{"intensity":0.3}}]}]
                    """,
                "ramp"
            },
            {
                "concentric",
                """
                    [{"mask_type":"polygon_mask",VIEW,"fill":"#0bf",
                    "features":[{"geometry":{"type":"Polygon",
                    "coordinates":[[[4,3],[36,6],[30,27],[6,24]],[[18,12],[24,12],[21,17]]]}}]}]
                    """,
                "concentric"
            },
            {
                "several-masks",
                """
                    [{"mask_type":"polygon_mask",VIEW,"fill":"rgba(7,221,67,.7)",
                    "features":[{"geometry":{"type":"Polygon","coordinates":[[[3,3],[24,3],[24,20],[3,20]]]}}]},
                    {"mask_type":"polyline_mask",VIEW,"fill":"rgba(255,0,122,.9)",
                    "features":[{"geometry":{"type":"LineString","coordinates":[[5,28],[35,3]]}}]}]
                    """,
                ""
            },
        };

    [Theory]
    [MemberData(nameof(Masks))]
    public void Drawn_as_before(string name, string masks, string option)
    {
        // Four pixels to a unit of the view box.
        var png = PngOf(160, 120, Pictures.Rgb(160, 120));
        var fill = option == "ramp" ? RampFill.Hydration : null;
        Golden.ShouldMatch(
            160,
            120,
            Pixels(Draw(png, masks.Replace("VIEW", View), fill, option == "thick" ? 0.03 : 0.01, option == "concentric")),
            name
        );
    }

    [Fact]
    public void A_jpeg_drawn_as_before()
    {
        var jpeg = Pictures.Jpeg(160, 120);
        Golden.ShouldMatch(160, 120, Pixels(Draw(jpeg, Box(20.5, 10, 80, 70, new SolidFill(0, 120, 255, 0.6)))), "jpeg-box");
    }
}
