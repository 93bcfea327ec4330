using System.Text;
using Cutis.Masks.Scenes;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// Estimates the size of the answer to a masks request: there may be many entries, and each repeats the metrics of its result.
/// </summary>
internal static class AnswerSize
{
    /// <summary>Maximum size of an answer in bytes, without its URLs.</summary>
    public const long MaxBytes = 8 << 20;

    // JSON around the texts of an entry, a metric and a mask.
    private const int BytesOfEntry = 512;
    private const int BytesOfMetric = 64;
    private const int BytesOfMask = 224;

    /// <summary>The approximate size of the answer in bytes.</summary>
    /// <param name="entries">Each entry with the result that it refers to, or null.</param>
    /// <param name="frame">The photo on which masks are drawn.</param>
    /// <param name="noteBytes">Bytes of what each entry says of the photo's quality.</param>
    public static long Estimate(IEnumerable<(MaskOptions Options, ResultSummary? Result)> entries, Frame frame, int noteBytes)
    {
        var sizes = new Dictionary<string, (long Main, long Subs, long Masks)>(StringComparer.Ordinal);
        var all = 0L;
        foreach (var (options, result) in entries)
        {
            all += BytesOfEntry + noteBytes;
            if (result is null)
                continue;
            if (!sizes.TryGetValue(result.Algorithm, out var size))
                size = sizes[result.Algorithm] = Measure(result, frame);
            all += size.Masks + (options.MainMetric ? size.Main : 0) + (options.SubMetrics ? size.Subs : 0);
        }

        return all;
    }

    private static (long Main, long Subs, long Masks) Measure(ResultSummary result, Frame frame)
    {
        var masks = frame == Frame.Original ? result.MasksOriginal : result.MasksRestored;
        return (result.MainMetric is { } main ? Measure(main) : 0, result.SubMetrics.Sum(Measure), masks?.Masks.Sum(Measure) ?? 0);
    }

    private static long Measure(StoredMetric metric) =>
        BytesOfMetric + Utf8(metric.Name) + Utf8(metric.TechName) + Utf8(metric.Value) + Utf8(metric.WidgetType);

    // A warning repeats its name.
    private static long Measure(StoredMask mask) => BytesOfMask + (2L * Utf8(mask.TechName)) + Utf8(mask.ViewBox) + Utf8(mask.Scale);

    private static int Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
