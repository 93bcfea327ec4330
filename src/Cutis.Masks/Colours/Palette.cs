using System.Collections.Immutable;

namespace Cutis.Masks.Colours;

/// <summary>The hues of marks.</summary>
public enum Hue
{
    /// <summary>352° in OKLCH.</summary>
    Magenta,

    /// <summary>260° in OKLCH.</summary>
    Blue,

    /// <summary>60° in OKLCH.</summary>
    Orange,

    /// <summary>150° in OKLCH.</summary>
    Green,

    /// <summary>302° in OKLCH.</summary>
    Violet,

    /// <summary>220° in OKLCH.</summary>
    Cyan,

    /// <summary>98° in OKLCH.</summary>
    Yellow,

    /// <summary>27° in OKLCH.</summary>
    Red,

    /// <summary>280° in OKLCH.</summary>
    Indigo,

    /// <summary>185° in OKLCH.</summary>
    Teal,
}

/// <summary>A colour of a palette.</summary>
/// <param name="Colour">It, opaque.</param>
/// <param name="IsLight">Whether it is lighter than what it lies on.</param>
public readonly record struct Tint(SolidFill Colour, bool IsLight)
{
    /// <summary>The colour of rims: nearly white around dark marks and nearly black around light ones.</summary>
    public SolidFill Rim => IsLight ? new SolidFill(8, 10, 14, 0.8) : new SolidFill(255, 255, 255, 0.85);
}

/// <summary>
/// Colours of marks, from which one is chosen that contrasts with the skin beneath it. Of each hue there are tints that are darker and
/// lighter than skin, and ramps that get darker or lighter in equal steps.
/// </summary>
/// <remarks>
/// Made in OKLCH (Ottosson 2020): a constant hue with as much chroma as sRGB holds, at relative luminances of .11 to .008 and of .36 to
/// .93; of fills .25. Ramps have equal steps of lightness, from .74 to .28 and from .5 to .87, and at most a chroma of .2.
/// </remarks>
public static class Palette
{
    // With half of the ground. On the part of it that is more like the tint, the rim stands out.
    private const double MinContrast = 3.6;

    // In the order of the enumeration.
    private static readonly ImmutableArray<Colours> All =
    [
        new(
            0xff20a4,
            [0xb50072, 0xa10065, 0x8e0058, 0x7e004e, 0x6b0041, 0x520031, 0x34001d],
            [0xff6fb6, 0xff90c3, 0xffabd0, 0xffc2db, 0xffd6e6, 0xffe7f1, 0xfff4f8],
            [0xfe73b7, 0xda4794, 0xb11a72, 0x80044f, 0x4e012f],
            [0xae156f, 0xce3c8a, 0xef5ba6, 0xfe8cc1, 0xfebfda]
        ),
        new(
            0x3c85ff,
            [0x0055ce, 0x004bb8, 0x0042a3, 0x003990, 0x00307b, 0x00235e, 0x00133c],
            [0x69a2ff, 0x86b4ff, 0xa2c5ff, 0xbad4ff, 0xd0e2ff, 0xe4eeff, 0xf3f7ff],
            [0x79abfd, 0x3882fb, 0x0f5dd3, 0x023f99, 0x01245f],
            [0x0a5ad0, 0x2e77f0, 0x5b98fd, 0x8db8fe, 0xbdd6fe]
        ),
        new(
            0xcd7200,
            [0x8d4d00, 0x7e4400, 0x6f3b00, 0x623300, 0x522a00, 0x3e1f00, 0x261000],
            [0xf18700, 0xff9b3b, 0xffb474, 0xffc89c, 0xffdabd, 0xffead9, 0xfff5ee],
            [0xf68c11, 0xc56f0b, 0x965306, 0x693802, 0x3f2001],
            [0x925005, 0xb76709, 0xde7e0e, 0xfe9c3f, 0xfec89c]
        ),
        new(
            0x009e48,
            [0x006c2f, 0x006029, 0x005423, 0x004a1e, 0x003e18, 0x002e10, 0x001b07],
            [0x00bb56, 0x00ce60, 0x00e169, 0x00f272, 0x4fff88, 0xb3ffc2, 0xe0ffe5],
            [0x20cb63, 0x0ea24c, 0x087b38, 0x035525, 0x013313],
            [0x077736, 0x0c9746, 0x12b857, 0x36d86e, 0x5ff78c]
        ),
        new(
            0xac64ff,
            [0x8900e5, 0x7a00cc, 0x6b00b5, 0x5f00a1, 0x500089, 0x3c006a, 0x250044],
            [0xbc8aff, 0xc7a1ff, 0xd3b7ff, 0xdecaff, 0xe8dbff, 0xf2eaff, 0xf9f6ff],
            [0xbe90fd, 0x9f62e8, 0x7d3dc1, 0x5c109b, 0x380262],
            [0x7a3abd, 0x9558dd, 0xb275fd, 0xc7a1fe, 0xddc9fe]
        ),
        new(
            0x0095b5,
            [0x00667d, 0x005a6f, 0x004f61, 0x004656, 0x003a48, 0x002b36, 0x001921],
            [0x00b0d5, 0x00c3ec, 0x25d5ff, 0x7ce0ff, 0xabeaff, 0xd0f3ff, 0xeafaff],
            [0x15bde4, 0x0e97b6, 0x08728a, 0x034f60, 0x012e3a],
            [0x076f86, 0x0c8ca9, 0x11abce, 0x17caf3, 0x8ce3fe]
        ),
        new(
            0x9e8800,
            [0x6c5d00, 0x605200, 0x544800, 0x4a3f00, 0x3e3400, 0x2e2600, 0x1b1600],
            [0xbaa100, 0xceb200, 0xe1c300, 0xf2d200, 0xffe03a, 0xffee9d, 0xfff8d3],
            [0xc4ab11, 0x9c870b, 0x766606, 0x524603, 0x302901],
            [0x736306, 0x917e09, 0xb19a0e, 0xd2b613, 0xf3d418]
        ),
        new(
            0xff3e3a,
            [0xbe0013, 0xa9000f, 0x96000c, 0x85000a, 0x710007, 0x560004, 0x370001],
            [0xff796d, 0xff968b, 0xffb0a6, 0xffc5be, 0xffd8d3, 0xffe9e6, 0xfff5f3],
            [0xfe8074, 0xe64841, 0xbd181c, 0x87040d, 0x530104],
            [0xb91119, 0xda3c37, 0xfc5d53, 0xfe958a, 0xfec4bc]
        ),
        new(
            0x7a79ff,
            [0x592aff, 0x5200f7, 0x4800db, 0x3f00c3, 0x3400a6, 0x270081, 0x160054],
            [0x9498ff, 0xa6acff, 0xb9bfff, 0xcbd0ff, 0xdbdfff, 0xeaecff, 0xf5f7ff],
            [0x9ba0fd, 0x7572f9, 0x574dd1, 0x3c26aa, 0x230277],
            [0x544ace, 0x6c68ee, 0x888bfd, 0xa8aefe, 0xcbd0fe]
        ),
        new(
            0x009a8e,
            [0x006961, 0x005d55, 0x00524b, 0x004842, 0x003c37, 0x002d28, 0x001a17],
            [0x00b5a7, 0x00c8b9, 0x00dbca, 0x00ecda, 0x00fbe8, 0x9cfff2, 0xd8fff9],
            [0x15c4b5, 0x0e9c90, 0x08766d, 0x04524b, 0x01302c],
            [0x07736a, 0x0c9186, 0x12b1a3, 0x17d2c2, 0x1df4e1]
        ),
    ];

