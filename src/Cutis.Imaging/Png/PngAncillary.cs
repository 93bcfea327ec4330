using System.Buffers.Binary;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Png;

/// <summary>
/// Reads the PNG chunks that say how pixels are to be interpreted. Each counts only where browsers respect it: what they ignore in the
/// upload must not take effect in the picture.
/// </summary>
/// <remarks>
/// All of them precede the pixels (W3C PNG, third edition, 5.6). Of several chunks of one type the first well-formed one counts; the first
/// profile and the first Exif block count even if malformed, as in Chromium. Nothing here refuses a photo.
/// </remarks>
internal sealed class PngAncillary(PngHeader header)
{
    private const int MaxRenderingIntent = 3;
    private readonly List<(string Type, byte[] Data)> _meaning = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The chunks about colours and pixel sizes in file order.</summary>
    public IReadOnlyList<(string Type, byte[] Data)> Meaning => _meaning;

    /// <summary>The tRNS chunk, cut to the meaningful length; empty when there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    public Orientation Orientation { get; private set; } = Orientation.Upright;

    /// <summary>Reads a chunk that precedes the pixels.</summary>
    /// <param name="type">The chunk's type.</param>
    /// <param name="chunk">The chunk's data.</param>
    /// <param name="afterPalette">Whether a palette precedes it.</param>
    public void Read(string type, ReadOnlySpan<byte> chunk, bool afterPalette)
    {
        switch (type)
        {
            case "tRNS":
                if (Transparency.Length == 0)
                    Transparency = ReadTransparency(chunk, afterPalette);
                break;
            case "eXIf":
                if (_seen.Add(type))
                    Orientation = Orientation.FromTiff(chunk);
                break;
            default:
                if (IsMeant(type, chunk, afterPalette) && _seen.Add(type))
                    _meaning.Add((type, chunk.ToArray()));
                break;
        }
    }

    private byte[] ReadTransparency(ReadOnlySpan<byte> chunk, bool afterPalette) =>
        header.Colour switch
        {
            PngColour.Grey when chunk.Length >= 2 => chunk[..2].ToArray(),
            PngColour.Rgb when chunk.Length >= 6 => chunk[..6].ToArray(),
            PngColour.Palette when afterPalette && chunk.Length <= 256 => chunk.ToArray(),
            _ => [],
        };

    // Profile, gamma and chromaticities also count after a palette, as in Chromium; the chunks of the third edition do not.
    private static bool IsMeant(string type, ReadOnlySpan<byte> chunk, bool afterPalette) =>
        type switch
        {
            "iCCP" => true,
            "sRGB" => chunk.Length == 1 && chunk[0] <= MaxRenderingIntent,
            "gAMA" => chunk.Length == 4 && BinaryPrimitives.ReadUInt32BigEndian(chunk) > 0,
            "cHRM" => chunk.Length == 32,
            "pHYs" => chunk.Length == 9,
            // A PNG contains full-range RGB only (11.3.2.6); Chromium shows nothing for another matrix.
            "cICP" => !afterPalette && chunk.Length == 4 && chunk[2] == 0 && chunk[3] <= 1,
            "mDCV" => !afterPalette && chunk.Length == 24,
            "cLLI" => !afterPalette && chunk.Length == 8,
            _ => false,
        };
}
