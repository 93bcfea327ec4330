using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Rendering;
using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary>Reads the body of a masks request, with every mistake in it.</summary>
internal static class MaskRequestReader
{
    /// <summary>Reads a body of v4, or of v5 for SVG.</summary>
    public static MaskRequest Read(Field body, bool isSvg)
    {
        string[] keys = isSvg
            ? ["image_id", "image_type", "masks", "combine", "mask_over_image"]
            : ["image_id", "image_type", "masks", "combine"];
        if (!body.IsObjectOf(keys))
            return new MaskRequest(default, default, [], false);
        var maskOverImage = isSvg && body.Optional("mask_over_image").Flag(false);
        var image = body.Required("image_id").Uuid();
        var frame = body.Optional("image_type")
            .Choice(Frame.Original, (Frame.Original.ImageType(), Frame.Original), (Frame.Restored.ImageType(), Frame.Restored));
        var fields = body.Required("masks").Items(MaskRequest.MaxMasks);
        var request = new MaskRequest(
            image,
            frame,
            [.. fields.Select(field => MaskOptionsReader.Read(field, isSvg, maskOverImage))],
            body.Optional("combine").Flag(false)
        );
        if (!request.Combine)
            return request;
        if (fields.Count > MaskRequest.MaxCombined)
            body.Optional("masks").Complain($"At most {MaskRequest.MaxCombined} masks can be combined, not {fields.Count}", "too_long");
        for (var i = 1; i < fields.Count; i++)
        {
            if (!request.Masks[i].Picture.IsSamePicture(request.Masks[0].Picture))
                fields[i]
                    .Complain("Combined masks are on one picture; its options must be the same as those of the first entry", "value_error");
        }

        return request;
    }
}

/// <summary>Reads an entry of <c>masks</c>.</summary>
internal static class MaskOptionsReader
{
    /// <summary>Characters of the name of an algorithm.</summary>
    public const int MaxNameLength = 128;

    private const int MaxColours = 100;

    private static readonly string[] Keys =
    [
        "algorithm_tech_name",
        "fill_override",
        "polyline_line_thickness",
        "main_metric",
        "sub_metrics",
        "concentric_lines",
        .. OutputFieldsReader.Keys,
    ];

    public static MaskOptions Read(Field entry, bool isSvg, bool maskOverImage)
    {
        if (!entry.IsObjectOf(Keys))
            return new MaskOptions("", null, FillOverride.None, 0, false, false, false, OutputFields.None);
        var name = entry.Required("algorithm_tech_name").Text(MaxNameLength);
        return new MaskOptions(
            name,
            AlgorithmName.TryParse(name, out var algorithm) ? algorithm : null,
            ReadFill(entry.Optional("fill_override")),
            entry.Optional("polyline_line_thickness").Number(MaskStyle.DefaultLineThickness, 0, MaskStyle.MaxLineThickness),
            entry.Optional("main_metric").Flag(true),
            entry.Optional("sub_metrics").Flag(true),
            entry.Optional("concentric_lines").Flag(false),
            OutputFieldsReader.Read(entry, isSvg, maskOverImage)
        );
    }

    private static FillOverride ReadFill(Field field)
    {
        if (field.IsAbsent)
            return FillOverride.None;
        var items = field.Items(MaxColours);
        if (items.Count == 0)
            return FillOverride.None;
        return items[0].Value.ValueKind == JsonValueKind.String ? ReadColours(items) : ReadNumbers(field, items);
    }

    private static FillOverride ReadColours(IReadOnlyList<Field> items)
    {
        var colours = ImmutableArray.CreateBuilder<CssColour>(items.Count);
        foreach (var item in items)
        {
            var colour = default(CssColour);
            if (item.Value.ValueKind != JsonValueKind.String)
                item.Complain("Input should be a valid string", "string_type");
            else if (!CssColour.TryParse(item.Value.GetString()!, out colour))
                item.Complain("Input should be a CSS colour", "color_error");
            colours.Add(colour);
        }

        return new FillOverride(colours.DrainToImmutable());
    }

    // Three numbers 0..255 and, if there is a fourth, an alpha 0..1.
    private static FillOverride ReadNumbers(Field field, IReadOnlyList<Field> items)
    {
        if (items.Count is not (3 or 4))
        {
            field.Complain($"Input should be 3 or 4 numbers, or a list of CSS colours, not {items.Count} entries", "color_error");
            return FillOverride.None;
        }

        Span<double> numbers = stackalloc double[4];
        for (var i = 0; i < items.Count; i++)
        {
            var most = i < 3 ? 255 : 1;
            var value = items[i].Value;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out numbers[i]))
                items[i].Complain("Input should be a valid number", "float_type");
            else if (numbers[i] < 0)
                items[i].Complain("Input should be greater than or equal to 0", "greater_than_equal");
            else if (numbers[i] > most)
                items[i].Complain($"Input should be less than or equal to {most}", "less_than_equal");
        }

        return new FillOverride([
            new CssColour(
                ToByte(numbers[0]),
                ToByte(numbers[1]),
                ToByte(numbers[2]),
                items.Count == 4 ? Math.Clamp(numbers[3], 0, 1) : null
            ),
        ]);
    }

    private static byte ToByte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 255), MidpointRounding.AwayFromZero);
}
