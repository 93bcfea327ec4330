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
        MaskLook.Write(json, "outline", Style.Outline);
        if (Style.Looks.IsEmpty)
            return;
        json.WriteStartArray("looks");
        foreach (var look in Style.Looks)
        {
            if (look is null)
                json.WriteNullValue();
            else
                look.Write(json);
        }

        json.WriteEndArray();
    }

    /// <exception cref="FormatException">A fill string is invalid.</exception>
    internal static RecipeMasks Read(JsonElement json)
    {
        var fills = json.GetProperty("fills").EnumerateArray().Select(text => ReadFill(text.GetString())).ToImmutableArray();
        var style = new MaskStyle(fills, json.GetProperty("line").GetDouble(), json.GetProperty("concentric").GetBoolean())
        {
            Outline = MaskLook.ReadOutline(json, "outline"),
            Looks = json.TryGetProperty("looks", out var looks) ? [.. looks.EnumerateArray().Select(ReadLook)] : [],
        };
        return new RecipeMasks(json.GetProperty("masks").GetString() ?? "", style);
    }

    private static MaskLook? ReadLook(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : MaskLook.Read(json);

    private static Fill ReadFill(string? text) => Fill.TryParse(text ?? "", out var fill) ? fill : throw new FormatException("Not a fill");
}