    /// <summary>The colour of a fill that lets skin show through.</summary>
    /// <param name="hue">The hue.</param>
    /// <param name="alpha">Its opacity.</param>
    public static SolidFill Vivid(Hue hue, double alpha) => Solid(All[(int)hue].Vivid) with { Alpha = alpha };

    /// <summary>
    /// The most colourful tint that contrasts with a ground, or the one that does so best. On an unknown ground a light one, whose rim
    /// contrasts where it does not.
    /// </summary>
    /// <param name="hue">The hue.</param>
    /// <param name="ground">What it lies on; null when that is unknown.</param>
    public static Tint Choose(Hue hue, Ground? ground)
    {
        var colours = All[(int)hue];
        if (ground is not { } on)
            return new Tint(Solid(colours.Light[4]), true);
        var (best, most) = (default(Tint), 0.0);
        // From the most colourful to the palest; of equal ones the darker one comes first.
        for (var i = 0; i < colours.Dark.Length; i++)
        {
            foreach (var isLight in (ReadOnlySpan<bool>)[false, true])
            {
                var colour = Solid(isLight ? colours.Light[i] : colours.Dark[i]);
                var luminance = Contrast.Luminance(colour.R, colour.G, colour.B);
                if ((luminance > on.Middle) != isLight)
                    continue;
                var contrast = Contrast.Ratio(luminance, on.Middle);
                if (contrast > most)
                    (best, most) = (new Tint(colour, isLight), contrast);
                if (contrast >= MinContrast)
                    return best;
            }
        }

        return best;
    }

    /// <summary>The colours of a heat map, from weak to strong.</summary>
    /// <param name="hue">The hue.</param>
    /// <param name="isLight">Whether it gets lighter.</param>
    /// <param name="alpha">Its opacity at full intensity.</param>
    public static ScaleFill Ramp(Hue hue, bool isLight, double alpha) => new(isLight ? All[(int)hue].ToLight : All[(int)hue].ToDark, alpha);

    private static SolidFill Solid(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb, 1);

    private sealed record Colours(
        int Vivid,
        ImmutableArray<int> Dark,
        ImmutableArray<int> Light,
        ImmutableArray<int> ToDark,
        ImmutableArray<int> ToLight
    );
}
