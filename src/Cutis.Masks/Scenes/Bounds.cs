using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>An axis-aligned bounding box in pixels.</summary>
public readonly record struct Bounds(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The bounding box of everything that a scene draws; null when it draws nothing.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static Bounds? Compute(Scene scene, CancellationToken stop = default)
    {
        Bounds? all = null;
        var count = 0;
        foreach (var shape in scene.Layers.SelectMany(layer => layer.Levels).SelectMany(level => level.Shapes))
        {
            if ((++count & 0xFF) == 0)
                stop.ThrowIfCancellationRequested();
            all = Join(all, Compute(shape));
        }

        foreach (var field in scene.Layers.Select(layer => layer.Field).OfType<HeatField>())
            all = Join(all, Compute([field.Origin, field.Across, field.Down], 0, 0));
        return all;
    }

    /// <summary>The bounding box of both.</summary>
    public static Bounds? Join(Bounds? a, Bounds? b) =>
        (a, b) is ({ } x, { } y)
            ? new Bounds(Math.Min(x.Left, y.Left), Math.Min(x.Top, y.Top), Math.Max(x.Right, y.Right), Math.Max(x.Bottom, y.Bottom))
            : a ?? b;

    /// <summary>The box with a margin, clipped to a picture and in fractions of it; null when it lies outside.</summary>
    public CropBox? Within(int width, int height, double margin)
    {
        var (left, top) = (Math.Clamp(Left - margin, 0, width), Math.Clamp(Top - margin, 0, height));
        var (right, bottom) = (Math.Clamp(Right + margin, 0, width), Math.Clamp(Bottom + margin, 0, height));
        double Part(double length, int of) => Math.Round(length / of, 6);
        return right - left < 1 || bottom - top < 1
            ? null
            : new CropBox(Part(left, width), Part(top, height), Part(right - left, width), Part(bottom - top, height));
    }

    private static Bounds? Compute(SceneShape shape) =>
        shape switch
        {
            Region region => Compute(region.Rings.SelectMany(ring => ring), 0, 0),
            Stroke stroke => Compute(stroke.Points, stroke.Width / 2, stroke.Width / 2),
            Disc disc => Compute([disc.Centre], disc.RadiusX, disc.RadiusY),
            Circle circle => Compute([circle.Centre], circle.RadiusX + (circle.Width / 2), circle.RadiusY + (circle.Width / 2)),
            _ => null,
        };

    private static Bounds? Compute(IEnumerable<Vec> points, double marginX, double marginY)
    {
        Bounds? all = null;
        foreach (var p in points)
            all = Join(all, new Bounds(p.X - marginX, p.Y - marginY, p.X + marginX, p.Y + marginY));
        return all;
    }
}
