using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Tests;

/// <summary>From a file and masks to pixels, as a user of the library goes.</summary>
internal static class MaskedPhotos
{
    public static readonly Fill Red = new SolidFill(255, 0, 0, 1);

    public static Photo Open(byte[] file)
    {
        Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error).ShouldBeTrue(error?.Message);
        return photo!;
    }

    public static byte[] Draw(byte[] file, params Layer[] layers)
    {
        var photo = Open(file);
        var output = new MemoryStream();
        photo.Draw(new Scene(photo.UprightWidth, photo.UprightHeight, [.. layers]), output);
        return output.ToArray();
    }

    public static byte[] Draw(
        byte[] file,
        string masksJson,
        Fill? fill = null,
        double thickness = MaskStyle.DefaultLineThickness,
        bool concentric = false
    )
    {
        var photo = Open(file);
        ResultJson
            .TryReadMasks(JsonDocument.Parse(masksJson).RootElement, out var masks, out var mistakes)
            .ShouldBeTrue(string.Join("; ", mistakes));
        AlgorithmName.TryParse("pores", out var algorithm).ShouldBeTrue();
        var fills = masks.Select((m, i) => fill ?? FillOverride.None.FillOf(i, algorithm, m.TechName, m.Fill));
        var scene = SceneBuilder.Build(masks, new MaskStyle([.. fills], thickness, concentric), photo.UprightWidth, photo.UprightHeight);
        var output = new MemoryStream();
        photo.Draw(scene, output);
        return output.ToArray();
    }

    /// <summary>Stored pixels of a JPEG or PNG as RGB, by our own readers, which other tests hold against others.</summary>
    public static byte[] Pixels(byte[] file)
    {
        if (JpegReader.Recognises(file))
            return JpegColour.ToRgb(JpegReader.Read(file, new PhotoLimits()));
        var png = PngPixels.Expand(PngReader.Read(file, new PhotoLimits()));
        if (png.Header.Channels == 3)
            return png.Rows;
        return [.. png.Rows.Where((_, i) => i % 4 != 3)];
    }

    public static Layer Box(double x, double y, double w, double h, Fill? fill = null, double intensity = 1) =>
        new(
            fill ?? Red,
            Overlap.Union,
            [
                new Level(
                    intensity,
                    [
                        new Region([
                            [new(x, y), new(x + w, y), new(x + w, y + h), new(x, y + h)],
                        ]),
                    ]
                ),
            ]
        );

    public static byte[] Flat(int width, int height, byte r, byte g, byte b) =>
        [.. Enumerable.Range(0, width * height).SelectMany(_ => new[] { r, g, b })];

    public static byte[] PngOf(int width, int height, byte[] samples, PngColour colour = PngColour.Rgb, int depth = 8)
    {
        var file = new MemoryStream();
        PngWriter.Write(new PngImage { Header = new PngHeader(width, height, colour, depth, false), Rows = samples }, file);
        return file.ToArray();
    }

    public static (int R, int G, int B) At(byte[] rgb, int width, int x, int y) =>
        (rgb[3 * ((y * width) + x)], rgb[(3 * ((y * width) + x)) + 1], rgb[(3 * ((y * width) + x)) + 2]);
}
