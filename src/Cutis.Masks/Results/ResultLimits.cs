using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>What a result may hold at most; more is refused when the result is stored, naming the place, the limit and the value.</summary>
public static class ResultLimits
{
    /// <summary>JSON values in a document, counted before it is parsed.</summary>
    public const int MaxValues = 8_000_000;

    /// <summary>Vertices in all masks of one side of a result.</summary>
    public const int MaxVertices = 1_000_000;

    /// <summary>Polygons, rings and lines in all masks of one side of a result; those without a vertex count too.</summary>
    public const int MaxParts = 1_000_000;

    /// <summary>Features in all masks of one side of a result.</summary>
    public const int MaxFeatures = 100_000;

    /// <summary>Cells in a grid.</summary>
    public const int MaxCells = 1_000_000;

    /// <summary>Cells in all grids of one side of a result.</summary>
    public const int MaxCellsOfSide = 4_000_000;

    /// <summary>Largest absolute value of a coordinate, a radius or a view-box number.</summary>
    public const double MaxCoordinate = ViewBox.MaxCoordinate;

    /// <summary>Masks in one side of a result.</summary>
    public const int MaxMasks = 100;

    /// <summary>Areas in a result, and sub-metrics in an area.</summary>
    public const int MaxMetrics = 200;

    /// <summary>Keys in an object besides those of the documented form; they are kept.</summary>
    public const int MaxOtherKeys = 100;

    /// <summary>Characters in a name, a technical name or a text value.</summary>
    public const int MaxTextLength = 512;

    /// <summary>Bytes of JSON of a result without its masks.</summary>
    public const int MaxEnvelopeBytes = 256 * 1024;

    /// <summary>Bytes of JSON of what a result says in free form: <c>feedback</c>.</summary>
    public const int MaxFeedbackBytes = 64 * 1024;

    /// <summary>Bytes of JSON of what a metric says in free form: <c>widget_meta</c> and <c>units</c>.</summary>
    public const int MaxMetaBytes = 16 * 1024;

    /// <summary>Mistakes reported at once; reading stops there.</summary>
    public const int MaxMistakes = 50;
}
