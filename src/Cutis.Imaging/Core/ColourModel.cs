namespace Cutis.Imaging.Core;

/// <summary>What the components of a JPEG mean.</summary>
internal enum ColourModel
{
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}
