using System.Collections.Immutable;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Rendering;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>Creates masks requests from their bodies, and finds options that contradict one another.</summary>
internal static class MaskRequests
{
    public static MaskRequest Create(MaskRequestBody body) =>
        new(
            body.ImageId,
            FrameOf(body.ImageType),
            [.. body.Masks.Select(entry => CreateOptions(entry, entry.Layer == "overlay", FormatOf(entry.Format), maskOverImage: false))],
            body.Combine == true
        );

    public static MaskRequest Create(SvgMaskRequestBody body)
    {
        var maskOverImage = body.MaskOverImage == true;
        return new MaskRequest(
            body.ImageId,
            FrameOf(body.ImageType),
            [.. body.Masks.Select(entry => CreateOptions(entry, !maskOverImage, PictureFormat.Svg, maskOverImage))],
            body.Combine == true
        );
    }

    /// <summary>Complains about options of an entry that contradict one another, and about entries that cannot be combined.</summary>
    public static void Check(Field body, MaskRequest request, bool isSvg)
    {
        var masks = body["masks"];
        var entries = masks.Entries;
        // From a list that is too long no entry was read.
        for (var i = 0; i < request.Masks.Length; i++)
            CheckOutput(entries[i], request.Masks[i].Picture.Output, isSvg);
        if (!request.Combine)
            return;
        if (request.Masks.Length > MaskRequest.MaxCombined)
            masks.Complain($"At most {MaskRequest.MaxCombined} masks can be combined, not {request.Masks.Length}", "too_long");
        for (var i = 1; i < request.Masks.Length; i++)
        {
            if (!request.Masks[i].Picture.IsSamePicture(request.Masks[0].Picture))
                entries[i]
                    .Complain("Combined masks are on one picture; its options must be the same as those of the first entry", "value_error");
        }
    }

    private static void CheckOutput(Field entry, OutputOptions output, bool isSvg)
    {
        if (isSvg && output.Quality is not null && !output.MaskOverImage)
            entry["quality"].Complain("Without mask_over_image an SVG holds no photo, so it has no quality", "value_error");
        if (output.Format == PictureFormat.WebP && !WebP.IsAvailable)
            entry["format"].Complain("WebP needs libwebp, which this server does not have; use 'jpeg' or 'png'", "format_unavailable");
        if (output.Format == PictureFormat.Png && output.Quality is not null)
            entry["quality"].Complain("A PNG has no quality", "value_error");
        if (output is { Overlay: true, Format: PictureFormat.Jpeg })
            entry["format"].Complain("An overlay is transparent, which a JPEG cannot be; use 'png' or 'webp'", "value_error");
        if (output is { Overlay: true, Format: PictureFormat.Photo, Quality: not null })
            entry["quality"].Complain("An overlay is a PNG, which has no quality", "value_error");
        if (output is { Overlay: true, Spotlight: Spotlight.Grey })
            entry["spotlight"].Complain("Without the photo nothing can lose its colours; use 'dim'", "value_error");
    }

    private static MaskOptions CreateOptions(AnyMaskOptionsBody entry, bool overlay, PictureFormat format, bool maskOverImage) =>
        new(
            entry.AlgorithmTechName,
            AlgorithmName.TryParse(entry.AlgorithmTechName, out var algorithm) ? algorithm : null,
            entry.FillOverride ?? FillOverride.None,
            entry.PolylineLineThickness,
            entry.MainMetric == true,
            entry.SubMetrics == true,
            entry.ConcentricLines == true,
            new OutputFields(
                new OutputOptions
                {
                    Overlay = overlay,
                    Format = format,
                    Quality = entry.Quality,
                    MaxSide = entry.MaxSide,
                    Spotlight = entry.Spotlight switch
                    {
                        "dim" => Spotlight.Dim,
                        "grey" => Spotlight.Grey,
                        _ => Spotlight.None,
                    },
                    MaskOverImage = maskOverImage,
                    Crop = entry.Crop?.Box,
                },
                entry.Crop?.Target ?? CropTarget.None,
                entry.Legend == true,
                CreateOutline(entry.Outline)
            )
        )
        {
            Style = entry.Style,
        };

    private static Outline? CreateOutline(OutlineBody? outline) =>
        outline is not null && CssColour.TryParse(outline.Color, out var colour)
            ? new Outline((SolidFill)Fill.Create(colour), outline.Width ?? MaskStyle.DefaultLineThickness)
            : null;

    private static Frame FrameOf(string? imageType) => imageType == Frame.Restored.ImageType() ? Frame.Restored : Frame.Original;

    private static PictureFormat FormatOf(string? format) =>
        format switch
        {
            "jpeg" => PictureFormat.Jpeg,
            "png" => PictureFormat.Png,
            "webp" => PictureFormat.WebP,
            _ => PictureFormat.Photo,
        };
}
