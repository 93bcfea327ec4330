using Cutis.Masks.Colours;

namespace Cutis.Imaging.Core;

/// <summary>A fill in the colour channels of a photo: value and alpha of each channel at 256 intensities.</summary>
internal sealed class Paint
{
    /// <param name="fill">The fill.</param>
    /// <param name="toChannels">Converts RGB (0..255) to the photo's channels (each 0..255).</param>
    /// <param name="middle">What is subtracted from every channel: 128 for samples that are centred on 0.</param>
    public Paint(Fill fill, Func<double, double, double, double[]> toChannels, float middle = 0)
    {
        Alpha = (float)fill.Alpha;
        IsGrey = fill is GreyFill;
        IsSolid = fill is SolidFill or GreyFill;
        var table = new float[3][];
        for (var i = 0; i < 3; i++)
            table[i] = new float[256];
        for (var step = 0; step < 256; step++)
        {
            var (r, g, b) = fill.At(step / 255.0);
            var channels = toChannels(r, g, b);
            // The chroma of pure red and blue exceeds the range of a byte by half a step.
            for (var i = 0; i < 3; i++)
                table[i][step] = (float)Math.Clamp(channels[i], 0, 255) - middle;
        }

        Channels = table;
    }

    public float Alpha { get; }

    /// <summary>True when the fill removes colour (greyscale spotlight) instead of adding one.</summary>
    public bool IsGrey { get; }

    /// <summary>True when the colour does not depend on the opacity.</summary>
    public bool IsSolid { get; }

    private float[][] Channels { get; }

    /// <summary>The alpha of one YCbCr channel: a fill that removes colour leaves luma unchanged.</summary>
    public float AlphaOf(int channel) => IsGrey && channel == 0 ? 0 : Alpha;

    /// <summary>The value of a channel at an opacity of 0..1, before <see cref="Alpha"/> is applied.</summary>
    public float At(int channel, float opacity) => Channels[channel][(int)((opacity * 255) + 0.5f)];

    /// <summary>The paint for a JPEG with a colour model, for samples centred on 0.</summary>
    public static Paint For(Fill fill, ColourModel model, ProfileColours? profile) =>
        new(fill, In(profile, model == ColourModel.Rgb ? Rgb : YCbCr), middle: 128);

    /// <summary>The paint for RGB pixels.</summary>
    public static Paint ForPixels(Fill fill, ProfileColours? profile) => new(fill, In(profile, Rgb));

    private static Func<double, double, double, double[]> In(ProfileColours? profile, Func<double, double, double, double[]> toChannels) =>
        profile is null ? toChannels : (r, g, b) => profile.FromSrgb(r, g, b) is var (x, y, z) ? toChannels(x, y, z) : [];

    /// <summary>RGB unchanged.</summary>
    public static double[] Rgb(double r, double g, double b) => [r, g, b];

    /// <summary>RGB to YCbCr (JFIF 1.02, page 3).</summary>
    public static double[] YCbCr(double r, double g, double b) => [YCbCr(0, r, g, b), YCbCr(1, r, g, b), YCbCr(2, r, g, b)];

    /// <summary>One YCbCr channel (0 to 2) of an RGB colour.</summary>
    public static double YCbCr(int channel, double r, double g, double b) =>
        channel switch
        {
            0 => (0.299 * r) + (0.587 * g) + (0.114 * b),
            1 => (-0.168735892 * r) - (0.331264108 * g) + (0.5 * b) + 128,
            _ => (0.5 * r) - (0.418687589 * g) - (0.081312411 * b) + 128,
        };
}
