using System.Text.Json;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using Cutis.Platform.Rendering;
using Cutis.Server.Http;

namespace Cutis.Server.Endpoints;

/// <summary>Reads what an entry asks of its picture beyond the contract.</summary>
internal static class OutputFieldsReader
{
    /// <summary>The keys of an entry that are read here.</summary>
    public static readonly string[] Keys = ["layer", "format", "quality", "max_side", "crop", "legend", "outline", "spotlight"];

    /// <summary>The smallest and the largest <c>max_side</c>.</summary>
    public const int MinSide = 16;

    /// <summary>The largest <c>max_side</c>.</summary>
    public const int MaxSide = 65_535;

    /// <summary>The thickest outline, as a fraction of the longer side.</summary>
    public const double MaxOutline = 0.05;

    /// <summary>Characters of a colour.</summary>
    public const int MaxColourLength = 64;

    /// <summary>Reads the keys of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isSvg">Whether an SVG is asked for, which has no format of its own.</param>
    /// <param name="maskOverImage">Whether that holds the photo.</param>
    public static OutputFields Read(Field entry, bool isSvg, bool maskOverImage)
    {
        var format = entry.Optional("format");
        var output = new OutputOptions
        {
            Overlay = entry.Optional("layer").Choice(isSvg && !maskOverImage, ("composite", false), ("overlay", true)),
            Format = isSvg
                ? PictureFormat.Svg
                : format.Choice(
                    PictureFormat.Photo,
                    ("jpeg", PictureFormat.Jpeg),
                    ("png", PictureFormat.Png),
                    ("webp", PictureFormat.WebP)
                ),
            Quality = entry.Optional("quality").Whole(1, 100),
            MaxSide = entry.Optional("max_side").Whole(MinSide, MaxSide),
            Spotlight = entry.Optional("spotlight").Choice(Spotlight.None, ("dim", Spotlight.Dim), ("grey", Spotlight.Grey)),
            MaskOverImage = maskOverImage,
        };
        var (target, box) = ReadCrop(entry.Optional("crop"));
        Check(entry, output, isSvg);
        return new OutputFields(
            output with
            {
                Crop = box,
            },
            target,
            entry.Optional("legend").Flag(false),
            ReadOutline(entry.Optional("outline"))
        );
    }

    // Options that contradict one another.
    private static void Check(Field entry, OutputOptions output, bool isSvg)
    {
        if (isSvg && !entry.Optional("format").IsAbsent)
            entry.Optional("format").Complain("An SVG has no other format", "value_error");
        if (isSvg && !entry.Optional("layer").IsAbsent)
            entry.Optional("layer").Complain("Of an SVG, mask_over_image says whether it holds the photo", "value_error");
        if (isSvg && output.Quality is not null && !output.MaskOverImage)
            entry.Optional("quality").Complain("Without mask_over_image an SVG holds no photo, so it has no quality", "value_error");
        if (output.Format == PictureFormat.WebP && !WebP.IsAvailable)
            entry
                .Optional("format")
                .Complain("WebP needs libwebp, which this server does not have; use 'jpeg' or 'png'", "format_unavailable");
        if (output.Format == PictureFormat.Png && output.Quality is not null)
            entry.Optional("quality").Complain("A PNG has no quality", "value_error");
        if (output is { Overlay: true, Format: PictureFormat.Jpeg })
            entry.Optional("format").Complain("An overlay is transparent, which a JPEG cannot be; use 'png' or 'webp'", "value_error");
        if (output is { Overlay: true, Format: PictureFormat.Photo, Quality: not null })
            entry.Optional("quality").Complain("An overlay is a PNG, which has no quality", "value_error");
        if (output is { Overlay: true, Spotlight: Spotlight.Grey })
            entry.Optional("spotlight").Complain("Without the photo nothing can lose its colours; use 'dim'", "value_error");
    }

    private static (CropTarget Target, CropBox? Box) ReadCrop(Field field)
    {
        if (field.IsAbsent)
            return (CropTarget.None, null);
        if (field.Value.ValueKind == JsonValueKind.String)
            return (field.Choice(CropTarget.None, ("mask", CropTarget.Mask), ("face", CropTarget.Face)), null);
        var numbers = field.Numbers(4, 0, 1);
        if (numbers is not [var x, var y, var w, var h])
            return (CropTarget.None, null);
        if (w > 0 && h > 0 && x + w <= 1 + 1e-9 && y + h <= 1 + 1e-9)
            return (CropTarget.None, new CropBox(x, y, w, h));
        field.Complain("Input should be 'mask', 'face' or [x, y, w, h] within 0 and 1, with w and h above 0", "value_error");
        return (CropTarget.None, null);
    }

    private static Outline? ReadOutline(Field field)
    {
        if (field.IsAbsent)
            return null;
        if (!field.IsObjectOf("color", "width"))
            return null;
        var text = field.Required("color").Text(MaxColourLength);
        var width = field.Optional("width").Number(MaskStyle.DefaultLineThickness, 0, MaxOutline);
        if (text.Length == 0)
            return null;
        if (CssColour.TryParse(text, out var colour))
            return new Outline((SolidFill)Fill.Create(colour), width);
        field.Optional("color").Complain("Input should be a CSS colour", "color_error");
        return null;
    }
}
