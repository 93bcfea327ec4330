using System.Globalization;

namespace Cutis.Masks.Colours;

/// <summary>A CSS colour: sRGB bytes, and an alpha if the text gave one.</summary>
/// <param name="R">Red, 0..255.</param>
/// <param name="G">Green, 0..255.</param>
/// <param name="B">Blue, 0..255.</param>
/// <param name="Alpha">0..1 when the text gave an alpha; null when it did not (<c>#ff007a</c>, <c>rgb(…)</c>, a name).</param>
/// <remarks>Source: CSS Color Module Level 4: hexadecimal, named, <c>rgb()</c>, <c>rgba()</c>, <c>hsl()</c>, <c>hsla()</c>.</remarks>
public readonly record struct CssColour(byte R, byte G, byte B, double? Alpha)
{
    /// <summary>Parses a CSS colour.</summary>
    public static bool TryParse(string text, out CssColour colour)
    {
        text = text.Trim();
        if (text.StartsWith('#'))
            return TryHex(text.AsSpan(1), out colour);
        if (text.EndsWith(')'))
            return CssColourFunctions.TryParse(text, out colour);
        if (text.Equals("transparent", StringComparison.OrdinalIgnoreCase))
        {
            colour = new CssColour(0, 0, 0, 0);
            return true;
        }

        var found = CssColourNames.TryFind(text, out var rgb);
        colour = found ? new CssColour((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb, null) : default;
        return found;
    }

    /// <summary>The colour as <c>rgba(r,g,b,a)</c>; a missing alpha is written as 1.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rgba({R},{G},{B},{Alpha ?? 1:0.####})");

    private static bool TryHex(ReadOnlySpan<char> digits, out CssColour colour)
    {
        colour = default;
        if (digits.Length is not (3 or 4 or 6 or 8))
            return false;
        if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            return false;
        var wide = digits.Length > 4;
        Span<byte> channel = stackalloc byte[4];
        var count = wide ? digits.Length / 2 : digits.Length;
        for (var i = 0; i < count; i++)
        {
            var part = wide ? digits.Slice(2 * i, 2) : digits.Slice(i, 1);
            var value = byte.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            channel[i] = wide ? value : (byte)(value * 17);
        }

        colour = new CssColour(channel[0], channel[1], channel[2], count == 4 ? channel[3] / 255.0 : null);
        return true;
    }
}
