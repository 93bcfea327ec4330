namespace Cutis.Imaging.Core;

/// <summary>What the colours of a photo mean.</summary>
/// <param name="Profile">Their profile; null for sRGB, or where none can say it.</param>
/// <param name="IsUnread">True when marks cannot be brought into them, as with HDR; they are drawn as if the photo were sRGB.</param>
internal readonly record struct ColourMeaning(byte[]? Profile, bool IsUnread)
{
    public static ColourMeaning Srgb { get; } = new(null, false);

    public static ColourMeaning Unread { get; } = new(null, true);
}
