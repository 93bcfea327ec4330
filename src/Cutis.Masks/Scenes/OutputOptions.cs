using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Scenes;

/// <summary>The file formats that a picture can be asked for in.</summary>
public enum PictureFormat
{
    /// <summary>That of the photo.</summary>
    Photo,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, where its library is on the machine.</summary>
    WebP,

    /// <summary>SVG.</summary>
    Svg,
}

/// <summary>What happens to the photo outside of the masks.</summary>
public enum Spotlight
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is darkened.</summary>
    Dim,

    /// <summary>It loses its colours.</summary>
    Grey,
}

/// <summary>A line around what a mask fills.</summary>
/// <param name="Colour">Its colour; an alpha that was not written counts as 1.</param>
/// <param name="Width">Fraction of the picture's longer side; never drawn thinner than 1 px.</param>
public sealed record Outline(SolidFill Colour, double Width);

/// <summary>A part of a picture, in fractions of its sides: 0 ≤ x, y; w, h above 0; x + w ≤ 1; y + h ≤ 1.</summary>
public readonly record struct CropBox(double X, double Y, double Width, double Height);

/// <summary>What a legend says.</summary>
/// <param name="Name">What is drawn.</param>
/// <param name="Value">Its metric, or an empty text.</param>
public sealed record Legend(string Name, string Value);

/// <summary>How a picture is put out, after all defaults.</summary>
public sealed record OutputOptions
{
    /// <summary>The picture as the photo is.</summary>
    public static OutputOptions Default { get; } = new();

    /// <summary>The marks alone on transparent ground.</summary>
    public bool Overlay { get; init; }

    /// <summary>The file format.</summary>
    public PictureFormat Format { get; init; }

    /// <summary>Quality of a JPEG or WebP, 1..100; null keeps that of the photo.</summary>
    public int? Quality { get; init; }

    /// <summary>Longest side in pixels; a larger picture is scaled down.</summary>
    public int? MaxSide { get; init; }

    /// <summary>The part that is shown; null for all.</summary>
    public CropBox? Crop { get; init; }

    /// <summary>What happens outside of the masks.</summary>
    public Spotlight Spotlight { get; init; }

    /// <summary>What a legend in the corner says; null for none.</summary>
    public Legend? Legend { get; init; }

    /// <summary>Of an SVG: whether it holds the photo.</summary>
    public bool MaskOverImage { get; init; }

    /// <summary>True when the photo itself is put out otherwise than it is.</summary>
    public bool ChangesPhoto =>
        Format is PictureFormat.Jpeg or PictureFormat.Png or PictureFormat.WebP
        || Quality is not null
        || MaxSide is not null
        || Crop is not null;

    /// <summary>The photo's part of the options: equal texts give equal photos to draw on.</summary>
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

        if (MaskOverImage)
            json.WriteBoolean("over_image", true);
    }

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
            MaskOverImage = Of("over_image")?.GetBoolean() ?? false,
        };
    }
}
