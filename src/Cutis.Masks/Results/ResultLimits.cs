using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>Limits on a result. They are checked when it is stored, and an error names the path, the limit and the value.</summary>
public static class ResultLimits
{
    /// <summary>JSON values in a document, counted before it is parsed.</summary>
    public const int MaxValues = 8_000_000;

    /// <summary>Vertices in all masks for one photo.</summary>
    public const int MaxVertices = 1_000_000;

    /// <summary>Polygons, rings and lines in all masks for one photo, including empty ones.</summary>
    public const int MaxParts = 1_000_000;

    /// <summary>Features in all masks for one photo.</summary>
    public const int MaxFeatures = 100_000;

    /// <summary>Cells in a grid.</summary>
    public const int MaxCells = 1_000_000;

    /// <summary>Cells in all grids for one photo.</summary>
    public const int MaxCellsOfSide = 4_000_000;

    /// <summary>Maximum absolute value of a coordinate, a radius or a view-box number.</summary>
    public const double MaxCoordinate = ViewBox.MaxCoordinate;

    /// <summary>Masks for one photo.</summary>
    public const int MaxMasks = 100;

    /// <summary>Areas in a result, and sub-metrics in an area.</summary>
    public const int MaxMetrics = 200;

    /// <summary>Undocumented keys in an object, which are kept.</summary>
    public const int MaxOtherKeys = 100;

    /// <summary>Characters in a name, a technical name or a text value.</summary>
    public const int MaxTextLength = 512;

    /// <summary>Bytes of JSON of a result without its masks.</summary>
    public const int MaxEnvelopeBytes = 256 * 1024;

    /// <summary>Bytes of JSON in <c>feedback</c>, which has any form.</summary>
    public const int MaxFeedbackBytes = 64 * 1024;

    /// <summary>Bytes of JSON in <c>widget_meta</c> and <c>units</c> of a metric, which have any form.</summary>
    public const int MaxMetaBytes = 16 * 1024;

    /// <summary>Errors reported at once; reading stops there.</summary>
    public const int MaxErrors = 50;
}
