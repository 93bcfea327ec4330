using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Scenes;

/// <summary>A mask set in a recipe.</summary>
/// <param name="Digest">SHA-256 of the stored mask set, lower-case hexadecimal.</param>
/// <param name="Style">The style with all defaults applied.</param>
public sealed record RecipeMasks(string Digest, MaskStyle Style)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("masks", Digest);
        json.WriteNumber("line", Style.LineThickness);
        json.WriteBoolean("concentric", Style.ConcentricLines);
        json.WriteStartArray("fills");
        foreach (var fill in Style.Fills)
            json.WriteStringValue(fill.ToString());
        json.WriteEndArray();
        if (Style.Outline is not { } outline)
            return;
        json.WriteStartArray("outline");
        json.WriteStringValue(outline.Colour.ToString());
        json.WriteNumberValue(outline.Width);
        json.WriteEndArray();
    }

    /// <exception cref="FormatException">A fill string is invalid.</exception>
    internal static RecipeMasks Read(JsonElement json)
    {
        var fills = json.GetProperty("fills").EnumerateArray().Select(text => ReadFill(text.GetString())).ToImmutableArray();
        var style = new MaskStyle(fills, json.GetProperty("line").GetDouble(), json.GetProperty("concentric").GetBoolean());
        if (json.TryGetProperty("outline", out var outline))
            style = style with
            {
                Outline = new Outline(
                    ReadFill(outline[0].GetString()) as SolidFill ?? throw new FormatException("Not a colour"),
                    outline[1].GetDouble()
                ),
            };
        return new RecipeMasks(json.GetProperty("masks").GetString() ?? "", style);
    }

    private static Fill ReadFill(string? text) => Fill.TryParse(text ?? "", out var fill) ? fill : throw new FormatException("Not a fill");
}
