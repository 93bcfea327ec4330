namespace Cutis.Imaging.Core;

/// <summary>The colour model of a JPEG's components.</summary>
internal enum ColourModel
{
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}
