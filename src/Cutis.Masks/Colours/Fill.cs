using System.Globalization;

namespace Cutis.Masks.Colours;

/// <summary>The paint of a mask: one colour, or colours that depend on the intensity of a heat map.</summary>
/// <remarks>The opacity at full intensity is <see cref="Alpha"/>; coverage and intensity are multiplied with it.</remarks>
public abstract record Fill
{
    private protected Fill() { }

    /// <summary>Opacity at full intensity, 0..1.</summary>
    public abstract double Alpha { get; init; }

    /// <summary>The colour at an intensity of 0..1.</summary>
    public abstract (byte R, byte G, byte B) At(double intensity);

    /// <summary>Makes a fill from a CSS colour; a missing alpha counts as <paramref name="unwrittenAlpha"/>.</summary>
    public static Fill Create(CssColour colour, double unwrittenAlpha = 1) =>
        new SolidFill(colour.R, colour.G, colour.B, colour.Alpha ?? unwrittenAlpha);

    /// <summary>Parses what <c>ToString</c> writes: a CSS colour or the name of a ramp.</summary>
    public static bool TryParse(string text, out Fill fill)
    {
        var isColour = CssColour.TryParse(text, out var colour);
        fill = isColour ? Create(colour) : ScaleFill.Parse(text) ?? (Fill)RampFill.Hydration;
        return isColour || fill is ScaleFill || text == RampFill.Hydration.ToString();
    }
}

/// <summary>One colour.</summary>
public sealed record SolidFill(byte R, byte G, byte B, double Alpha) : Fill
{
    /// <inheritdoc/>
    public override (byte R, byte G, byte B) At(double intensity) => (R, G, B);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rgba({R},{G},{B},{Alpha:0.######})");
}

/// <summary>Ten colours for ten bands of intensity, interpolated between the centres of the bands.</summary>
public sealed record RampFill : Fill
{
    private static readonly int[] Stops =
    [
        0xc5c5a0,
        0xc5c395,
        0xc6c082,
        0xc6ba64,
        0xc7b548,
        0xc8a74c,
        0xca8c52,
        0xcb7859,
        0xcd6d5d,
        0xce5663,
    ];

    private RampFill() { }

    /// <inheritdoc/>
    public override double Alpha { get; init; } = 1;

    /// <summary>The ramp for dehydration, from pale to red.</summary>
    public static RampFill Hydration { get; } = new();

    /// <inheritdoc/>
    public override (byte R, byte G, byte B) At(double intensity)
    {
        var place = Math.Clamp((intensity * Stops.Length) - 0.5, 0, Stops.Length - 1);
        var low = Math.Min((int)place, Stops.Length - 2);
        var share = place - low;

        byte Mix(int shift)
        {
            var from = (Stops[low] >> shift) & 255;
            var to = (Stops[low + 1] >> shift) & 255;
            return (byte)Math.Round(from + ((to - from) * share), MidpointRounding.AwayFromZero);
        }

        return (Mix(16), Mix(8), Mix(0));
    }

    /// <inheritdoc/>
    public override string ToString() => "hydration-ramp";
}

/// <summary>Removes colour: what it paints becomes greyscale.</summary>
public sealed record GreyFill : Fill
{
    private GreyFill() { }

    /// <summary>The only instance.</summary>
    public static GreyFill Full { get; } = new();

    /// <inheritdoc/>
    public override double Alpha { get; init; } = 1;

    /// <inheritdoc/>
    public override (byte R, byte G, byte B) At(double intensity) => (128, 128, 128);
}
