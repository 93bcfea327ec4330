using Cutis.Masks.Results;

namespace Cutis.Platform.Results;

/// <summary>What is asked of a point.</summary>
/// <param name="X">From the left edge of the upright photo, as a part of its width.</param>
/// <param name="Y">From the upper edge, as a part of its height.</param>
/// <param name="IsRestored">Whether the point is on the restored photo.</param>
/// <param name="Algorithm">One algorithm; null for all.</param>
/// <param name="Near">How far a shape may be away, as a part of the longer side.</param>
internal sealed record PointQuestion(double X, double Y, bool IsRestored, string? Algorithm, double Near);

/// <summary>A shape that covers a point or lies near it.</summary>
internal sealed record ExplainedShape
{
    /// <summary>The mask that it is in.</summary>
    public required Mask Mask { get; init; }

    /// <summary>The number of the mask in the mask set, from 0.</summary>
    public required int MaskIndex { get; init; }

    /// <summary>The number of its feature in the mask, from 0.</summary>
    public required int FeatureIndex { get; init; }

    /// <summary>The number of the shape in its feature, from 0.</summary>
    public required int ShapeIndex { get; init; }

    public required double Intensity { get; init; }

    public required bool Covers { get; init; }

    /// <summary>In pixels of the photo.</summary>
    public required double Distance { get; init; }

    /// <summary>In pixels of the photo; null for lines.</summary>
    public required double? Area { get; init; }

    /// <summary>In pixels of the photo; null for others than lines.</summary>
    public required double? Length { get; init; }

    /// <summary>Its part of all that the mask shows: of areas or lengths times intensities, or, of dots, of their number.</summary>
    public required double Share { get; init; }
}

/// <summary>The intensity of a heat map at a point.</summary>
internal sealed record ExplainedHeat(Mask Mask, int MaskIndex, double Intensity);

/// <summary>What one algorithm has to say of a point.</summary>
/// <param name="Algorithm">Its canonical name.</param>
/// <param name="Error">Why it has no answer; null when it has one.</param>
/// <param name="Areas">Its metrics for the face as a whole, and for the facial areas that the point lies in.</param>
/// <param name="Shapes">Those that cover the point, then the nearest ones.</param>
/// <param name="ShapeCount">How many there are, also those that were left out.</param>
/// <param name="Heats">The heat maps.</param>
internal sealed record ExplainedAlgorithm(
    string Algorithm,
    string? Error,
    IReadOnlyList<AreaResult> Areas,
    IReadOnlyList<ExplainedShape> Shapes,
    int ShapeCount,
    IReadOnlyList<ExplainedHeat> Heats
);

/// <summary>What is known of a point of a photo.</summary>
/// <param name="Width">Of the photo, in pixels.</param>
/// <param name="Height">Of the photo, in pixels.</param>
/// <param name="Areas">Names of the facial areas that the point lies in; none where <c>front_face_areas</c> was not computed.</param>
/// <param name="Algorithms">In order of their names.</param>
internal sealed record Explanation(int Width, int Height, IReadOnlyList<string> Areas, IReadOnlyList<ExplainedAlgorithm> Algorithms);
