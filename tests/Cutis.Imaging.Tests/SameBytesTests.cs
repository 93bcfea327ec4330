using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>
/// A hundred scenes, each drawn as the server draws it, against the digests of what the renderer of
/// <see cref="Recipe.CurrentRenderer"/> has always drawn: equal recipes give equal bytes.
/// </summary>
public class SameBytesTests
{
    private const int Scenes = 100;
    private static readonly string Path = System.IO.Path.Combine(Pictures.Root, "tests", "golden", "scenes.txt");

    [Fact]
    public void Every_scene_is_drawn_as_before()
    {
        var drawn = Enumerable.Range(0, Scenes).Select(Digests).ToArray();
        // After a new renderer: CUTIS_ACCEPT=1 with the file deleted.
        if (!File.Exists(Path) && Environment.GetEnvironmentVariable("CUTIS_ACCEPT") == "1")
            File.WriteAllLines(Path, drawn);
        File.ReadAllLines(Path).ShouldBe(drawn);
    }

    private static string Digests(int seed)
    {
        var made = new RandomScenes(seed, seed % 3 == 0 ? 1.4 : 0.6);
        var scene = made.Build();
        var rgb = Pictures.Rgb(made.Width, made.Height, seed);
        var pixels = new Pixels(made.Width, made.Height, 3, rgb);
        var jpeg = JpegCanvas.Open(
            JpegBuilder.FromPixels(pixels, JpegBuilder.Tables(85), halfChroma: seed % 2 == 0, profile: null),
            CancellationToken.None
        );
        // Coverage of the scene as a turned photo has it.
        var stored = made.Turned.ToStored(scene);
        var opacities = stored.Layers.Select(layer => RasteriserTests.Draw(layer, stored.Width, stored.Height));
        var small = new OutputOptions
        {
            MaxSide = 64,
            Crop = new CropBox(0.1, 0.2, 0.6, 0.7),
            Overlay = true,
        };
        string[] digests =
        [
            Digest(opacities.SelectMany(line => line).SelectMany(BitConverter.GetBytes).ToArray()),
            Digest(Written(file => jpeg.Draw(scene, file, 1 + (seed % 2), CancellationToken.None))),
            Digest(Pixels(Written(file => Open(PngOf(made.Width, made.Height, rgb)).Draw(scene, file)))),
            Digest(Expanded(Written(file => Overlay.Draw(made.Build(small), small, file)))),
            Digest(Written(file => SvgPicture.Write(WithoutBitmaps(scene), null, file))),
        ];
        return $"{seed} {string.Join(' ', digests)}";
    }

    // A bitmap in an SVG is compressed by zlib, whose bytes are not ours.
    private static Scene WithoutBitmaps(Scene scene) =>
        scene with
        {
            Layers =
            [
                .. scene.Layers.Where(layer =>
                    layer.Overlap == Overlap.Union && layer.Field is null && (layer.Fill is SolidFill || layer.Levels.Length == 1)
                ),
            ],
        };

    private static byte[] Written(Action<Stream> write)
    {
        var file = new MemoryStream();
        write(file);
        return file.ToArray();
    }

    private static byte[] Expanded(byte[] png) => PngPixels.Expand(PngReader.Read(png, new PhotoLimits())).Rows;

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..10];
}
