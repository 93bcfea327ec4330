using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>
/// Upper bounds for the memory of reading and drawing masks, from facts that are known before any of them is read, so that the memory can
/// be admitted first.
/// </summary>
/// <remarks>
/// The bounds hold for the worst masks within the limits; ordinary masks need a tenth. The photo, the resulting file and the runtime itself
/// are not included.
/// </remarks>
public static class SceneCost
{
    // Minimum length in characters of a vertex, an empty ring and a JSON value: "[1,2],", "[]," and "1,".
    private const int MinVertexLength = 6;
    private const int MinPartLength = 3;
    private const int MinValueLength = 2;

    // Bytes of a JSON value in a parsed document, including what is lost while its table grows.
    private const int BytesOfValue = 40;

    // Bytes of a polygon with a single vertex, the most expensive shape, as read and as placed.
    private const int BytesOfVertex = 104;
    private const int BytesOfPart = 32;

    // Its entry, twice while entries are sorted, and its edges, twice while their list grows.
    private const int BytesOfEntry = 192;

    // A point of a line along a boundary: the point itself, and its part of the line that is drawn.
    private const int BytesOfLinePoint = 96 + 128;
    private const long BytesOfManyEdges = 192L << 20;
    private const int BytesOfEdge = 96;
    private const int BytesOfColumn = 256;

    /// <summary>Bytes for reading a mask set, including its JSON; half of it is kept until the picture is drawn.</summary>
    /// <param name="jsonBytes">Length of the stored JSON in bytes.</param>
    public static long EstimateReading(long jsonBytes) =>
        jsonBytes + (BytesOfValue * Math.Min(jsonBytes / MinValueLength, ResultLimits.MaxValues)) + EstimateShapes(jsonBytes);

    /// <summary>Bytes for finding the bounds of a mask set, as for a picture that is cropped to it.</summary>
    /// <param name="jsonBytes">Length of its JSON in bytes.</param>
    /// <param name="style">How it is drawn.</param>
    public static long EstimateBounds(long jsonBytes, MaskStyle style) =>
        EstimateReading(jsonBytes)
        + EstimateShapes(jsonBytes)
        + (2 * BytesOfVertex * Vertices(jsonBytes) * Around(style))
        + (style.ConcentricLines ? BytesOfLinePoint * (long)SceneLimits.MaxLinePoints : 0);

    /// <summary>Bytes for a picture while its masks are read, placed and drawn.</summary>
    /// <param name="recipe">The recipe of the picture.</param>
    /// <param name="jsonBytes">Length in bytes of the JSON of each mask set, in the order of <see cref="Recipe.All"/>.</param>
    /// <param name="width">Width of the photo in pixels.</param>
    /// <param name="height">Height of the photo in pixels.</param>
    /// <param name="workers">Number of threads that share the drawing.</param>
    public static long EstimatePicture(Recipe recipe, IReadOnlyList<long> jsonBytes, int width, int height, int workers)
    {
        var side = Math.Max(width, height) + 64L;
        var (read, placed, drawn, layers, lines) = (0L, 0L, 0L, 2L, 0L);
        foreach (var (masks, bytes) in recipe.All.Zip(jsonBytes))
        {
            var vertices = Vertices(bytes);
            var around = Around(masks.Style);
            read = Math.Max(read, EstimateReading(bytes));
            // Twice, because rotating or scaling a scene makes another one.
            placed += bytes + (2 * EstimateShapes(bytes)) + (2 * BytesOfVertex * vertices * around);
            drawn += (BytesOfEntry * vertices * (recipe.Output.Spotlight == Spotlight.None ? 1 : 2)) + (BytesOfEntry * vertices * around);
            if (masks.Style.ConcentricLines)
                drawn += BytesOfLinePoint * (long)SceneLimits.MaxLinePoints;
            var edges = (vertices + (masks.Style.ConcentricLines ? SceneLimits.MaxLinePoints : 0)) * EdgesOfLinePoint(masks.Style, side);
            lines += edges;
            layers += masks.Style.Layers;
        }

        // Of a row of a legend: a swatch with what lies behind and around it.
        layers += 4 * recipe.Output.LegendRows.Length;
        // Strips are up to 32 rows high. Each layer has an opacity per pixel, and layers share their workspace.
        var strips = workers * side * 32 * ((4 * layers) + 32);
        // WebP is encoded from all pixels at once.
        var pixels = recipe.Output.Format == PictureFormat.WebP ? 12L * width * height : 0;
        // Edges of polylines share one budget; for polylines beyond it, each strip has the sample points of eight rows.
        drawn += Math.Min(BytesOfManyEdges, BytesOfEdge * lines) + (workers * side * BytesOfColumn);
        return read + placed + drawn + strips + pixels + (workers * BytesOfEdge * Math.Min(SceneLimits.MaxEdgesOfRow, lines));
    }

    // A line has round joins and caps: the wider it is, the more edges they have.
    private static int EdgesOfLinePoint(MaskStyle style, long side)
    {
        const int ofThin = 64;
        const double thin = 4;
        var widest = style.WidestLine * side;
        return (int)(ofThin * Math.Sqrt(Math.Max(1, widest / thin)));
    }

    // How often the lines around a shape are drawn in the worst case.
    private static int Around(MaskStyle style) =>
        (style.Outline is null ? 0 : 1) + (style.Looks.IsEmpty ? 0 : style.Looks.Max(look => look?.Layers ?? 0));

    private static long Vertices(long jsonBytes) => Math.Min(ResultLimits.MaxVertices, jsonBytes / MinVertexLength);

    private static long EstimateShapes(long jsonBytes) =>
        (BytesOfVertex * Vertices(jsonBytes)) + (BytesOfPart * Math.Min(ResultLimits.MaxParts, jsonBytes / MinPartLength));
}
