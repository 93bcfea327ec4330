using System.Buffers.Binary;
using Cutis.Imaging.Core;
using Cutis.Imaging.Png;

namespace Cutis.Imaging.Photos;

/// <summary>
/// The colour space of a PNG, from the first of these chunks: cICP, iCCP, sRGB, gAMA and cHRM (W3C PNG, third edition, 4.3).
/// </summary>
internal static class PngColours
{
    // Profiles have a few kilobytes; a printer table may have a megabyte.
    private const int MaxProfileBytes = 4 << 20;

    // The gAMA value of sRGB and of nearly every picture without a colour space; browsers treat it as sRGB.
    private const uint DefaultGamma = 45_455;
    private const double GammaUnit = 100_000;
    private const double MinGamma = 0.1;
    private const double MaxGamma = 10;

    /// <summary>The colour space of a picture that was expanded to RGB.</summary>
    /// <param name="chunks">The chunks of <see cref="PngImage.Meaning"/>.</param>
    public static ColourMeaning Read(IReadOnlyList<(string Type, byte[] Data)> chunks)
    {
        if (Find(chunks, "cICP") is { } points && CodePoints.Read(points) is { } meaning)
            return meaning;
        // A grey profile says nothing about red, green and blue.
        if (Find(chunks, "iCCP") is { } chunk && IccProfile.FromPng(chunk, MaxProfileBytes, out _) is { } icc)
            return new ColourMeaning(IccTags.PixelSpace(icc) == "GRAY" ? null : icc, false);
        if (Find(chunks, "sRGB") is not null || Find(chunks, "gAMA") is not { } gamma)
            return ColourMeaning.Srgb;
        return FromGamma(gamma, Find(chunks, "cHRM"));
    }

    /// <summary>
    /// The colour chunks for a picture expanded to RGB: a grey profile is converted to an RGB one; a profile that does not fit or cannot be
    /// read is dropped.
    /// </summary>
    /// <param name="image">The picture as read.</param>
    /// <param name="isUnread">True when a profile is dropped.</param>
    public static IReadOnlyList<(string Type, byte[] Data)> Expand(PngImage image, out bool isUnread)
    {
        isUnread = false;
        if (Find(image.Meaning, "iCCP") is not { } chunk)
            return image.Meaning;
        var isGrey = image.Header.Colour is PngColour.Grey or PngColour.GreyAlpha;
        var profile = IccProfile.FromPng(chunk, MaxProfileBytes, out var isTooLarge);
        var space = profile is null ? null : IccTags.PixelSpace(profile);
        // Browsers ignore a grey profile of a colour picture, but ignore gamma and chromaticities with it.
        if (space == "RGB " || (space == "GRAY" && !isGrey))
            return image.Meaning;
        var converted = space == "GRAY" ? MatrixProfile.FromGrey(profile!) : null;
        isUnread = isTooLarge || (space == "GRAY" && converted is null);
        return
        [
            .. image
                .Meaning.Where(entry => entry.Type != "iCCP" || converted is not null)
                .Select(entry => entry.Type == "iCCP" ? ("iCCP", IccProfile.ToPng(converted!)) : entry),
        ];
    }

    /// <summary>The colour chunks that no profile can express: those of HDR.</summary>
    public static IReadOnlyList<(string Type, byte[] Data)> WithoutProfile(IReadOnlyList<(string Type, byte[] Data)> chunks) =>
        [.. chunks.Where(entry => entry.Type is "cICP" or "mDCV" or "cLLI")];

    private static ColourMeaning FromGamma(byte[] gamma, byte[]? chromaticities)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(gamma);
        if (chromaticities is null && value == DefaultGamma)
            return ColourMeaning.Srgb;
        var primaries = Primaries.Srgb;
        if (chromaticities is not null)
        {
            var v = new double[8];
            for (var i = 0; i < 8; i++)
                v[i] = BinaryPrimitives.ReadUInt32BigEndian(chromaticities.AsSpan(4 * i)) / GammaUnit;
            primaries = new Primaries(v[2], v[3], v[4], v[5], v[6], v[7], v[0], v[1]);
        }

        if (value / GammaUnit is < MinGamma or > MaxGamma)
            return ColourMeaning.Unread;
        // Browsers ignore collinear chromaticities, and then also gamma.
        return new ColourMeaning(MatrixProfile.Create(primaries, ToneCurve.Gamma(GammaUnit / value)), false);
    }

    private static byte[]? Find(IReadOnlyList<(string Type, byte[] Data)> chunks, string name)
    {
        foreach (var (type, data) in chunks)
            if (type == name)
                return data;
        return null;
    }
}
