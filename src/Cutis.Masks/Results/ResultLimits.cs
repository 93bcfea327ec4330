namespace Cutis.Masks;

/// <summary>What a result may hold at most; more is refused when the result is stored, naming the place.</summary>
public static class ResultLimits
{
    /// <summary>Vertices in all masks of one side of a result.</summary>
    public const int MostVertices = 1_000_000;

    /// <summary>Cells in a grid.</summary>
    public const int MostCells = 1_000_000;

    /// <summary>Largest absolute value of a coordinate, a radius or a view-box number.</summary>
    public const double LargestCoordinate = 1e7;

    /// <summary>Masks in one side of a result.</summary>
    public const int MostMasks = 100;

    /// <summary>Areas in a result, and sub-metrics in an area.</summary>
    public const int MostMetrics = 200;

    /// <summary>Characters in a name, a technical name or a text value.</summary>
    public const int LongestText = 512;

    /// <summary>Mistakes reported at once; reading stops there.</summary>
    public const int MostMistakes = 50;
}
