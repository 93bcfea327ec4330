namespace Cutis.Imaging.Core;

/// <summary>The colour space of a photo.</summary>
/// <param name="Profile">Its ICC profile; null for sRGB, or where no profile describes the space.</param>
/// <param name="IsUnread">True when colours cannot be converted into the space, as with HDR; masks are drawn as if the photo were
/// sRGB.</param>
internal readonly record struct ColourMeaning(byte[]? Profile, bool IsUnread)
{
    public static ColourMeaning Srgb { get; } = new(null, false);

    public static ColourMeaning Unread { get; } = new(null, true);
}
