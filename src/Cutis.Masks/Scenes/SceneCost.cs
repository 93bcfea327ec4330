using Cutis.Masks.Results;

namespace Cutis.Masks.Scenes;

/// <summary>
/// How much memory masks take at most while they are read and drawn, from facts that are known before a byte of them is read, so
/// that it can be charged to a budget first.
/// </summary>
/// <remarks>
/// Upper bounds for the worst masks that the limits let in; ordinary masks take a tenth. The photo, the file that is written and
/// what the runtime itself needs are not in them.
/// </remarks>
public static class SceneCost
{
    // A vertex, an empty ring and a JSON value have at least so many characters: "[1,2],", "[]," and "1,".
    private const int MinVertexLength = 6;
    private const int MinPartLength = 3;
    private const int MinValueLength = 2;

    // Bytes of a JSON value in a parsed document, with what is lost while its table grows.
    private const int BytesOfValue = 40;

    // Bytes of a polygon of a single vertex, which is the dearest, as it is read and as it is placed.
    private const int BytesOfVertex = 104;
    private const int BytesOfPart = 32;

    // Its entry, twice while entries are sorted, and its edges, twice while their list grows.
    private const int BytesOfEntry = 192;

    // A point of a line that follows an edge: as such, and as its part of the line that is drawn.
    private const int BytesOfLinePoint = 96 + 128;
    private const long BytesOfManyEdges = 192L << 20;
    private const int BytesOfEdge = 96;
    private const int BytesOfColumn = 256;

    /// <summary>Bytes that reading a mask set takes, its JSON included; half of it stays until the picture is drawn.</summary>
    /// <param name="jsonBytes">Bytes of the JSON as it is stored.</param>
    public static long EstimateReading(long jsonBytes) =>
        jsonBytes + (BytesOfValue * Math.Min(jsonBytes / MinValueLength, ResultLimits.MaxValues)) + EstimateShapes(jsonBytes);

    /// <summary>Bytes that finding the box around a mask set takes, as for a picture that is cropped to it.</summary>
    /// <param name="jsonBytes">Bytes of its JSON.</param>
    /// <param name="style">How it is drawn.</param>
    public static long EstimateBounds(long jsonBytes, MaskStyle style) =>
        EstimateReading(jsonBytes)
        + EstimateShapes(jsonBytes)
        + (style.Outline is null ? 0 : 2 * BytesOfVertex * Vertices(jsonBytes))
        + (style.ConcentricLines ? BytesOfLinePoint * (long)SceneLimits.MaxLinePoints : 0);

    /// <summary>Bytes that a picture takes while its masks are read, placed and drawn.</summary>
    /// <param name="recipe">The picture.</param>
    /// <param name="jsonBytes">Bytes of the JSON of each of its mask sets, in the order of <see cref="Recipe.All"/>.</param>
    /// <param name="width">Width of the photo in pixels.</param>
    /// <param name="height">Height of the photo in pixels.</param>
    /// <param name="workers">Threads that share the drawing.</param>
    public static long EstimatePicture(Recipe recipe, IReadOnlyList<long> jsonBytes, int width, int height, int workers)
    {
        var side = Math.Max(width, height) + 64L;
        var (read, placed, drawn, layers, lines) = (0L, 0L, 0L, 2L, 0L);
        foreach (var (masks, bytes) in recipe.All.Zip(jsonBytes))
        {
            var vertices = Vertices(bytes);
            var hasOutline = masks.Style.Outline is not null;
            read = Math.Max(read, EstimateReading(bytes));
            // Twice: turning or scaling a scene makes another one.
            placed += bytes + (2 * EstimateShapes(bytes)) + (hasOutline ? 2 * BytesOfVertex * vertices : 0);
            drawn +=
                (BytesOfEntry * vertices * (recipe.Output.Spotlight == Spotlight.None ? 1 : 2))
                + (hasOutline ? BytesOfEntry * vertices : 0);
            if (masks.Style.ConcentricLines)
                drawn += BytesOfLinePoint * (long)SceneLimits.MaxLinePoints;
            var edges = (vertices + (masks.Style.ConcentricLines ? SceneLimits.MaxLinePoints : 0)) * EdgesOfLinePoint(masks.Style, side);
            lines += edges;
            layers += masks.Style.Fills.Length * (hasOutline ? 2 : 1);
        }

        // Strips are up to 32 rows high; a layer has an opacity for each of its pixels, and the layers share what they are drawn with.
        var strips = workers * side * 32 * ((4 * layers) + 32);
        // WebP is encoded from whole pixels.
        var pixels = recipe.Output.Format == PictureFormat.WebP ? 12L * width * height : 0;
        // The edges of lines are of one budget; of lines that have more, each strip has the points of eight rows.
        drawn += Math.Min(BytesOfManyEdges, BytesOfEdge * lines) + (workers * side * BytesOfColumn);
        return read + placed + drawn + strips + pixels + (workers * BytesOfEdge * Math.Min(SceneLimits.MaxEdgesOfRow, lines));
    }

    // A line has round joins and ends: the wider it is, the more edges they have.
    private static int EdgesOfLinePoint(MaskStyle style, long side)
    {
        const int ofThin = 64;
        const double thin = 4;
        var widest = Math.Max(style.LineThickness, style.Outline?.Width ?? 0) * side;
        return (int)(ofThin * Math.Sqrt(Math.Max(1, widest / thin)));
    }

    private static long Vertices(long jsonBytes) => Math.Min(ResultLimits.MaxVertices, jsonBytes / MinVertexLength);

    private static long EstimateShapes(long jsonBytes) =>
        (BytesOfVertex * Vertices(jsonBytes)) + (BytesOfPart * Math.Min(ResultLimits.MaxParts, jsonBytes / MinPartLength));
}
