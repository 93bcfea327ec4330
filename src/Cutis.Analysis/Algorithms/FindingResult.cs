using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Skin;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>Converts findings to results, with every mask on the restored image and on the photo.</summary>
internal static class FindingResult
{
    /// <summary>The result of an algorithm that measured.</summary>
    public static AlgorithmResult Create(
        IAlgorithm algorithm,
        Finding finding,
        SkinFrame frame,
        RestoredImage image,
        IReadOnlyList<string> warnings
    ) =>
        new(algorithm.TechName)
        {
            ImageType = "selfie",
            Areas = [.. finding.Areas.Select(Area)],
            MasksRestored = Masks(finding, m => m.IsOnPhotoOnly ? null : m.Restored, image.ToAligned, image.Size),
            MasksOriginal = Masks(finding, m => m.Original, frame.Restored.ToOriginal, frame.PhotoSize),
            Problems = finding.Problems,
            Feedback = new AnalysisFeedback
            {
                Overlay = finding.Words?.Overlay,
                Tooltip = finding.Words?.Tooltip,
                AlgorithmVersion = algorithm.Version,
                Status = AnalysisFeedback.NameOf(algorithm.Status),
                Warnings = warnings,
                AreasWithoutSkin = finding.HiddenAreas,
                PixelsPerMillimetre = Math.Round(frame.Unit, 2),
            }.ToJson(),
        };

    /// <summary>The result of an algorithm that declined to measure.</summary>
    public static AlgorithmResult Refused(
        string techName,
        int version,
        AlgorithmStatus? status,
        Refusal refusal,
        IReadOnlyList<string> warnings
    ) =>
        new(techName)
        {
            ImageType = "selfie",
            Areas = [],
            Problems = [refusal.Reason],
            Error = refusal.Message,
            Feedback = new AnalysisFeedback
            {
                AlgorithmVersion = version,
                Status = AnalysisFeedback.NameOf(status),
                Reason = refusal.Reason,
                Warnings = warnings,
            }.ToJson(),
        };

    private static AreaResult Area(AreaFinding area) =>
        new(area.Area, area.Main is null ? null : Metric(area.Main), [.. area.Others.Select(Metric)]);

    private static Metric Metric(Measure measure) =>
        new(measure.Name, measure.TechName, Value(measure), measure.Widget) { Units = JsonSerializer.SerializeToElement(measure.Units) };

    private static JsonElement Value(Measure measure) =>
        measure.Text is not null ? JsonSerializer.SerializeToElement(measure.Text) : JsonSerializer.SerializeToElement(measure.Number);

    private static MaskSet? Masks(Finding finding, Func<FoundMask, string?> techName, Similarity place, (int Width, int Height) size) =>
        finding.Masks is { } masks
            ? MaskSet.Create([
                .. masks.Where(mask => techName(mask) is not null).Select(mask => Placed(mask, techName(mask)!, place, size)),
            ])
            : null;

    private static Mask Placed(FoundMask mask, string techName, Similarity place, (int Width, int Height) size)
    {
        CssColour? fill = mask.Fill is not null && CssColour.TryParse(mask.Fill, out var colour) ? colour : null;
        var placed = new Mask(mask.Kind, mask.Name, techName, fill, null, mask.Features) { FillText = mask.Fill }.Placed(place, size);
        return mask.IsCut ? placed.Cut(size) : placed;
    }
}
