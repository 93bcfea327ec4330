namespace Cutis.Imaging.Core;

/// <summary>Decoded pixels as a viewer sees them: red, green and blue, one byte each, row by row from the top.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Data">3 × width × height bytes.</param>
public sealed record RgbImage(int Width, int Height, byte[] Data);
