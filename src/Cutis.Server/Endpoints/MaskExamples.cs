namespace Cutis.Server.Endpoints;

/// <summary>Examples of masks requests, for the description of the API.</summary>
internal static class MaskExamples
{
    public const string Request = """
        {
          "image_id": "3f0e7c1a-5a55-4c58-9a38-2b7f6e0a6c11",
          "image_type": "original",
          "masks": [
            {
              "algorithm_tech_name": "pores",
              "fill_override": [],
              "polyline_line_thickness": 0.001,
              "main_metric": true,
              "sub_metrics": true,
              "concentric_lines": false
            }
          ]
        }
        """;

    public const string SvgRequest = """
        {
          "image_id": "3f0e7c1a-5a55-4c58-9a38-2b7f6e0a6c11",
          "image_type": "restored",
          "mask_over_image": false,
          "masks": [{"algorithm_tech_name": "hydration"}]
        }
        """;

    public const string Answer = """
        [
          {
            "algorithm_tech_name": "pores",
            "masked_image_url": "https://masks.example.org/files/pores.jpg?expires=1767272400&kid=1&signature=Zm9v",
            "error": null,
            "main_metric": {"name": "Pores Score", "tech_name": "pores_score", "value": 72, "widget_type": "bad_good_line"},
            "sub_metrics": [{"name": "Pores Number", "tech_name": "pores_number", "value": 250, "widget_type": "numeric"}],
            "feedback": {
              "expires_at": "2026-01-01T13:00:00Z",
              "width": 3024,
              "height": 4032,
              "media_type": "image/jpeg",
              "shapes": 250,
              "masks": [{"tech_name": "pores_mask_original", "mask_type": "point_mask", "fill": "rgba(1,11,102,0.5)"}],
              "warnings": [],
              "error_code": null
            }
          }
        ]
        """;
}
