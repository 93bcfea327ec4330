using Cutis.Imaging.Core;

namespace Cutis.Imaging.Png;

/// <summary>The colour types of PNG (W3C PNG, third edition, 11.2.1).</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>The contents of an IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, PngColour Colour, int BitDepth, bool Interlaced)
{
    public int Channels =>
        Colour switch
        {
            PngColour.Grey or PngColour.Palette => 1,
            PngColour.GreyAlpha => 2,
            PngColour.Rgb => 3,
            _ => 4,
        };

    public int BitsPerPixel => Channels * BitDepth;

    /// <summary>Bytes from a sample to the corresponding one of the pixel on the left, at least 1.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    /// <summary>Bytes of a packed row with some number of pixels.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * BitsPerPixel) + 7) / 8);

    /// <summary>True for combinations that the specification allows.</summary>
    public bool IsAllowed =>
        Colour switch
        {
            PngColour.Grey => BitDepth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => BitDepth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => BitDepth is 8 or 16,
            _ => false,
        };
}

/// <summary>A PNG with its pixels as the file packs them, row by row, deinterlaced and unfiltered.</summary>
internal sealed class PngImage
{
    public required PngHeader Header { get; init; }

    /// <summary><see cref="PngHeader.RowBytes"/> times height.</summary>
    public required byte[] Rows { get; init; }

    /// <summary>RGB triples of the palette; empty when there is none.</summary>
    public byte[] Palette { get; init; } = [];

    /// <summary>The tRNS chunk; empty when there is none.</summary>
    public byte[] Transparency { get; init; } = [];

    /// <summary>The chunks about the colour space (cICP, iCCP, sRGB, gAMA, cHRM, mDCV, cLLI) and pHYs, in file order.</summary>
    public IReadOnlyList<(string Type, byte[] Data)> Meaning { get; init; } = [];

    /// <summary>True when a colour profile had to be dropped.</summary>
    public bool HasLostProfile { get; init; }

    public Orientation Orientation { get; init; }
}
