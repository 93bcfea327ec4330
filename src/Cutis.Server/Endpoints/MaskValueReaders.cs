using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using Cutis.Platform.Rendering;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>The part of the photo that a picture shows: a target that depends on the image, or a box.</summary>
internal sealed record Crop(CropTarget Target, CropBox? Box);

/// <summary>Reads <c>crop</c>: <c>mask</c>, <c>face</c>, or a box in fractions of the photo.</summary>
internal sealed class CropReader : IValueReader
{
    private static readonly NumberRange Fraction = new(0, 1);

    public static object? Read(Field field)
    {
        if (field.Value.ValueKind == JsonValueKind.String)
            return field.ReadChoice("mask", "face") is { } target
                ? new Crop(target == "mask" ? CropTarget.Mask : CropTarget.Face, null)
                : null;
        if (field.Entries is not [var x, var y, var w, var h])
        {
            field.Complain("Input should be a list of 4 numbers", "list_type");
            return null;
        }

        var box = new CropBox(Side(x), Side(y), Side(w), Side(h));
        if (box.Width > 0 && box.Height > 0 && box.X + box.Width <= 1 + 1e-9 && box.Y + box.Height <= 1 + 1e-9)
            return new Crop(CropTarget.None, box);
        field.Complain("Input should be 'mask', 'face' or [x, y, w, h] within 0 and 1, with w and h above 0", "value_error");
        return null;

        static double Side(Field side) =>
            side.ReadNumber(Fraction) ?? (side.Value.ValueKind == JsonValueKind.Number ? side.Value.GetDouble() : 0);
    }
}

/// <summary>Reads <c>fill_override</c>: three or four numbers, or a list of CSS colours.</summary>
internal sealed class FillReader : IValueReader
{
    private const int MaxColours = 100;
    private static readonly NumberRange Channel = new(0, 255);
    private static readonly NumberRange Alpha = new(0, 1);

    public static object? Read(Field field)
    {
        var items = field.ReadList(0, MaxColours);
        if (items.Count == 0)
            return null;
        return items[0].Value.ValueKind == JsonValueKind.String ? ReadColours(items) : ReadNumbers(field, items);
    }

    private static FillOverride ReadColours(IReadOnlyList<Field> items)
    {
        var colours = ImmutableArray.CreateBuilder<CssColour>(items.Count);
        foreach (var item in items)
        {
            var colour = default(CssColour);
            if (item.ReadString() is { } text && !CssColour.TryParse(text, out colour))
                item.Complain("Input should be a CSS colour", "color_error");
            colours.Add(colour);
        }

        return new FillOverride(colours.DrainToImmutable());
    }

    // Three numbers from 0 to 255 and, optionally, an alpha from 0 to 1.
    private static FillOverride? ReadNumbers(Field field, IReadOnlyList<Field> items)
    {
        if (items.Count is not (3 or 4))
        {
            field.Complain($"Input should be 3 or 4 numbers, or a list of CSS colours, not {items.Count} entries", "color_error");
            return null;
        }

        var (red, green, blue) = (ReadByte(items[0]), ReadByte(items[1]), ReadByte(items[2]));
        return new FillOverride([new CssColour(red, green, blue, items.Count == 4 ? items[3].ReadNumber(Alpha) : null)]);
    }

    private static byte ReadByte(Field field) => (byte)Math.Round(field.ReadNumber(Channel) ?? 0, MidpointRounding.AwayFromZero);
}

/// <summary>Reads a CSS colour and keeps its text.</summary>
internal sealed class ColourReader : IValueReader
{
    /// <summary>Characters of a colour.</summary>
    public const int MaxLength = 64;

    public static object? Read(Field field)
    {
        if (field.ReadString(1, MaxLength) is not { } text)
            return null;
        if (CssColour.TryParse(text, out _))
            return text;
        field.Complain("Input should be a CSS colour", "color_error");
        return null;
    }
}
