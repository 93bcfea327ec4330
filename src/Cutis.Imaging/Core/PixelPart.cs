using Cutis.Masks.Geometry;

namespace Cutis.Imaging.Core;

/// <summary>A part of a picture, in whole pixels.</summary>
internal readonly record struct PixelPart(int Left, int Top, int Width, int Height)
{
    /// <summary>The place of this part of an upright picture among its stored pixels.</summary>
    /// <param name="orientation">How these are turned for viewing.</param>
    /// <param name="width">Width of the stored picture.</param>
    /// <param name="height">Height of the stored picture.</param>
    public PixelPart ToStored(Orientation orientation, int width, int height)
    {
        var a = orientation.ToStored(new Vec(Left, Top), width, height);
        var b = orientation.ToStored(new Vec(Left + Width, Top + Height), width, height);
        return new PixelPart((int)Math.Min(a.X, b.X), (int)Math.Min(a.Y, b.Y), (int)Math.Abs(a.X - b.X), (int)Math.Abs(a.Y - b.Y));
    }
}
