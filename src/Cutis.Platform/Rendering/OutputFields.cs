using Cutis.Masks.Scenes;

namespace Cutis.Platform.Rendering;

/// <summary>What an entry asks of its picture beyond the contract.</summary>
/// <param name="Output">The options; a crop to masks is not known yet, and a legend has no text yet.</param>
/// <param name="CropTo">What to crop to, when it depends on the image.</param>
/// <param name="Legend">Whether a legend is asked for.</param>
/// <param name="Outline">A line around the masks, or null.</param>
internal sealed record OutputFields(OutputOptions Output, CropTarget CropTo, bool Legend, Outline? Outline)
{
    /// <summary>Nothing asked.</summary>
    public static OutputFields None { get; } = new(OutputOptions.Default, CropTarget.None, false, null);

    /// <summary>Whether both ask for the same picture; outlines belong to masks.</summary>
    public bool IsSamePicture(OutputFields other) => (Output, CropTo, Legend) == (other.Output, other.CropTo, other.Legend);
}

/// <summary>What a picture is cropped to, when that depends on the image.</summary>
internal enum CropTarget
{
    /// <summary>Nothing, or a box that the request gives.</summary>
    None,

    /// <summary>The masks that are drawn.</summary>
    Mask,

    /// <summary>The face.</summary>
    Face,
}
