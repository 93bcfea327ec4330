using Cutis.Masks.Geometry;

namespace Cutis.Imaging.Core;

/// <summary>A rectangle of whole pixels within a picture.</summary>
internal readonly record struct PixelPart(int Left, int Top, int Width, int Height)
{
    /// <summary>Where this part of the upright picture lies in the stored picture.</summary>
    /// <param name="orientation">How the stored pixels are oriented for viewing.</param>
    /// <param name="width">Width of the stored picture.</param>
    /// <param name="height">Height of the stored picture.</param>
    public PixelPart ToStored(Orientation orientation, int width, int height)
    {
        var a = orientation.ToStored(new Vec(Left, Top), width, height);
        var b = orientation.ToStored(new Vec(Left + Width, Top + Height), width, height);
        return new PixelPart((int)Math.Min(a.X, b.X), (int)Math.Min(a.Y, b.Y), (int)Math.Abs(a.X - b.X), (int)Math.Abs(a.Y - b.Y));
    }
}
