using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>The pixels that masks cover, drawn as pictures are: half of a pixel or more.</summary>
internal static class MaskPixels
{
    // As three channels.
    private const int Half = 382;
    private static readonly PhotoLimits NoLimits = new() { MaxPixels = long.MaxValue, MaxBytes = long.MaxValue };

    /// <summary>Draws masks in white on black; every level of a heat map counts.</summary>
    public static Bitmap Of(IReadOnlyList<Mask> masks, int width, int height)
    {
        var bright = masks.Select(mask => mask with { Features = [.. mask.Features.Select(feature => feature with { Intensity = 1 })] });
        var style = new MaskStyle(
            [.. masks.Select(_ => (Fill)new SolidFill(255, 255, 255, 1))],
            MaskStyle.DefaultLineThickness,
            ConcentricLines: false
        );
        var canvas = Open(new RgbImage(width, height, new byte[width * height * 3]).EncodeJpeg(90));
        using var file = new MemoryStream();
        canvas.Draw(SceneBuilder.Build([.. bright], style, width, height), file);
        var data = Open(file.ToArray()).ReadRgb().Data;
        var set = new bool[width * height];
        for (var i = 0; i < set.Length; i++)
            set[i] = data[3 * i] + data[(3 * i) + 1] + data[(3 * i) + 2] > Half;
        return new Bitmap(width, height, set);
    }

    private static Photo Open(byte[] bytes) =>
        Photo.TryOpen(bytes, NoLimits, out var photo, out var error) ? photo : throw new InvalidOperationException(error.Message);
}
