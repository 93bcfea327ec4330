using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>The regions by which people name lines.</summary>
internal sealed class LineRegions(SkinFrame frame)
{
    // A line belongs to a region where at least this share of it lies; narrow regions come first.
    private const double MinShare = .4;

    private readonly (string Name, PixelMask Pixels)[] _regions = [.. Names.Select(name => (name, frame.Area(name)))];

    /// <summary>The names of all regions, which are areas of the face.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "glabella",
        "forehead",
        "right_crows_feet",
        "left_crows_feet",
        "right_under_eye",
        "left_under_eye",
        "right_nasolabial",
        "left_nasolabial",
        "right_marionette",
        "left_marionette",
    ];

    /// <summary>The region of a line; null where none has a name.</summary>
    public string? Of(List<Vec> line)
    {
        var (best, most) = ((string?)null, MinShare * line.Count);
        foreach (var (name, pixels) in _regions)
        {
            var inside = line.Count(p => pixels[(int)p.X, (int)p.Y]);
            if (inside > most)
                (best, most) = (name, inside);
        }

        return best;
    }
}
