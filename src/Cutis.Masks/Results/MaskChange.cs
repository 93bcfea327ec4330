using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Results;

/// <summary>Counts what is different between two lists of masks.</summary>
public static class MaskChange
{
    /// <summary>
    /// Counts shapes that are in one list and not in the other; a shape is the same wherever in its mask it stands. One that has gone and
    /// one that has come in the same place count as one that was changed.
    /// </summary>
    /// <param name="before">The masks of before.</param>
    /// <param name="after">The masks of now.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static (int Added, int Removed, int Changed) Count(
        ImmutableArray<Mask> before,
        ImmutableArray<Mask> after,
        CancellationToken stop = default
    )
    {
        var (old, now) = (List(before, stop), List(after, stop));
        var (gone, come) = (Except(old, now), Except(now, old));
        var changed = gone.Intersect(come).Count();
        return (come.Count - changed, gone.Count - changed, changed);
    }

    // The places of shapes that another list does not have, each as often as it is missing there.
    private static List<string> Except(List<(string Place, string Shape)> list, List<(string Place, string Shape)> other)
    {
        var there = other.GroupBy(o => o.Shape, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var places = new List<string>();
        foreach (var (place, shape) in list)
        {
            if (there.GetValueOrDefault(shape) is > 0 and var left)
                there[shape] = left - 1;
            else
                places.Add(place);
        }

        return places;
    }

    private static List<(string Place, string Shape)> List(ImmutableArray<Mask> masks, CancellationToken stop)
    {
        var list = new List<(string, string)>();
        for (var m = 0; m < masks.Length; m++)
        for (var f = 0; f < masks[m].Features.Length; f++)
        {
            stop.ThrowIfCancellationRequested();
            var feature = masks[m].Features[f];
            for (var s = 0; s < feature.Shapes.Length; s++)
                list.Add(
                    (
                        string.Create(CultureInfo.InvariantCulture, $"{m} {f} {s}"),
                        string.Create(CultureInfo.InvariantCulture, $"{masks[m].TechName} {feature.Intensity} {Text(feature.Shapes[s])}")
                    )
                );
        }

        return list;
    }

    private static string Text(Shape shape) =>
        shape switch
        {
            PolygonShape polygon => string.Join('|', polygon.Rings.Select(Text)),
            PolylineShape line => "-" + Text(line.Points),
            PointShape point => string.Create(CultureInfo.InvariantCulture, $".{point.Centre.X} {point.Centre.Y} {point.Radius}"),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };

    private static string Text(ImmutableArray<Vec> points)
    {
        var text = new StringBuilder(points.Length * 12);
        foreach (var point in points)
            text.Append(CultureInfo.InvariantCulture, $"{point.X} {point.Y},");
        return text.ToString();
    }
}
