namespace Cutis.Imaging.Core;

/// <summary>Decoded pixels: red, green and blue, one byte each, row by row from the top, as a viewer sees them.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Data">3 × width × height bytes.</param>
public sealed record RgbImage(int Width, int Height, byte[] Data);
