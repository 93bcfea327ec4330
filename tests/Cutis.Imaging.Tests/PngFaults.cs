using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Png;
using static Cutis.Imaging.Tests.PngFile;

namespace Cutis.Imaging.Tests;

/// <summary>Chunks of a PNG that are wrong, or mean nothing where they stand, by a name.</summary>
internal static class PngFaults
{
    private static readonly byte[] Linear = Chunk("gAMA", Number(100_000));
    private static readonly byte[] WideGamut = Chunk("cHRM", Numbers(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000));
    private static readonly byte[] DisplayP3 = Chunk("cICP", [12, 13, 0, 1]);
    private static readonly byte[] SrgbChunk = Chunk("sRGB", [0]);
    private static readonly byte[] Icc = Profile(
        MatrixProfile.Create(Primaries.Srgb with { GreenX = 0.2, GreenY = 0.7 }, ToneCurve.Gamma(1))!
    );
    private static readonly byte[] GreyIcc = Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(1)));

    // What stands before the palette, what between palette and pixels, and what after the pixels.
    public static Dictionary<string, (byte[] Before, byte[] Middle, byte[] After)> All { get; } =
        new()
        {
            ["nothing"] = ([], [], []),
            ["checksum of iCCP"] = (Chunk("iCCP", IccProfile.ToPng(Noise(200)), isChecksumWrong: true), [], []),
            ["checksum of every colour chunk"] = (
                [.. Wrong(Linear), .. Wrong(WideGamut), .. Wrong(DisplayP3), .. Wrong(SrgbChunk), .. Wrong(Icc)],
                [],
                []
            ),
            ["checksum of tRNS"] = ([], Wrong(Chunk("tRNS", new byte[6])), []),
            ["checksum of a first eXIf"] = ([.. Wrong(Exif(3)), .. Exif(6)], [], []),
            ["checksum of text and time"] = (
                [.. Wrong(Chunk("tEXt", [65, 0, 66])), .. Wrong(Chunk("tIME", new byte[7]))],
                Wrong(Chunk("bKGD", new byte[6])),
                Wrong(Chunk("zTXt", [1]))
            ),
            ["names"] = (
                [.. Chunk("s\u0001IT", [5, 5, 5]), .. Chunk("1234", [1]), .. Chunk("aBC ", []), .. Chunk("ÿÿÿÿ", [9])],
                Chunk("abcd", [1]),
                Chunk("a\0\0\0", [])
            ),
            ["lengths of colour chunks"] = (
                [
                    .. Chunk("gAMA", new byte[3]),
                    .. Chunk("sRGB", [1, 1, 1]),
                    .. Chunk("cHRM", new byte[31]),
                    .. Chunk("cICP", [12, 13, 0]),
                    .. Chunk("iCCP", []),
                    .. Chunk("pHYs", [1]),
                ],
                [],
                []
            ),
            ["values of colour chunks"] = (
                [.. Chunk("gAMA", new byte[4]), .. Chunk("sRGB", [9]), .. Chunk("cHRM", new byte[32]), .. Chunk("cICP", [99, 99, 0, 1])],
                [],
                []
            ),
            ["bad ones before good ones"] = (
                [.. Chunk("gAMA", new byte[3]), .. Linear, .. Chunk("cHRM", new byte[31]), .. WideGamut, .. Chunk("cICP", [1])],
                [],
                []
            ),
            ["bad sRGB before gAMA"] = ([.. Chunk("sRGB", [9]), .. Linear], [], []),
            ["profile that is no zlib"] = (Chunk("iCCP", [65, 0, 0, 1, 2, 3, 4, 5]), [], []),
            ["profile that is cut"] = (Chunk("iCCP", IccProfile.ToPng(Noise(400))[..200]), [], []),
            ["profile that is noise"] = ([.. Profile(Noise(400)), .. Linear], [], []),
            ["profile without a name"] = (Chunk("iCCP", [0, .. IccProfile.ToPng(Noise(300)).AsSpan(11)]), [], []),
            ["bad profile before a good one"] = ([.. Chunk("iCCP", [65, 0, 0, 1]), .. Icc], [], []),
            ["profile twice"] = ([.. Icc, .. GreyIcc], [], []),
            ["profile"] = (Icc, [], []),
            ["profile after the palette"] = ([], Icc, []),
            ["profile after the pixels"] = ([], [], Icc),
            ["profile and sRGB"] = ([.. Icc, .. SrgbChunk], [], []),
            ["profile of inks"] = ([.. Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(1), "CMYK")), .. Linear], [], []),
            ["grey profile"] = (GreyIcc, [], []),
            ["grey profile of gamma 2.2"] = (Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(2.2))), [], []),
            ["grey profile and gAMA"] = ([.. GreyIcc, .. Linear], [], []),
            ["grey profile to Lab"] = (Profile(ProfileTests.GreyProfile(ToneCurve.Gamma(1), "GRAY", "Lab ")), [], []),
            ["gAMA"] = (Linear, [], []),
            ["gAMA twice"] = ([.. Linear, .. Chunk("gAMA", Number(45_455))], [], []),
            ["gAMA and cHRM after the palette"] = ([], [.. Linear, .. WideGamut], []),
            ["gAMA and cHRM after the pixels"] = ([], [], [.. Linear, .. WideGamut]),
            ["sRGB after the palette"] = (Linear, SrgbChunk, []),
            ["cICP"] = (DisplayP3, [], []),
            ["cICP and all others"] = ([.. Icc, .. Linear, .. WideGamut, .. DisplayP3], [], []),
            ["cICP twice"] = ([.. DisplayP3, .. Chunk("cICP", [1, 8, 0, 1])], [], []),
            ["cICP after the palette"] = ([], DisplayP3, []),
            ["cICP after the pixels"] = ([], [], DisplayP3),
            ["cICP of video range, and a profile"] = ([.. Chunk("cICP", [12, 13, 0, 0]), .. Icc], [], []),
            ["cICP of PQ"] = ([.. Chunk("cICP", [9, 16, 0, 1]), .. Chunk("cLLI", Numbers(10_000_000, 4_000_000))], [], []),
            ["cICP of HLG"] = (Chunk("cICP", [9, 18, 0, 1]), [], []),
            ["eXIf"] = (Exif(6), [], []),
            ["eXIf after the palette"] = ([], Exif(6), []),
            ["eXIf after the pixels"] = ([], [], Exif(6)),
            ["eXIf twice"] = ([.. Exif(6), .. Exif(1)], [], []),
            ["eXIf none, then turned"] = ([.. Exif(1), .. Exif(6)], [], []),
            ["eXIf bad, then turned"] = ([.. Chunk("eXIf", [1, 2]), .. Exif(6)], [], []),
            ["eXIf empty, then turned"] = ([.. Chunk("eXIf", []), .. Exif(6)], [], []),
            ["tRNS"] = ([], Chunk("tRNS", [0, 1, 0, 2, 0, 3]), []),
            ["tRNS before the palette"] = (Chunk("tRNS", [0, 1, 0, 1, 0, 1]), [], []),
            ["tRNS after the pixels"] = ([], [], Chunk("tRNS", new byte[6])),
            ["tRNS twice"] = ([], [.. Chunk("tRNS", [0, 1, 0, 1, 0, 1]), .. Chunk("tRNS", [0, 0, 0, 0, 0, 0])], []),
            ["tRNS empty"] = ([], Chunk("tRNS", []), []),
            ["tRNS of one byte"] = ([], Chunk("tRNS", [0]), []),
            ["tRNS longer than the palette"] = ([], Chunk("tRNS", Noise(40)), []),
            ["tRNS of 257 bytes"] = ([], Chunk("tRNS", Noise(257)), []),
            ["tRNS of 00FF"] = ([], Chunk("tRNS", [0, 255, 0, 255, 0, 255]), []),
            ["tRNS of 0101"] = ([], Chunk("tRNS", [1, 1, 1, 1, 1, 1]), []),
            ["tRNS of FF00"] = ([], Chunk("tRNS", [255, 0, 255, 0, 255, 0]), []),
            ["animation"] = ([.. Chunk("acTL", Numbers(0, 0)), .. Chunk("fcTL", new byte[26])], [], []),
            ["Exif in disguise"] = (Chunk("eXIf", [.. "Exif\0\0"u8, .. Orientation.FromExif(6).ToTiff()]), [], []),
            ["cICP of another matrix"] = ([.. Chunk("cICP", [12, 13, 1, 1]), .. Icc], [], []),
            ["bits, background, histogram, splines"] = (
                Chunk("sBIT", [0, 99, 0]),
                [.. Chunk("bKGD", [1]), .. Chunk("hIST", [1]), .. Chunk("sPLT", [1])],
                Chunk("iTXt", [0])
            ),
        };

    public static byte[] Wrong(byte[] chunk) => [.. chunk[..^1], (byte)(chunk[^1] ^ 1)];
}
