using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Everything that is drawn on one picture, in pixels of the upright picture.</summary>
/// <param name="Width">Width of the upright picture in pixels.</param>
/// <param name="Height">Height of the upright picture in pixels.</param>
/// <param name="Layers">Drawn one after the other, the first one at the bottom.</param>
public sealed record Scene(int Width, int Height, ImmutableArray<Layer> Layers)
{
    /// <summary>The scene in other coordinates.</summary>
    /// <param name="width">New width of the picture.</param>
    /// <param name="height">New height of the picture.</param>
    /// <param name="point">Maps points.</param>
    /// <param name="stroke">Maps widths of lines.</param>
    /// <param name="radii">Maps radii of discs.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Scene Mapped(
        int width,
        int height,
        Func<Vec, Vec> point,
        Func<double, double> stroke,
        Func<double, double, (double X, double Y)> radii,
        CancellationToken stop = default
    )
    {
        ImmutableArray<Vec> Points(ImmutableArray<Vec> points)
        {
            stop.ThrowIfCancellationRequested();
            var mapped = ImmutableArray.CreateBuilder<Vec>(points.Length);
            foreach (var p in points)
                mapped.Add(point(p));
            return mapped.MoveToImmutable();
        }

        SceneShape Map(SceneShape shape)
        {
            switch (shape)
            {
                case Region region:
                    return new Region([.. region.Rings.Select(Points)]);
                case Stroke line:
                    return new Stroke(Points(line.Points), stroke(line.Width));
                case Disc disc:
                    var (x, y) = radii(disc.RadiusX, disc.RadiusY);
                    return new Disc(point(disc.Centre), x, y);
                case Circle circle:
                    var (across, down) = radii(circle.RadiusX, circle.RadiusY);
                    return new Circle(point(circle.Centre), across, down, stroke(circle.Width));
                default:
                    throw new ArgumentOutOfRangeException(nameof(shape), shape, null);
            }
        }

        return new Scene(
            width,
            height,
            [
                .. Layers.Select(layer =>
                    layer with
                    {
                        Levels = [.. layer.Levels.Select(level => level with { Shapes = [.. level.Shapes.Select(Map)] })],
                        Field = layer.Field?.Mapped(point),
                    }
                ),
            ]
        );
    }
}

/// <summary>How the levels of a layer are combined where they overlap.</summary>
public enum Overlap
{
    /// <summary>Shapes of one level form a union; between levels the stronger one wins.</summary>
    Union,

    /// <summary>Levels are added and clamped to 1: heat maps.</summary>
    Sum,
}

/// <summary>One mask, ready to be drawn.</summary>
/// <param name="Fill">Its paint.</param>
/// <param name="Overlap">How its levels are combined.</param>
/// <param name="Levels">Its levels, each with shapes of one intensity.</param>
public sealed record Layer(Fill Fill, Overlap Overlap, ImmutableArray<Level> Levels)
{
    /// <summary>Intensities that are added to those of the levels, or null.</summary>
    public HeatField? Field { get; init; }

    /// <summary>Whether the complement is painted: the opacity is 1 minus that of the levels.</summary>
    public bool Inverse { get; init; }
}

/// <summary>Shapes with one intensity; overlapping shapes form a union.</summary>
/// <param name="Intensity">0..1.</param>
/// <param name="Shapes">The shapes, filled or stroked.</param>
public sealed record Level(double Intensity, ImmutableArray<SceneShape> Shapes);

/// <summary>A shape of a scene in pixels; pixel (0, 0) covers [0, 1) × [0, 1).</summary>
public abstract record SceneShape
{
    private protected SceneShape() { }
}

/// <summary>Rings filled by the even-odd rule.</summary>
public sealed record Region(ImmutableArray<ImmutableArray<Vec>> Rings) : SceneShape;

/// <summary>A line with round caps and joins.</summary>
/// <param name="Points">At least one point.</param>
/// <param name="Width">Full width in pixels.</param>
public sealed record Stroke(ImmutableArray<Vec> Points, double Width) : SceneShape;

/// <summary>A filled circle, or an ellipse when the view box is stretched.</summary>
public sealed record Disc(Vec Centre, double RadiusX, double RadiusY) : SceneShape;

/// <summary>A line along the boundary of a disc.</summary>
/// <param name="Centre">Its centre.</param>
/// <param name="RadiusX">Half the disc's width.</param>
/// <param name="RadiusY">Half the disc's height.</param>
/// <param name="Width">Full width of the line in pixels; half of it lies outside the disc.</param>
public sealed record Circle(Vec Centre, double RadiusX, double RadiusY, double Width) : SceneShape;
