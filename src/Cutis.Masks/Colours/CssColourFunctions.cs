using System.Globalization;

namespace Cutis.Masks.Colours;

/// <summary>
/// Parses <c>rgb()</c>, <c>rgba()</c>, <c>hsl()</c> and <c>hsla()</c>, separated by commas or by blanks and a slash (CSS Color 4, 4.1 and
/// 7).
/// </summary>
internal static class CssColourFunctions
{
    internal static bool TryParse(string text, out CssColour colour)
    {
        colour = default;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
            return false;
        var name = text[..open].ToLowerInvariant();
        if (name is not ("rgb" or "rgba" or "hsl" or "hsla"))
            return false;
        if (!TrySplit(text[(open + 1)..^1], out var parts))
            return false;

        double? alpha = null;
        if (parts.Length == 4)
        {
            if (!TryAmount(parts[3], 1, out var a))
                return false;
            alpha = Math.Clamp(a, 0, 1);
        }

        return name[0] == 'r' ? TryRgb(parts, alpha, out colour) : TryHsl(parts, alpha, out colour);
    }

    // Either "a, b, c[, d]" or "a b c[ / d]"; CSS does not allow a mixture.
    private static bool TrySplit(string inside, out string[] parts)
    {
        if (inside.Contains(',', StringComparison.Ordinal))
        {
            parts = inside.Split(',', StringSplitOptions.TrimEntries);
        }
        else
        {
            var halves = inside.Split('/', StringSplitOptions.TrimEntries);
            var first = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            parts = halves.Length == 2 ? [.. first, halves[1]] : first;
            if (halves.Length > 2 || first.Length != 3)
                return false;
        }

        return parts.Length is 3 or 4;
    }

    private static bool TryRgb(string[] parts, double? alpha, out CssColour colour)
    {
        colour = default;
        Span<byte> rgb = stackalloc byte[3];
        for (var i = 0; i < 3; i++)
        {
            if (!TryAmount(parts[i], 255, out var value))
                return false;
            rgb[i] = ToByte(value);
        }

        colour = new CssColour(rgb[0], rgb[1], rgb[2], alpha);
        return true;
    }

    private static bool TryHsl(string[] parts, double? alpha, out CssColour colour)
    {
        colour = default;
        var degrees = parts[0].EndsWith("deg", StringComparison.OrdinalIgnoreCase) ? parts[0][..^3] : parts[0];
        if (!TryNumber(degrees, out var hue))
            return false;
        if (!parts[1].EndsWith('%') || !TryAmount(parts[1], 1, out var s))
            return false;
        if (!parts[2].EndsWith('%') || !TryAmount(parts[2], 1, out var l))
            return false;
        hue = ((hue % 360) + 360) % 360;
        s = Math.Clamp(s, 0, 1);
        l = Math.Clamp(l, 0, 1);

        double Channel(double n)
        {
            var k = (n + (hue / 30)) % 12;
            return l - (s * Math.Min(l, 1 - l) * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)));
        }

        colour = new CssColour(ToByte(Channel(0) * 255), ToByte(Channel(8) * 255), ToByte(Channel(4) * 255), alpha);
        return true;
    }

    // A number, or a percentage of `whole`.
    private static bool TryAmount(string text, double whole, out double value)
    {
        if (!text.EndsWith('%'))
            return TryNumber(text, out value);
        if (!TryNumber(text[..^1], out value))
            return false;
        value = value / 100 * whole;
        return true;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out value
        ) && double.IsFinite(value);

    private static byte ToByte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255), MidpointRounding.AwayFromZero);
}
