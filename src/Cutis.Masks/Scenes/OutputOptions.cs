using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Scenes;

/// <summary>File formats of pictures.</summary>
public enum PictureFormat
{
    /// <summary>The format of the photo.</summary>
    Photo,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, if libwebp is installed on this machine.</summary>
    WebP,

    /// <summary>SVG.</summary>
    Svg,
}

/// <summary>The effect on the photo outside the masks.</summary>
public enum Spotlight
{
    /// <summary>No effect.</summary>
    None,

    /// <summary>Darkened.</summary>
    Dim,

    /// <summary>Converted to greyscale.</summary>
    Grey,
}

/// <summary>A line around filled shapes of a mask.</summary>
/// <param name="Colour">Its colour; a missing alpha counts as 1.</param>
/// <param name="Width">Fraction of the picture's longer side; at least 1 px is drawn.</param>
public sealed record Outline(SolidFill Colour, double Width);

/// <summary>A part of a picture as fractions of its sides: 0 ≤ x, y; w, h above 0; x + w ≤ 1; y + h ≤ 1.</summary>
public readonly record struct CropBox(double X, double Y, double Width, double Height);

/// <summary>The contents of a legend.</summary>
/// <param name="Name">The name of what is drawn.</param>
/// <param name="Value">Its metric, or an empty text.</param>
public sealed record Legend(string Name, string Value);

/// <summary>A row of a legend.</summary>
/// <param name="Mask">The mask whose swatch it shows, counted over all mask sets of the picture; null for a row of words alone.</param>
/// <param name="Name">What it is, in words.</param>
/// <param name="Value">Its metric, or an empty text.</param>
public sealed record LegendRow(int? Mask, string Name, string Value);

/// <summary>Output options of a picture, with all defaults applied.</summary>
public sealed record OutputOptions
{
    /// <summary>The picture in the form of the photo.</summary>
    public static OutputOptions Default { get; } = new();

    /// <summary>Whether only the masks are drawn, on a transparent background.</summary>
    public bool Overlay { get; init; }

    /// <summary>Whether nothing of the photo is in the picture.</summary>
    public bool IsWithoutPhoto => Overlay || (Format == PictureFormat.Svg && !MaskOverImage);

    /// <summary>The file format.</summary>
    public PictureFormat Format { get; init; }

    /// <summary>Quality of a JPEG or WebP, 1..100; null keeps that of the photo.</summary>
    public int? Quality { get; init; }

    /// <summary>Maximum width and height in pixels; a larger picture is scaled down.</summary>
    public int? MaxSide { get; init; }

    /// <summary>The part that is shown; null for the whole picture.</summary>
    public CropBox? Crop { get; init; }

    /// <summary>The effect outside the masks.</summary>
    public Spotlight Spotlight { get; init; }

    /// <summary>The contents of a legend of a single name; null for none. Recipes of older versions have it.</summary>
    public Legend? Legend { get; init; }

    /// <summary>The rows of a legend in the corner; empty for none.</summary>
    public ImmutableArray<LegendRow> LegendRows { get; init; } = [];

    /// <summary>Whether an SVG contains the photo.</summary>
    public bool MaskOverImage { get; init; }

    /// <summary>True when the photo itself changes.</summary>
    public bool ChangesPhoto =>
        Format is PictureFormat.Jpeg or PictureFormat.Png or PictureFormat.WebP
        || Quality is not null
        || MaxSide is not null
        || Crop is not null;

    /// <summary>A key of the options that affect the photo: equal keys mean equal photos to draw on.</summary>
    public string PhotoKey => string.Create(CultureInfo.InvariantCulture, $"{Format} {Quality} {MaxSide} {Crop}");

    internal void Write(Utf8JsonWriter json)
    {
        if (Overlay)
            json.WriteBoolean("overlay", true);
        if (Format != PictureFormat.Photo)
            json.WriteString("format", Format.RecipeName());
        if (Quality is { } quality)
            json.WriteNumber("quality", quality);
        if (MaxSide is { } side)
            json.WriteNumber("max_side", side);
        if (Crop is { } crop)
        {
            json.WriteStartArray("crop");
            foreach (var number in (ReadOnlySpan<double>)[crop.X, crop.Y, crop.Width, crop.Height])
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }

        if (Spotlight != Spotlight.None)
            json.WriteString("spotlight", Spotlight.RecipeName());
        if (Legend is { } legend)
        {
            json.WriteStartArray("legend");
            json.WriteStringValue(legend.Name);
            json.WriteStringValue(legend.Value);
            json.WriteEndArray();
        }

        if (!LegendRows.IsEmpty)
            WriteRows(json);
        if (MaskOverImage)
            json.WriteBoolean("over_image", true);
    }

    private void WriteRows(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        foreach (var row in LegendRows)
        {
            json.WriteStartArray();
            if (row.Mask is { } mask)
                json.WriteNumberValue(mask);
            else
                json.WriteNullValue();
            json.WriteStringValue(row.Name);
            json.WriteStringValue(row.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static LegendRow ReadRow(JsonElement row) =>
        new(row[0].ValueKind == JsonValueKind.Null ? null : row[0].GetInt32(), row[1].GetString()!, row[2].GetString()!);

    internal static OutputOptions Read(JsonElement json)
    {
        JsonElement? Of(string key) => json.TryGetProperty(key, out var found) ? found : null;
        var crop = Of("crop")?.EnumerateArray().Select(number => number.GetDouble()).ToArray();
        var legend = Of("legend")?.EnumerateArray().Select(text => text.GetString()!).ToArray();
        return new OutputOptions
        {
            Overlay = Of("overlay")?.GetBoolean() ?? false,
            Format = Of("format")?.GetString() is { } format ? RecipeNames.ParseFormat(format) : PictureFormat.Photo,
            Quality = Of("quality")?.GetInt32(),
            MaxSide = Of("max_side")?.GetInt32(),
            Crop = crop is [var x, var y, var w, var h] ? new CropBox(x, y, w, h) : null,
            Spotlight = Of("spotlight")?.GetString() is { } spotlight ? RecipeNames.ParseSpotlight(spotlight) : Spotlight.None,
            Legend = legend is [var name, var value] ? new Legend(name, value) : null,
            LegendRows = Of("rows") is { } rows ? [.. rows.EnumerateArray().Select(ReadRow)] : [],
            MaskOverImage = Of("over_image")?.GetBoolean() ?? false,
        };
    }
}
