using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Photos;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>
/// The scores of photos as they are and after small changes, for sets that do not have several photos of the same people: coded at quality
/// 60, at 85 % of the size, darker by an eighth.
/// </summary>
internal static class SamePhotos
{
    /// <summary>So many photos of a set are measured again.</summary>
    public const int Photos = 12;

    /// <summary>The scores of a photo and of its changes.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, double>> Scores(LabelledPhoto labelled, CancellationToken stop)
    {
        if (!Photo.TryOpen(Parts.Read(labelled.Path), new ImagesOptions().Limits, out var photo, out _, stop))
            return [];
        var pixels = photo.ReadRgb(stop);
        RgbImage[] changed =
        [
            pixels,
            Thumbnail.Smaller(pixels, 1 / .85),
            pixels with
            {
                Data = Array.ConvertAll(pixels.Data, v => (byte)(v * 7 / 8)),
            },
        ];
        var files = changed.Select(picture => picture.EncodeJpeg(95)).Append(pixels.EncodeJpeg(60));
        return
        [
            .. files.Select(file =>
                Photo.TryOpen(file, new PhotoLimits(), out var again, out _, stop) ? PhotoScore.ScoresOf(again, stop) : Nothing
            ),
        ];
    }

    private static Dictionary<string, double> Nothing => new(StringComparer.Ordinal);
}
