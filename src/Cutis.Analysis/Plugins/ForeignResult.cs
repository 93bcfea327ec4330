using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Masks;

namespace Cutis.Analysis.Plugins;

/// <summary>Completes a result that somebody else's analyser made for the restored image: the same masks on the photo.</summary>
public static class ForeignResult
{
    /// <summary>The whole result as JSON.</summary>
    /// <param name="document">The answer as it came, already read without a mistake.</param>
    /// <param name="read">What was read.</param>
    /// <param name="restored">The image that was analysed.</param>
    /// <param name="photo">Pixels of the photo.</param>
    public static byte[] Complete(JsonElement document, AlgorithmResult read, RestoredImage restored, (int Width, int Height) photo)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in document.EnumerateObject())
                if (property.Name != "masks_original") property.WriteTo(json);
            ImmutableArray<FoundMask>? masks = read.MasksRestored is { } all ? [.. all.Select(mask => InPixels(mask, restored))] : null;
            ResultWriter.WriteMasks(json, "masks_original", masks, mask => mask.Original, restored.ToOriginal, restored.ToOriginal.Scale, photo);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The answer for an analyser that gave none.</summary>
    public static AlgorithmAnswer Refused(string techName, int version, string reason, string message)
    {
        var refusal = new Refusal(reason, message);
        return new AlgorithmAnswer(techName, ResultWriter.Refused(techName, version, null, refusal, []), refusal);
    }

    private static FoundMask InPixels(Masks.Mask mask, RestoredImage restored)
    {
        var picture = restored.Picture;
        var box = mask.Box ?? ViewBox.OfPixels(picture.Width, picture.Height);
        var (sx, sy) = (picture.Width / box.Width, picture.Height / box.Height);
        Vec Place(Vec p) => new((p.X - box.X) * sx, (p.Y - box.Y) * sy);
        Shape Moved(Shape shape) => shape switch
        {
            PolygonShape polygon => new PolygonShape([.. polygon.Rings.Select(ring => ring.Select(Place).ToImmutableArray())]),
            PolylineShape line => new PolylineShape([.. line.Points.Select(Place)]),
            PointShape point => new PointShape(Place(point.Centre), point.Radius * Math.Sqrt(sx * sy)),
            _ => shape,
        };
        var features = mask.Features.Select(f => f with { Shapes = [.. f.Shapes.Select(Moved)] });
        if (mask.Grid is { } grid) features = features.Concat(Levels(grid, picture.Width, picture.Height));
        return new FoundMask(mask.Kind, mask.Name, mask.TechName, mask.TechName + "_original", mask.Fill?.ToString(), [.. features]);
    }

    // A grid has upright cells; on a photo in which the face is not upright it becomes levels.
    private static IEnumerable<Feature> Levels(HeatGrid grid, int width, int height)
    {
        var plane = new Plane(grid.Width, grid.Height);
        grid.Values.CopyTo(plane.Data);
        for (var i = 1; i < 10; i++)
        {
            var rings = Contours.Of(plane, i / 10.0, 1, .1)
                .Select(ring => ring.Select(p => new Vec(p.X * width / grid.Width, p.Y * height / grid.Height)).ToImmutableArray()).ToImmutableArray();
            if (rings.Length > 0) yield return new Feature([new PolygonShape(rings)], .1);
        }
    }
}
