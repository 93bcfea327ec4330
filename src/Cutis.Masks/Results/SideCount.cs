namespace Cutis.Masks.Results;

/// <summary>Counts the contents of the masks for one photo while they are read; exceeding a limit is one error.</summary>
internal sealed class SideCount
{
    private int _vertices;
    private int _parts;
    private int _features;
    private long _cells;

    /// <summary>Counts a vertex of a list; false once there are too many.</summary>
    public bool AddVertex(JsonNode list, int index) =>
        Add(++_vertices, ResultLimits.MaxVertices) || Complain(_vertices, ResultLimits.MaxVertices, "vertex", "vertices", list, index);

    /// <summary>Counts the vertex of a point; false once there are too many.</summary>
    public bool AddVertex(JsonNode point) =>
        Add(++_vertices, ResultLimits.MaxVertices) || Complain(_vertices, ResultLimits.MaxVertices, "vertex", "vertices", point, null);

    /// <summary>Counts a polygon, a ring or a line; false once there are too many.</summary>
    public bool AddPart(JsonNode list, int? index) =>
        Add(++_parts, ResultLimits.MaxParts) || Complain(_parts, ResultLimits.MaxParts, "polygon, ring or line", "of them", list, index);

    /// <summary>Counts a feature; false once there are too many.</summary>
    public bool AddFeature(JsonNode feature) =>
        Add(++_features, ResultLimits.MaxFeatures) || Complain(_features, ResultLimits.MaxFeatures, "feature", "features", feature, null);

    /// <summary>Counts the cells of a grid; false, and an error, when there are too many.</summary>
    public bool AddCells(JsonNode grid, long cells)
    {
        _cells += cells;
        if (_cells <= ResultLimits.MaxCellsOfSide)
            return true;
        grid.Complain($"makes {_cells} cells in all grids of a mask set; at most {ResultLimits.MaxCellsOfSide} are allowed");
        return false;
    }

    private static bool Add(int count, int max) => count <= max;

    private static bool Complain(int count, int max, string one, string many, JsonNode at, int? index)
    {
        if (count == max + 1)
            (index is { } child ? at.Child(child) : at).Complain($"is one {one} too many: a mask set may have {max} {many}");
        return false;
    }
}
