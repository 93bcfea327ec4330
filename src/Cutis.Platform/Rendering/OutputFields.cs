using Cutis.Masks.Scenes;

namespace Cutis.Platform.Rendering;

/// <summary>Options of an entry's picture beyond the contract.</summary>
/// <param name="Output">The options; a crop to masks is not resolved and a legend has no text yet.</param>
/// <param name="CropTo">What to crop to, if that depends on the image.</param>
/// <param name="Legend">Whether a legend is requested.</param>
/// <param name="Outline">A line around the masks, or null.</param>
internal sealed record OutputFields(OutputOptions Output, CropTarget CropTo, bool Legend, Outline? Outline)
{
    /// <summary>No options.</summary>
    public static OutputFields None { get; } = new(OutputOptions.Default, CropTarget.None, false, null);

    /// <summary>Whether both request the same picture; outlines belong to masks, not to the picture.</summary>
    public bool IsSamePicture(OutputFields other) => (Output, CropTo, Legend) == (other.Output, other.CropTo, other.Legend);
}

/// <summary>What a picture is cropped to, if that depends on the image.</summary>
internal enum CropTarget
{
    /// <summary>Nothing, or a box given in the request.</summary>
    None,

    /// <summary>The masks that are drawn.</summary>
    Mask,

    /// <summary>The face.</summary>
    Face,
}
