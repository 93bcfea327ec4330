using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>The part of a photo that a picture shows, and the size at which it is shown.</summary>
/// <param name="Left">First column of the upright photo.</param>
/// <param name="Top">First row of the upright photo.</param>
/// <param name="SourceWidth">Columns of the photo.</param>
/// <param name="SourceHeight">Rows of the photo.</param>
/// <param name="Width">Width of the picture.</param>
/// <param name="Height">Height of the picture.</param>
public readonly record struct OutputSize(int Left, int Top, int SourceWidth, int SourceHeight, int Width, int Height)
{
    /// <summary>Applies crop and maximum side to an upright photo of some size.</summary>
    public static OutputSize Compute(OutputOptions options, int width, int height)
    {
        var (left, top, right, bottom) = (0, 0, width, height);
        if (options.Crop is { } crop)
        {
            // A sum of fractions may miss a whole pixel by rounding.
            const double slack = 1e-6;
            left = Math.Clamp((int)Math.Floor((crop.X * width) + slack), 0, width - 1);
            top = Math.Clamp((int)Math.Floor((crop.Y * height) + slack), 0, height - 1);
            right = Math.Clamp((int)Math.Ceiling(((crop.X + crop.Width) * width) - slack), left + 1, width);
            bottom = Math.Clamp((int)Math.Ceiling(((crop.Y + crop.Height) * height) - slack), top + 1, height);
        }

        var longest = Math.Max(right - left, bottom - top);
        var scale = options.MaxSide is { } maxSide && longest > maxSide ? (double)maxSide / longest : 1;
        int Scaled(int side) => Math.Max(1, (int)Math.Round(side * scale));
        return new OutputSize(left, top, right - left, bottom - top, Scaled(right - left), Scaled(bottom - top));
    }

    /// <summary>The scene of the whole photo as this picture shows it; lines are at least a pixel wide.</summary>
    /// <param name="scene">The scene of the whole photo.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Scene Place(Scene scene, CancellationToken stop = default)
    {
        if ((Left, Top) == (0, 0) && (scene.Width, scene.Height) == (Width, Height))
            return scene;
        var (left, top, scaleX, scaleY) = (Left, Top, (double)Width / SourceWidth, (double)Height / SourceHeight);
        var scale = Math.Sqrt(scaleX * scaleY);
        var minimum = scale < 1 ? 0.5 : 0;
        return scene.Mapped(
            Width,
            Height,
            point => new Vec((point.X - left) * scaleX, (point.Y - top) * scaleY),
            stroke => Math.Max(1, stroke * scale),
            (x, y) => (Math.Max(x * scaleX, Math.Min(x, minimum)), Math.Max(y * scaleY, Math.Min(y, minimum))),
            stop
        );
    }
}
